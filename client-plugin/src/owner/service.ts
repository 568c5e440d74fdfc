// Asking the account's own service.
import { bareJid, NS, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { OwnerUses, OwnService } from "./deps.ts";

export interface ServiceCaller {
  /** The own bare JID. @throws SchemeError `try-later` while offline */
  readonly self: () => string;
  /** @throws SchemeError `service-unavailable` where the domain has none */
  readonly find: () => Promise<OwnService>;
  /** What was found last. */
  readonly known: () => OwnService | undefined;
  /**
   * Sends the payload and resolves to that of the reply: of the same name, unless `answer` names another.
   * @throws SchemeError the service's, or as `find`
   */
  readonly ask: (type: "get" | "set", payload: Element, options?: AskOptions) => Promise<Element>;
}
export interface AskOptions {
  readonly answer?: { readonly name: string; readonly xmlns: string };
  readonly timeoutMs?: number;
}

export function createServiceCaller({
  host,
  service,
  emit,
}: Pick<OwnerUses, "host" | "service" | "emit">): ServiceCaller {
  let known: OwnService | undefined;
  const find = async () => {
    known = await service();
    if (known) return known;
    const message = "No service that stores schemes was found on the account's domain.";
    emit("warning", { code: "no-service", message });
    throw new SchemeError("service-unavailable", { reason: message });
  };
  return {
    self: () => {
      const jid = host.jid();
      if (jid === undefined) throw new SchemeError("try-later", { reason: "not connected" });
      return bareJid(jid);
    },
    find,
    known: () => known,
    ask: async (type, payload, { answer, timeoutMs } = {}) => {
      const { jid } = await find();
      const reply = await host.ask(stanza("iq", { type, to: jid }, payload), timeoutMs);
      const result = reply.getChild(answer?.name ?? payload.name, answer?.xmlns ?? NS);
      if (!result)
        throw new SchemeError("bad-request", { what: payload.name, reason: "not an answer to what was asked" });
      return result;
    },
  };
}
