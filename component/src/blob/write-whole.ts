// A file that is there whole or not at all, through a crash: written under another name, forced to the disk, renamed, and the
// rename forced to the disk as well.
import { open, rename, unlink } from "node:fs/promises";
import { dirname } from "node:path";

export interface WholeFile {
  /** On the same file system as the target; left over only by a crash. */
  readonly temporary: string;
  readonly content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
  /** Its time of modification, ms since the epoch. */
  readonly at: number;
}

/** @returns what puts it in its place. Until then, and where it throws, nothing of it is there. */
export async function writeWhole({ temporary, content, at }: WholeFile): Promise<(target: string) => Promise<void>> {
  try {
    const file = await open(temporary, "wx", 0o600);
    try {
      await file.writeFile(content);
      await file.utimes(at / 1000, at / 1000);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await removeIfThere(temporary);
    throw error;
  }
  return async (target) => {
    try {
      await rename(temporary, target);
    } catch (error) {
      await removeIfThere(temporary);
      throw error;
    }
    await syncFolder(dirname(target));
  };
}

/** Forces what was made, renamed or removed in a folder to the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Whether it was there. */
export async function removeIfThere(path: string): Promise<boolean> {
  try {
    await unlink(path);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  // Not `instanceof Error`: what Node throws is of another realm than a test's.
  return (error as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
}
