import { createMemoryBlobs } from "../../src/blob/memory.ts";
import { blobContract } from "./contract.ts";
import type { BlobPlace } from "./contract.ts";

async function memoryPlace(): Promise<BlobPlace> {
  let now = () => 0;
  const kept = createMemoryBlobs({ clock: () => now() });
  return {
    blobs: (clock) => {
      now = clock;
      return kept;
    },
    leftovers: async () => [],
    dispose: async () => undefined,
  };
}
blobContract("the blob store in memory", memoryPlace, { damage: false });
