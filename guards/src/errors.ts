// The trap: xmpp.js emits `error` for a handler that throws, a broken stream or a refused connection, and an
// EventEmitter without an `error` listener throws in turn, which ends the process.
import type { XmppEntity } from "@xmpp/entity";

/** Reports every `error` of the entity instead of letting it end the process. Returns a function that takes this back. */
export function guardErrors(entity: XmppEntity, report: (error: unknown) => void): () => void {
  entity.on("error", report);
  return () => entity.off("error", report);
}
