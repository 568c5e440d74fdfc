import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { storeContract } from "./contract.ts";
import type { StorePlace } from "./contract.ts";

async function memoryPlace(): Promise<StorePlace> {
  const store = createMemoryStore();
  return { store: () => store, dispose: async () => undefined };
}
storeContract("the store in memory", memoryPlace, { backup: false });
