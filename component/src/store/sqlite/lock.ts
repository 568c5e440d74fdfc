// One process a store: two would each start incarnations of their own and answer from what the other has changed. The lock
// is SQLite's on an empty file beside the store; the system lets go of it however the process ends.
import { DatabaseSync } from "node:sqlite";
import { Unusable } from "./unusable.ts";

const BUSY = 5;

/** @returns what releases it. @throws Unusable where another holds it, or it cannot be taken: it takes some room on the disk */
export function lock(path: string): () => void {
  const connection = new DatabaseSync(`${path}.lock`, { timeout: 0 });
  try {
    connection.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    connection.close();
    const { errcode, message } = cause as Error & { readonly errcode?: number };
    throw new Unusable(errcode === BUSY ? "is in use by another process" : `cannot be locked: ${message}`, { cause });
  }
  return () => connection.close();
}
