// A ZIP archive as others made it, read with care (APPNOTE.TXT 6.3.10): one list of files at its end, which has to agree
// with what is before it. Nothing is inflated here, and nothing but the list and the headers is looked at.

export type ArchiveErrorCode =
  /** Not a ZIP archive, or of a kind that nobody needs for this: encrypted, split, ZIP64, another method than deflate. */
  | "not-taken"
  /** Cut short, or it does not agree with itself. */
  | "broken"
  /** Names that lead out of a folder, or that would be one file on some systems. */
  | "unsafe"
  /** More than `ArchiveLimits`. */
  | "too-large"
  /** There is no scheme.yaml in it, or more than one. */
  | "no-scheme";
export class ArchiveError extends Error {
  readonly code: ArchiveErrorCode;
  constructor(code: ArchiveErrorCode, message: string) {
    super(message);
    this.name = "ArchiveError";
    this.code = code;
  }
}

export interface ArchiveLimits {
  readonly files: number;
  /** Bytes of a file, inflated. */
  readonly fileBytes: number;
  /** Bytes of all files, inflated. */
  readonly totalBytes: number;
}
/** Some more than services take: what is too large for one is then told at the look it belongs to. */
export const ARCHIVE_LIMITS: ArchiveLimits = { files: 512, fileBytes: 8_388_608, totalBytes: 67_108_864 };

export interface ArchivedFile {
  readonly name: string;
  readonly isDeflated: boolean;
  /** As it is in the archive. */
  readonly packed: Uint8Array;
  /** Bytes, inflated. */
  readonly size: number;
  readonly crc: number;
}

const END = 0x06054b50;
const END_SIZE = 22;
const ENTRY = 0x02014b50;
const ENTRY_SIZE = 46;
const LOCAL = 0x04034b50;
const LOCAL_SIZE = 30;
const ENCRYPTED = 0x2041;
const UTF8 = 0x0800;
const NONE_32 = 0xffffffff;
const NONE_16 = 0xffff;
const MAX_NAME_BYTES = 255;
/** Of the upper half of "external attributes", where Unix made the archive. */
const FILE_TYPE = 0o170000;
const LINK = 0o120000;

/** All files, folders not. @throws ArchiveError */
export function readArchive(archive: Uint8Array, limits: ArchiveLimits): ArchivedFile[] {
  try {
    return read(archive, limits);
  } catch (error) {
    if (error instanceof RangeError) throw new ArchiveError("broken", "cut short");
    throw error;
  }
}

function read(archive: Uint8Array, limits: ArchiveLimits): ArchivedFile[] {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  const listSize = view.getUint32(end + 12, true);
  const listAt = view.getUint32(end + 16, true);
  if (count === NONE_16 || listSize === NONE_32 || listAt === NONE_32) throw notTaken("ZIP64");
  if (view.getUint32(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count)
    throw notTaken("in several parts");
  if (count > limits.files) throw new ArchiveError("too-large", `${count} files`);
  if (listAt + listSize !== end) throw broken("its list of files is not where it should be");

  const files: ArchivedFile[] = [];
  const spans: (readonly [number, number])[] = [];
  const names = new Set<string>();
  let at = listAt;
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (view.getUint32(at, true) !== ENTRY) throw broken("its list of files breaks off");
    const nameSize = view.getUint16(at + 28, true);
    const name = nameIn(archive.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameSize), view.getUint16(at + 8, true));
    const place = nameOnDisk(name);
    if (names.has(place)) throw new ArchiveError("unsafe", `${name} is in it twice`);
    names.add(place);
    const file = readEntry(archive, view, at, name, nameSize, listAt);
    spans.push(file.span);
    total += file.size;
    if (file.size > limits.fileBytes) throw new ArchiveError("too-large", `${name}: ${file.size} bytes`);
    if (total > limits.totalBytes) throw new ArchiveError("too-large", `${total} bytes or more`);
    if (!name.endsWith("/")) files.push(file);
    at += ENTRY_SIZE + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  if (at !== end) throw broken("its list of files does not end where it should");
  // The same bytes for many files are how small archives become large.
  spans.sort(([a], [b]) => a - b);
  if (spans.some(([start], index) => index > 0 && start < spans[index - 1]![1])) throw broken("its files overlap");
  return files;
}

