// A folder with a blob store in it.
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createFolderBlobs } from "../../src/blob/folder.ts";
import type { BlobPlace } from "./contract.ts";

export interface FolderPlace extends BlobPlace {
  readonly path: string;
  readonly fileOf: (hash: string) => string;
}

export async function folderPlace(): Promise<FolderPlace> {
  return folderPlaceAt(await mkdtemp(join(tmpdir(), "blobs-")));
}

export function folderPlaceAt(path: string): FolderPlace {
  const fileOf = (hash: string) => join(path, "blobs", hash.slice(0, 2), hash.slice(2, 4), hash);
  return {
    path,
    fileOf,
    blobs: (clock) => createFolderBlobs({ path, clock }),
    damage: async (hash, how) => {
      const file = fileOf(hash);
      if (how !== "change") return truncate(file, how === "empty" ? 0 : 3_000);
      const content = await readFile(file);
      content[content.length - 7]! ^= 1;
      await writeFile(file, content);
    },
    leftovers: async () => {
      const files = await readdir(path, { recursive: true, withFileTypes: true });
      return files
        .filter((entry) => entry.isFile() && entry.parentPath !== join(path, "staged"))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => file !== fileOf(file.slice(-64)));
    },
    dispose: () => rm(path, { recursive: true, force: true }),
  };
}
