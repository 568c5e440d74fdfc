// The cache in a folder, for Node: an entry a file, named by a hash of its key, so that no key can name another file.
// A file is written under another name and renamed, so that what is there is whole; it begins with a digest of the rest,
// so that what is damaged is not there. Several processes may share a folder: files are all they know of each other.
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Cache } from "../api.ts";

const DEFAULT_QUOTA = 67_108_864; // 64 MiB
const DIGEST_BYTES = 32;
/** Behind the digest: the length of the key. */
const HEADER_BYTES = DIGEST_BYTES + 4;
const NAME = /^[\da-f]{64}$/;
const TEMPORARY = ".part";
/** What a process left unfinished that long ago, it will not finish. */
const ABANDONED_MS = 3_600_000;
/** Evicting frees more than it must, so that not every entry evicts. */
const KEEP = 0.9;
const USE_STEP_S = 0.000_01;

interface FileFacts {
  readonly name: string;
  readonly size: number;
  /** When it was used last. */
  readonly usedAt: number;
}

/** `folder` is made at first use. `quota`: bytes of the files together. @throws what node:fs throws, from the methods */
export function fileCache(folder: string, options: { readonly quota?: number } = {}): Cache {
  const { quota = DEFAULT_QUOTA } = options;
  /** Keys by file name, of files read or written here: a name always means the same key. */
  const keysByName = new Map<string, string>();
  let ready: Promise<void> | undefined;
  /** As far as known here; others may have written too. */
  let total = 0;
  /** Seconds since the epoch. */
  let lastUse = 0;
  /** Changes one after the other, so that one process does not evict what it writes. */
  let last: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const result = last.then(change);
    last = result.catch(() => undefined);
    return result;
  };
  const pathOf = (name: string) => join(folder, name);
  /** Notes the use of a file now, in an order of its own: file systems tell time in steps of milliseconds. */
  const noteUse = async (name: string) => {
    lastUse = Math.max(Date.now() / 1_000, lastUse + USE_STEP_S);
    await orMissing(utimes(pathOf(name), lastUse, lastUse));
  };

  const scan = async (): Promise<readonly FileFacts[]> => {
    const files: FileFacts[] = [];
    for (const name of await readdir(folder)) {
      const facts = await orMissing(stat(pathOf(name)));
      if (!facts) continue;
      if (NAME.test(name)) files.push({ name, size: facts.size, usedAt: facts.mtimeMs });
      else if (name.endsWith(TEMPORARY) && Date.now() - facts.mtimeMs > ABANDONED_MS) await discard(name);
    }
    total = files.reduce((sum, { size }) => sum + size, 0);
    return files;
  };
  const open = (): Promise<void> =>
    (ready ??= mkdir(folder, { recursive: true, mode: 0o700 })
      .then(scan)
      .then(() => undefined));
  const discard = (name: string): Promise<void> => rm(pathOf(name), { force: true });

  const evict = async (): Promise<void> => {
    const files = [...(await scan())].sort((a, b) => a.usedAt - b.usedAt);
    for (const { name, size } of files) {
      if (total <= quota * KEEP) return;
      await discard(name);
      total -= size;
    }
  };

  const read = async (name: string): Promise<{ readonly key: string; readonly value: Uint8Array } | undefined> => {
    const file = await orMissing(readFile(pathOf(name)));
    if (!file) return undefined;
    const entry = decode(file);
    if (!entry || nameOf(entry.key) !== name) {
      await discard(name);
      return undefined;
    }
    keysByName.set(name, entry.key);
    return entry;
  };

  return {
    async get(key) {
      await open();
      const name = nameOf(key);
      const entry = await read(name);
      if (entry) await noteUse(name);
      return entry?.value;
    },
    async set(key, value) {
      await open();
      const name = nameOf(key);
      const file = encode(key, value);
      await inTurn(async () => {
        if (file.length > quota * KEEP) {
          await discard(name);
          return;
        }
        const temporary = `${name}.${randomUUID()}${TEMPORARY}`;
        try {
          await writeFile(pathOf(temporary), file, { mode: 0o600 });
          await noteUse(temporary);
          await rename(pathOf(temporary), pathOf(name));
        } catch (error) {
          await discard(temporary);
          throw error;
        }
        keysByName.set(name, key);
        total += file.length;
        if (total > quota) await evict();
      });
    },
    async delete(key) {
      await open();
      await inTurn(() => discard(nameOf(key)));
    },
    async keys(prefix) {
      await open();
      const keys: string[] = [];
      for (const name of await readdir(folder)) {
        const key = NAME.test(name) ? (keysByName.get(name) ?? (await read(name))?.key) : undefined;
        if (key?.startsWith(prefix)) keys.push(key);
      }
      return keys;
    },
    async close() {
      await last;
    },
  };
}

function nameOf(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

function encode(key: string, value: Uint8Array): Buffer {
  const name = Buffer.from(key);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(name.length);
  const rest = Buffer.concat([length, name, value]);
  return Buffer.concat([createHash("sha256").update(rest).digest(), rest]);
}

function decode(file: Buffer): { readonly key: string; readonly value: Uint8Array } | undefined {
  if (file.length < HEADER_BYTES) return undefined;
  const digest = createHash("sha256").update(file.subarray(DIGEST_BYTES)).digest();
  if (!digest.equals(file.subarray(0, DIGEST_BYTES))) return undefined;
  const end = HEADER_BYTES + file.readUInt32BE(DIGEST_BYTES);
  return { key: file.toString("utf8", HEADER_BYTES, end), value: new Uint8Array(file.subarray(end)) };
}

/** Another process may have evicted it meanwhile. */
async function orMissing<T>(operation: Promise<T>): Promise<T | undefined> {
  try {
    return await operation;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
