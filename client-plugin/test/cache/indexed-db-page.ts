// Runs in the browser: the contract, and what else the tests ask of the cache there.
import { indexedDbCache } from "../../src/cache/indexed-db.ts";
import { CACHE_CONTRACT } from "./contract.ts";

const maker = {
  make: (name: string, quota: number) => indexedDbCache({ name, quota }),
  outlivesClosing: true,
};

const api = {
  indexedDbCache,
  run: (name: string) => CACHE_CONTRACT[name]!(maker, name),
};
export type PageApi = typeof api;
(globalThis as unknown as { api: PageApi }).api = api;
