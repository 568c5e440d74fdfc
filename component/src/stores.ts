// The stores that the configuration names; nothing is opened here.
import { createFolderBlobs } from "./blob/folder.ts";
import { createMemoryBlobs } from "./blob/memory.ts";
import { createShelf } from "./blob/shelf.ts";
import type { ShelvedBlobs } from "./blob/shelf.ts";
import type { Config } from "./config.ts";
import { createMemoryStore } from "./store/memory/memory-store.ts";
import { createSqliteStore } from "./store/sqlite/sqlite-store.ts";
import type { Store } from "./store/store.ts";

export function createStore({ store: { kind, path } }: Pick<Config, "store">): Store {
  return kind === "memory" ? createMemoryStore() : createSqliteStore({ path });
}

/** `clock`: milliseconds since the epoch. */
export function createBlobs({ media: { kind, path } }: Pick<Config, "media">, clock: () => number): ShelvedBlobs {
  return createShelf(kind === "memory" ? createMemoryBlobs({ clock }) : createFolderBlobs({ path, clock }));
}
