// An entry a file, for Node: named by a hash of its key, so that no key can name another file; written under another name
// and renamed, so that what is there is whole; beginning with a digest of the rest, so that what is damaged is not there.
import { createHash, randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { join } from "node:path";

export interface Entry {
  readonly key: string;
  readonly value: Uint8Array;
}

const DIGEST_BYTES = 32;
/** Behind the digest: the length of the key. */
const HEADER_BYTES = DIGEST_BYTES + 4;
const NAME = /^[\da-f]{64}$/;
const TEMPORARY = ".part";

export function nameOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Whether a file of this name is an entry. */
export function isEntry(name: string): boolean {
  return NAME.test(name);
}

/** Whether a file of this name is an entry that is being written, or was when its process ended. */
export function isUnfinished(name: string): boolean {
  return name.endsWith(TEMPORARY);
}

export function encodeEntry({ key, value }: Entry): Buffer {
  const name = Buffer.from(key);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  const rest = Buffer.concat([length, name, value]);
  return Buffer.concat([createHash("sha256").update(rest).digest(), rest]);
}

/** Undefined where it is damaged, or the entry of another name. */
export function decodeEntry(file: Buffer, name: string): Entry | undefined {
  if (file.length < HEADER_BYTES) return undefined;
  const digest = createHash("sha256").update(file.subarray(DIGEST_BYTES)).digest();
  if (!digest.equals(file.subarray(0, DIGEST_BYTES))) return undefined;
  const end = HEADER_BYTES + file.readUInt32BE(DIGEST_BYTES);
  const key = file.toString("utf8", HEADER_BYTES, end);
  return nameOf(key) === name ? { key, value: new Uint8Array(file.subarray(end)) } : undefined;
}

export interface WriteOptions {
  /** Resolve when it would be there after a power cut, too. Default false. */
  readonly durable?: boolean;
  /** Called with the path of the file before it gets its name. */
  readonly beforeRename?: (path: string) => Promise<void>;
}

/** @throws what node:fs throws; then nothing of it is left, and what was there before is there still */
export async function writeEntry(
  folder: string,
  name: string,
  file: Buffer,
  { durable = false, beforeRename }: WriteOptions = {},
): Promise<void> {
  const temporary = join(folder, `${name}.${randomUUID()}${TEMPORARY}`);
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(file);
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
    await beforeRename?.(temporary);
    await rename(temporary, join(folder, name));
    if (durable) await syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A name is durable when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and keeps names without being asked.
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Undefined where there is no such file: another process may have taken it away meanwhile. */
export async function orMissing<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
