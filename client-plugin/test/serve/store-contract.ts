// What every store of a served scheme is held to, in Node and in browsers alike: what holds for caches, but for quotas, and
// that nothing is ever given up.
import type { SchemeStore } from "../../src/api.ts";
import { CACHE_CONTRACT } from "../cache/contract.ts";

export interface StoreMaker {
  /** The same `name`: the same store, opened again, where it outlives being closed. */
  readonly make: (name: string) => SchemeStore;
  readonly outlivesClosing: boolean;
}
type Case = (maker: StoreMaker, name: string) => Promise<void>;

const SHARED = [
  "gives back what was put in",
  "takes out what is to be deleted, and nothing else",
  "takes any text for a key",
  "lists keys by their beginning",
  "keeps what was put in, whatever happens to the array",
  "is whole, whoever writes at once",
  "is there when opened again, if it outlives being closed",
] as const;

/** Each case by what it holds the store to. Throws where the store does not. */
export const STORE_CONTRACT: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(SHARED.map((name): [string, Case] => [name, CACHE_CONTRACT[name]!])),

  "keeps everything, however much that is": async ({ make }, name) => {
    const store = make(name);
    for (let index = 0; index < 40; index++) await store.set(`medium/${index}`, new Uint8Array(500_000).fill(index));
    for (let index = 0; index < 40; index++) {
      const found = await store.get(`medium/${index}`);
      if (found?.length !== 500_000 || found[0] !== index) throw new Error(`medium/${index} is not there`);
    }
    await store.close();
  },
};
