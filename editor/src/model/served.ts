// Whether this client serves the account's scheme (draft, "Client-Stored Schemes"): remembered where the scheme is kept, so
// that it goes on after a reload, in the editor or without.
import type { SchemeStore, StatusScheme } from "@status-scheme/client-plugin";

/** Beside what the plugin keeps there; bare JIDs hold no slash. */
const markOf = (account: string) => `${account}/is-served`;

/** What cannot be read is not there: private windows may have no place to keep anything. */
export async function isServed(store: SchemeStore, account: string): Promise<boolean> {
  return (await store.get(markOf(account)).catch(() => undefined)) !== undefined;
}

/** @throws what the store and the plugin throw; then it is not served */
export async function serve(schemes: Pick<StatusScheme, "serve">, store: SchemeStore, account: string): Promise<void> {
  await store.set(markOf(account), new Uint8Array([1]));
  try {
    await schemes.serve({ store });
  } catch (error) {
    await store.delete(markOf(account)).catch(() => undefined);
    throw error;
  }
}

/** What is kept is kept. @throws what the store and the plugin throw */
export async function stopServing(
  schemes: Pick<StatusScheme, "stopServing">,
  store: SchemeStore | undefined,
  account: string,
): Promise<void> {
  await store?.delete(markOf(account));
  await schemes.stopServing();
}
