// For hosts of the editor: what a person serves from this browser goes on after a reload, before the editor is opened.
import { indexedDbStore } from "@status-scheme/client-plugin/indexed-db-store";
import type { SchemeStore, StatusScheme } from "@status-scheme/client-plugin";
import { isServed } from "./model/served.ts";

/**
 * Serves the account's scheme from this browser again, if the person wanted that and their server still has no service.
 * `account`: bare JID; `given`: the store of the editor, where it is another. True: it is served. Where that fails they want
 * it still. @throws what the store and the plugin throw
 */
export async function resumeServing(
  schemes: Pick<StatusScheme, "serve" | "limits">,
  account: string,
  given?: SchemeStore,
): Promise<boolean> {
  const store = given ?? indexedDbStore();
  let isServing = false;
  try {
    if ((await isServed(store, account)) && (await schemes.limits()).keeper === "nobody") {
      await schemes.serve({ store });
      isServing = true;
    }
  } finally {
    if (!isServing && !given) await store.close();
  }
  return isServing;
}

/**
 * Deletes what is kept of the account's scheme to be served from this browser, and only the account's; for good: it is
 * nowhere else. For when they log out of a computer that is not theirs. `store` is closed. @throws what the store throws
 */
export async function forgetServed(account: string, store: SchemeStore = indexedDbStore()): Promise<void> {
  try {
    for (const key of await store.keys(`${account}/`)) await store.delete(key);
  } finally {
    await store.close();
  }
}
