// A blob's file: a header of 128 bytes, then the bytes. The header says how many and of which media type, so that both come
// and go with the bytes, and a torn file is known as one without reading it all.
import { open } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { MEDIA_TYPE_BYTES } from "./rules.ts";
import { isMissing } from "./write-whole.ts";

export const HEADER_BYTES = 128;
/** "StScBlb" and the version of the format. */
const MAGIC = Buffer.from("StScBlb\x01", "latin1");
const SIZE_AT = MAGIC.length;
const TYPE_LENGTH_AT = SIZE_AT + 8;
const TYPE_AT = TYPE_LENGTH_AT + 1;

export interface BlobHeader {
  readonly size: number;
  readonly mediaType: string;
}

export function encodeHeader({ size, mediaType }: BlobHeader): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeBigUInt64BE(BigInt(size), SIZE_AT);
  header.writeUInt8(mediaType.length, TYPE_LENGTH_AT);
  header.write(mediaType, TYPE_AT, "latin1");
  return header;
}

/** Undefined where it is not one. */
function decodeHeader(header: Buffer): BlobHeader | undefined {
  if (header.length !== HEADER_BYTES || !header.subarray(0, SIZE_AT).equals(MAGIC)) return undefined;
  const length = header.readUInt8(TYPE_LENGTH_AT);
  if (length > MEDIA_TYPE_BYTES) return undefined;
  const size = Number(header.readBigUInt64BE(SIZE_AT));
  return { size, mediaType: header.toString("latin1", TYPE_AT, TYPE_AT + length) };
}

export interface BlobFile {
  /** Undefined: the file is damaged. */
  readonly header: BlobHeader | undefined;
  /** When it was last put, ms since the epoch. */
  readonly putAt: number;
  /** To be closed by whoever opened it. */
  readonly handle: FileHandle;
}

/** Undefined where there is none. */
export async function openBlobFile(path: string): Promise<BlobFile | undefined> {
  let handle: FileHandle;
  try {
    handle = await open(path, "r");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  try {
    const { size, mtimeMs } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const header = decodeHeader(buffer.subarray(0, bytesRead));
    const whole = header !== undefined && size === HEADER_BYTES + header.size;
    return { header: whole ? header : undefined, putAt: Math.round(mtimeMs), handle };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