type Found = ArchivedFile & { readonly span: readonly [number, number] };

function readEntry(
  archive: Uint8Array,
  view: DataView,
  at: number,
  name: string,
  nameSize: number,
  listAt: number,
): Found {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  if ((flags & ENCRYPTED) !== 0) throw notTaken("encrypted");
  if (method !== 0 && method !== 8) throw notTaken(`${name}: compressed by method ${method}`);
  if (((view.getUint32(at + 38, true) >>> 16) & FILE_TYPE) === LINK)
    throw new ArchiveError("unsafe", `${name} is a link`);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const localAt = view.getUint32(at + 42, true);
  if (packedSize === NONE_32 || size === NONE_32 || localAt === NONE_32) throw notTaken("ZIP64");
  if (method === 0 && packedSize !== size) throw broken(`${name}: its sizes do not agree`);
  if (name.endsWith("/") && size > 0) throw broken(`${name}: a folder with bytes`);
  if (view.getUint32(localAt, true) !== LOCAL) throw broken(`${name} is not where the list says`);
  const localName = archive.subarray(localAt + LOCAL_SIZE, localAt + LOCAL_SIZE + nameSize);
  const listed = archive.subarray(at + ENTRY_SIZE, at + ENTRY_SIZE + nameSize);
  const isSameName =
    view.getUint16(localAt + 26, true) === nameSize && listed.every((byte, i) => byte === localName[i]);
  if (!isSameName) throw broken(`${name} has another name where it is`);
  const from = localAt + LOCAL_SIZE + nameSize + view.getUint16(localAt + 28, true);
  const to = from + packedSize;
  if (to > listAt) throw broken(`${name} is cut short`);
  const packed = archive.subarray(from, to);
  return { name, isDeflated: method === 8, packed, size, crc: view.getUint32(at + 16, true), span: [localAt, to] };
}

/** The record at the very end, behind which there is only the comment that it names. */
function findEnd(view: DataView): number {
  const last = view.byteLength - END_SIZE;
  for (let at = last; at >= Math.max(0, last - NONE_16); at -= 1) {
    if (view.getUint32(at, true) === END && view.getUint16(at + 20, true) === last - at) return at;
  }
  const isArchive = view.byteLength > 4 && view.getUint32(0, true) === LOCAL;
  throw isArchive ? broken("its end is missing") : notTaken("not a ZIP archive");
}

function nameIn(bytes: Uint8Array, flags: number): string {
  if (bytes.length === 0 || bytes.length > MAX_NAME_BYTES) throw new ArchiveError("unsafe", "a name of no use");
  const isAscii = bytes.every((byte) => byte < 0x80);
  try {
    // Without the flag it is code page 437, or whatever the system had that made it.
    const name = new TextDecoder((flags & UTF8) !== 0 || isAscii ? "utf-8" : "windows-1252", { fatal: true }).decode(
      bytes,
    );
    const parts = (name.endsWith("/") ? name.slice(0, -1) : name).split("/");
    const isBad = parts.some((part) => part === "" || part === "." || part === "..");
    if (!isBad && !/[\\\p{Cc}]|^[a-z]:/iu.test(name)) return name;
  } catch {
    // as any other bad name
  }
  throw new ArchiveError("unsafe", "a name that leads out of the folder");
}

/** Some systems take names for the same that differ in case or in how accents are written. */
function nameOnDisk(name: string): string {
  return (name.endsWith("/") ? name.slice(0, -1) : name).normalize("NFC").toLowerCase();
}

function broken(message: string): ArchiveError {
  return new ArchiveError("broken", message);
}
function notTaken(message: string): ArchiveError {
  return new ArchiveError("not-taken", message);
}
