// The cache in a folder, for Node: an entry a file (entry-file.ts). Several processes may share a folder: files are all
// they know of each other.
import { mkdir, readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { Cache } from "../api.ts";
import { createInTurn } from "../in-turn.ts";
import { decodeEntry, encodeEntry, isEntry, isUnfinished, nameOf, orMissing, writeEntry } from "./entry-file.ts";
import type { Entry } from "./entry-file.ts";

const DEFAULT_QUOTA = 67_108_864; // 64 MiB
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
  /** For changes, so that one process does not evict what it writes. */
  const inTurn = createInTurn();

  const pathOf = (name: string) => join(folder, name);
  /** Notes the use of a file now, in an order of its own: file systems tell time in steps of milliseconds. */
  const noteUse = async (path: string) => {
    lastUse = Math.max(Date.now() / 1_000, lastUse + USE_STEP_S);
    await orMissing(utimes(path, lastUse, lastUse));
  };

  const scan = async (): Promise<readonly FileFacts[]> => {
    const files: FileFacts[] = [];
    for (const name of await readdir(folder)) {
      const facts = await orMissing(stat(pathOf(name)));
      if (!facts) continue;
      if (isEntry(name)) files.push({ name, size: facts.size, usedAt: facts.mtimeMs });
      else if (isUnfinished(name) && Date.now() - facts.mtimeMs > ABANDONED_MS) await discard(name);
    }
    total = files.reduce((sum, { size }) => sum + size, 0);
    return files;
  };
  const prepare = async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await scan();
  };
  // What failed is tried again at the next use: a disk that was not there may be by then.
  const open = (): Promise<void> =>
    (ready ??= prepare().catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));
  const discard = (name: string): Promise<void> => {
    keysByName.delete(name);
    return rm(pathOf(name), { force: true });
  };

  /** Takes out what was used longest ago, until no more than so many bytes are left, or such a part of all. */
  const evict = async ({ most = Infinity, part = 1 }): Promise<void> => {
    const files = [...(await scan())].sort((a, b) => a.usedAt - b.usedAt);
    const left = Math.min(most, total * part);
    for (const { name, size } of files) {
      if (total <= left) return;
      await discard(name);
      total -= size;
    }
  };
  const write = (name: string, file: Buffer) => writeEntry(folder, name, file, { beforeRename: noteUse });
  /** The disk may have less room than the quota. Whether it is written. */
  const writeIfRoom = async (name: string, file: Buffer): Promise<boolean> => {
    try {
      await write(name, file).catch(async (error: unknown) => {
        if (!isForWantOfRoom(error)) throw error;
        await evict({ part: 1 / 2 });
        await write(name, file);
      });
      return true;
    } catch (error) {
      if (!isForWantOfRoom(error)) throw error;
      return false;
    }
  };

  const read = async (name: string): Promise<Entry | undefined> => {
    const file = await orMissing(readFile(pathOf(name)));
    if (!file) return undefined;
    const entry = decodeEntry(file, name);
    if (!entry) {
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
      if (entry) await noteUse(pathOf(name));
      return entry?.value;
    },
    async set(key, value) {
      await open();
      const name = nameOf(key);
      const file = encodeEntry({ key, value });
      await inTurn(async () => {
        if (file.length > quota * KEEP || !(await writeIfRoom(name, file))) {
          await discard(name);
          return;
        }
        keysByName.set(name, key);
        total += file.length;
        if (total > quota) await evict({ most: quota * KEEP });
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
        const key = isEntry(name) ? (keysByName.get(name) ?? (await read(name))?.key) : undefined;
        if (key?.startsWith(prefix)) keys.push(key);
      }
      return keys;
    },
    close: () => inTurn(() => Promise.resolve()),
  };
}

/** The disk is full, or what this person, or this process, may write. */
function isForWantOfRoom(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT", "EFBIG"].includes((error as NodeJS.ErrnoException).code ?? "");
}
