// The served scheme in a folder, for Node: an entry a file (cache/entry-file.ts), on disk for good before it counts.
import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SchemeStore } from "../api.ts";
import { decodeEntry, encodeEntry, isEntry, isUnfinished, nameOf, orMissing, writeEntry } from "../cache/entry-file.ts";
import { createInTurn } from "../in-turn.ts";

/** What a process left unfinished that long ago, it will not finish. */
const ABANDONED_MS = 3_600_000;

/** `folder` is made at first use. @throws what node:fs throws, from the methods */
export function folderStore(folder: string): SchemeStore {
  let ready: Promise<void> | undefined;
  /** For changes. */
  const inTurn = createInTurn();

  const prepare = async (): Promise<void> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      const facts = isUnfinished(name) ? await orMissing(stat(join(folder, name))) : undefined;
      if (facts && Date.now() - facts.mtimeMs > ABANDONED_MS) await rm(join(folder, name), { force: true });
    }
  };
  // What failed is tried again at the next use: a disk that was not there may be by then.
  const open = (): Promise<void> =>
    (ready ??= prepare().catch((error: unknown) => {
      ready = undefined;
      throw error;
    }));
  const read = async (name: string) => {
    const file = await orMissing(readFile(join(folder, name)));
    return file && decodeEntry(file, name);
  };

  return {
    async get(key) {
      await open();
      return (await read(nameOf(key)))?.value;
    },
    async set(key, value) {
      await open();
      const file = encodeEntry({ key, value });
      await inTurn(() => writeEntry(folder, nameOf(key), file, { durable: true }));
    },
    async delete(key) {
      await open();
      await inTurn(() => rm(join(folder, nameOf(key)), { force: true }));
    },
    async keys(prefix) {
      await open();
      const entries = await Promise.all((await readdir(folder)).filter(isEntry).map(read));
      return entries.flatMap((entry) => (entry?.key.startsWith(prefix) ? [entry.key] : []));
    },
    close: () => inTurn(() => Promise.resolve()),
  };
}
