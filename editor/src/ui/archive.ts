// Whether a file is an archive: that decides where it goes.

const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** By its first bytes. */
export async function isArchive(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, ZIP.length).arrayBuffer());
  return start.length === ZIP.length && ZIP.every((byte, index) => start[index] === byte);
}
