// A router under test, with handlers of the test's own.
import { DEFAULT_LIMITS, element, NS, NS_STANZAS, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { createLog, silentLog } from "../../src/log.ts";
import { createGate } from "../../src/xmpp/gate.ts";
import type { Handler } from "../../src/xmpp/handlers/handler.ts";
import { createRouter } from "../../src/xmpp/router.ts";

export const DOMAIN = "schemes.capulet.lit";
export const JULIET = "juliet@capulet.lit/balcony";

export function handler(answer: Handler["answer"], over: Partial<Handler> = {}): Handler {
  return { type: "get", ns: NS, name: "check", features: [NS], answer, ...over };
}
export const echo = handler(async (asker) => element(NS, "check", { asker }));

/** A router whose replies arrive in order. */
export function routing(
  handlers: readonly Handler[],
  options: { total?: number; perAsker?: number; log?: string[] } = {},
) {
  const { total = 100, perAsker = 10, log } = options;
  const replies: Element[] = [];
  const arrivals: (() => void)[] = [];
  const gates = { get: createGate({ total, perAsker }), set: createGate({ total, perAsker }) };
  const router = createRouter({
    domain: DOMAIN,
    handlers,
    limits: DEFAULT_LIMITS,
    gates,
    log: log ? createLog("info", { write: (line) => log.push(line) }) : silentLog,
    send: async (reply) => {
      replies.push(reply);
      arrivals.shift()?.();
    },
  });
  let taken = 0;
  const next = async (): Promise<Element> => {
    if (replies.length <= taken) await new Promise<void>((resolve) => arrivals.push(resolve));
    return replies[taken++]!;
  };
  return {
    router,
    gates,
    next,
    replies,
    ask: (iq: Element) => {
      router.handle(iq);
      return next();
    },
  };
}

export function iq(attributes: Record<string, string | undefined> = {}, ...payloads: Element[]): Element {
  return stanza("iq", { type: "get", id: "1", from: JULIET, to: DOMAIN, ...attributes }, ...payloads);
}
export const check = () => element(NS, "check", { owner: "romeo@montague.lit" });

export function conditionOf(reply: Element): string | undefined {
  return reply
    .getChild("error")
    ?.getChildElements()
    .find((child) => child.getNS() === NS_STANZAS)?.name;
}
