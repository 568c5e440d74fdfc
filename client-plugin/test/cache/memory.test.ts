import { test } from "@jest/globals";
import { memoryCache } from "../../src/cache/memory.ts";
import { CACHE_CONTRACT } from "./contract.ts";

const maker = { make: (_name: string, quota: number) => memoryCache({ quota }), outlivesClosing: false };

test.each(Object.keys(CACHE_CONTRACT))("%s", async (name) => {
  await CACHE_CONTRACT[name]!(maker, name);
});
