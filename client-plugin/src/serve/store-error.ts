// What a store throws, as everything else of the owner's side rejects: by the draft's error table.
import { SchemeError } from "@status-scheme/protocol";

/** @throws SchemeError `quota-exceeded` where there is no room, else `internal`; its `cause` is what was thrown */
export function refuseStore(cause: unknown): never {
  const { name, code } = cause as { readonly name?: string; readonly code?: string };
  // Of a browser's IndexedDB, or a disk.
  const isFull = name === "QuotaExceededError" || code === "ENOSPC" || code === "EDQUOT";
  throw new SchemeError(isFull ? "quota-exceeded" : "internal", { reason: "the store" }, { cause });
}
