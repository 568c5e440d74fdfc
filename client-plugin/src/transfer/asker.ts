// The questions of a session: IQs to the other party, and to proxies, each with its time (draft, section 8.13).
import { Element, stanza } from "@status-scheme/protocol";
import { decodeJingleError } from "@status-scheme/protocol/transfer";
import type { JingleError } from "@status-scheme/protocol/transfer";
import { TransferError } from "./errors.ts";
import type { TransferUses } from "./api.ts";

/**
 * Resolves to the reply. @throws SchemeError the error replied; TransferError `timeout` where none came in time
 */
export type Asker = (to: string, payload: Element, ms: number, type?: "get" | "set") => Promise<Element>;

/** Longer than the own timer, which tells that it was time that ran out. */
const MARGIN_MS = 1_000;

export function createAsker({ host, deps }: Pick<TransferUses, "host" | "deps">): Asker {
  return (to, payload, ms, type = "set") =>
    new Promise((resolve, reject) => {
      const cancel = deps.after(ms, () => reject(new TransferError({ condition: "timeout" }, "us")));
      host
        .ask(stanza("iq", { type, to }, payload), ms + MARGIN_MS)
        .finally(cancel)
        .then(resolve, reject);
    });
}

/** What of Jingle's own conditions an error in reply has. */
export function jingleErrorOf(error: unknown): JingleError | undefined {
  const { cause } = error as { cause?: unknown };
  if (!(cause instanceof Element)) return undefined;
  try {
    return decodeJingleError(cause);
  } catch {
    return undefined;
  }
}
