// The blob store in a folder of the file system, the default of a service on one machine:
//
//   blobs/ab/cd/abcd…   a blob by its hash, fanned out over two levels; its file says its media type (blob-file.ts)
//   staged/id           an upload, as it came
//   tmp/                what is being written; emptied at start
//
// A blob's age is its file's time of modification. One process a folder.
import { mkdir, opendir, readdir, readFile, stat } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import type { BlobInfo, BlobStore } from "./blob-store.ts";
import { encodeHeader, HEADER_BYTES, openBlobFile } from "./blob-file.ts";
import type { BlobFile } from "./blob-file.ts";
import { exactly, hashOf, isHash, isUploadId, requireMediaType, requireUploadId } from "./rules.ts";
import { createSerial } from "./serial.ts";
import { isMissing, removeIfThere, syncFolder, writeWhole } from "./write-whole.ts";

export interface FolderBlobsOptions {
  /** Made where missing. */
  readonly path: string;
  /** Ms since the epoch, for the blobs' age. */
  readonly clock?: () => number;
}

export function createFolderBlobs({ path, clock = Date.now }: FolderBlobsOptions): BlobStore {
  const folders = { blobs: join(path, "blobs"), staged: join(path, "staged"), tmp: join(path, "tmp") };
  const serial = createSerial();
  let isOpen = false;

  /** Runs `work` and names the folder in what the file system says. */
  const using = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isOpen) throw new Error(`the blob store ${path} is not open`);
    return named(path, work);
  };
  const folderOf = (hash: string) => join(folders.blobs, hash.slice(0, 2), hash.slice(2, 4));
  const temporary = () => join(folders.tmp, randomUUID());

  // Folders known to be on the disk themselves: one that exists may have been made right before a crash.
  const durable = new Set<string>();
  const makeFolder = async (hash: string) => {
    const folder = folderOf(hash);
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    if (made === undefined && durable.has(folder)) return;
    await syncFolder(folders.blobs);
    await syncFolder(dirname(folder));
    durable.add(folder);
  };

  /** Opens a blob for `work`, which closes its handle. @throws Error where it is damaged */
  const withBlob = <T>(hash: string, work: (blob: BlobFile & { readonly info: BlobInfo }) => Promise<T>) =>
    using(async () => {
      if (!isHash(hash)) return undefined;
      const file = join(folderOf(hash), hash);
      const blob = await openBlobFile(file);
      if (blob === undefined) return undefined;
      try {
        if (blob.header === undefined) throw new Error(`the blob ${file} is damaged`);
        return await work({ ...blob, info: { hash, ...blob.header } });
      } catch (error) {
        await blob.handle.close();
        throw error;
      }
    });

  return {
    put: (bytes, mediaType) =>
      using(async () => {
        requireMediaType(mediaType);
        const info = { hash: hashOf(bytes), size: bytes.length, mediaType };
        await makeFolder(info.hash);
        const place = await writeWhole({ temporary: temporary(), content: [encodeHeader(info), bytes], at: clock() });
        await serial(info.hash, () => place(join(folderOf(info.hash), info.hash)));
        return info;
      }),
    stat: (hash) =>
      withBlob(hash, async ({ info, handle }) => {
        await handle.close();
        return info;
      }),
    read: (hash) =>
      withBlob(hash, async ({ handle }) => {
        const bytes = (await handle.readFile()).subarray(HEADER_BYTES);
        if (hashOf(bytes) !== hash) throw new Error(`the blob ${join(folderOf(hash), hash)} is damaged`);
        await handle.close();
        return bytes;
      }),
    stream: (hash, range) =>
      withBlob(hash, async ({ handle }) => {
        const end = range === undefined ? {} : { end: HEADER_BYTES + range.end };
        return handle.createReadStream({ start: HEADER_BYTES + (range?.start ?? 0), ...end });
      }),
    remove: (hash, before = Infinity) =>
      using(async () => {
        if (!isHash(hash)) return false;
        const file = join(folderOf(hash), hash);
        return serial(hash, async () => (await ageOf(file)) < before && removeIfThere(file));
      }),
    async *list(before) {
      if (!isOpen) throw new Error(`the blob store ${path} is not open`);
      for await (const hash of hashesUnder(folders.blobs)) {
        const blob = await openBlobFile(join(folderOf(hash), hash));
        if (blob === undefined) continue;
        await blob.handle.close();
        if (blob.putAt < before) yield { hash, ...(blob.header ?? { size: 0, mediaType: "application/octet-stream" }) };
      }
    },
    stage: (id, source, size) =>
      using(async () => {
        requireUploadId(id);
        const place = await writeWhole({ temporary: temporary(), content: exactly(source, size), at: clock() });
        await serial(id, () => place(join(folders.staged, id)));
      }),
    readStaged: (id) =>
      using(async () => {
        if (!isUploadId(id)) return undefined;
        return ifThere(readFile(join(folders.staged, id)));
      }),
    removeStaged: (id) =>
      using(async () => {
        if (isUploadId(id)) await removeIfThere(join(folders.staged, id));
      }),
    expireStaged: (before) =>
      using(async () => {
        let expired = 0;
        for await (const { name } of await opendir(folders.staged)) {
          const file = join(folders.staged, name);
          const gone = await serial(name, async () => (await ageOf(file)) < before && removeIfThere(file));
          if (gone) expired++;
        }
        return expired;
      }),
    open: async () => {
      if (isOpen) throw new Error(`the blob store ${path} is open already`);
      await named(path, async () => {
        for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true, mode: 0o700 });
        await syncFolder(path);
        // Learn now, not at the first publish, that nothing can be written here.
        const place = await writeWhole({ temporary: temporary(), content: [], at: clock() });
        await place(join(folders.tmp, "writable"));
        for (const left of await readdir(folders.tmp)) await removeIfThere(join(folders.tmp, left));
      });
      isOpen = true;
    },
    close: async () => {
      isOpen = false;
    },
  };
}

async function named<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { syscall, message } = cause as NodeJS.ErrnoException;
    if (syscall === undefined) throw cause;
    throw new Error(`the blob store ${path} fails: ${message}`, { cause });
  }
}

/** Ms since the epoch; of a file that is not there, never. */
async function ageOf(file: string): Promise<number> {
  const found = await ifThere(stat(file));
  return found === undefined ? Infinity : Math.round(found.mtimeMs);
}

async function ifThere<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function* hashesUnder(folder: string, depth = 2): AsyncGenerator<string> {
  for await (const entry of await opendir(folder)) {
    if (depth > 0 && entry.isDirectory()) yield* hashesUnder(join(folder, entry.name), depth - 1);
    else if (depth === 0 && isHash(entry.name)) yield entry.name;
  }
}
