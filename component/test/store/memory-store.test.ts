import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { storeContract } from "./contract.ts";

storeContract("the store in memory", async () => {
  const store = createMemoryStore();
  return { store: () => store, dispose: async () => undefined };
});
