// What an account has in this browser's databases: its looks, where it serves them from here, and media.
import { forgetServed } from "@status-scheme/editor/serving";

export { resumeServing } from "@status-scheme/editor/serving";

/** Deletes all of it. `cacheName`: of the database of media. @throws what IndexedDB throws */
export async function forget(account: string, cacheName: string): Promise<void> {
  await Promise.all([deleteDatabase(cacheName), forgetServed(account)]);
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error!);
  });
}
