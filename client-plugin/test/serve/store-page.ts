// Runs in the browser: the contract of stores.
import { indexedDbStore } from "../../src/serve/indexed-db-store.ts";
import { STORE_CONTRACT } from "./store-contract.ts";

const maker = { make: (name: string) => indexedDbStore({ name }), outlivesClosing: true };

const api = { run: (name: string) => STORE_CONTRACT[name]!(maker, name) };
export type PageApi = typeof api;
(globalThis as unknown as { api: PageApi }).api = api;
