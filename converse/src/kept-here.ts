// What an account has in this browser's databases: its looks, where it serves them from here, and media.
import { forgetServed } from "@status-scheme/editor/serving";
import type { Connection } from "./host/types.ts";

export { resumeServing } from "@status-scheme/editor/serving";

/** Converse's cause of a disconnection that the person asked for. */
const LOGOUT = "logout";

/**
 * Deletes it, as Converse ends a session. The looks are nowhere else: they go only where the person logged out, and stay where
 * a connection was lost for good, or not had again. `cacheName`: of the database of media; `connection`: Converse's of that
 * session. @throws what IndexedDB throws
 */
export async function forget(account: string, cacheName: string, connection: Connection | undefined): Promise<void> {
  const isLogout = connection?.disconnection_cause === LOGOUT;
  await Promise.all([deleteDatabase(cacheName), isLogout && forgetServed(account)]);
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error!);
  });
}
