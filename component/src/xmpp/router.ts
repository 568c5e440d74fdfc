// From an IQ to its handler, and from what a handler throws to a stanza error: the one place of both (RFC 6120 8.2.3, 8.4;
// draft, "Error Handling").
import type { Oversized } from "@status-scheme/guards";
import { SchemeError } from "@status-scheme/protocol";
import type { Element, Limits } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import { addressOf, isFor } from "./address.ts";
import { createSeldom } from "../seldom.ts";
import type { Gate } from "./gate.ts";
import { isThereFor } from "./handlers/handler.ts";
import type { Handler } from "./handlers/handler.ts";
import { errorOf, resultOf } from "./reply.ts";

export interface RouterDeps {
  /** The component's own domain: what it answers for. */
  readonly domain: string;
  readonly handlers: readonly Handler[];
  readonly limits: Limits;
  readonly send: (stanza: Element) => Promise<void>;
  /** Of each type of request its own: what reads, mostly quick, has room whatever is being changed. */
  readonly gates: Readonly<Record<"get" | "set", Gate>>;
  readonly log: Log;
}

export interface Router {
  /** Answers an IQ of type get or set; ignores others. */
  readonly handle: (iq: Element) => void;
  /** Answers an IQ that was too big to be read. */
  readonly refuse: (stanza: Oversized) => void;
  /** From now on every request is to be made again later. */
  readonly close: () => void;
}

/** Seconds after which it is worth asking again. */
const BUSY = 5;

export function createRouter({ domain, handlers, limits, send, gates, log }: RouterDeps): Router {
  const byKey = new Map(handlers.map((handler) => [keyOf(handler.type, handler.ns, handler.name), handler]));
  const namespaces = new Set(handlers.filter(({ serves }) => !serves).map(({ ns }) => ns));
  const warn = createSeldom(log);
  let isClosed = false;

  const find = ({ attrs }: Element, payloads: readonly Element[], asker: string) => {
    const { to, type } = attrs;
    // RFC 6121 8.5.1: nobody but the service itself lives here.
    if (!isFor(domain, to)) throw new SchemeError("service-unavailable");
    if (type !== "get" && type !== "set") throw malformed("type", "neither get nor set");
    if (attrs.id === undefined) throw malformed("id", "missing");
    const [payload, another] = payloads;
    if (!payload) throw malformed("iq", "empty");
    if (another) throw malformed("iq", "more than one payload");
    const [ns, name] = [payload.getNS() ?? "", payload.getName()];
    const handlerOf = (asked: string): Handler | undefined => {
      const found = byKey.get(keyOf(asked, ns, name));
      return found && isThereFor(found, asker) ? found : undefined;
    };
    const handler = handlerOf(type);
    if (handler) return { handler, payload };
    if (handlerOf(type === "get" ? "set" : "get")) throw malformed("type", `not ${type} here`);
    throw new SchemeError(namespaces.has(ns) ? "not-implemented" : "service-unavailable");
  };

  /** What may be told of a failure; what else went wrong stays in the log. */
  const told = (error: unknown): SchemeError => {
    if (error instanceof SchemeError && error.code !== "internal") return error;
    log.error({ err: error }, "a request failed");
    return new SchemeError("internal");
  };

  const replyTo = async (iq: Element, payloads: readonly Element[], asker: string, isRoom: boolean) => {
    try {
      if (isClosed) throw new SchemeError("try-later", { reason: "stopping" });
      if (!isRoom) throw new SchemeError("rate-exceeded", { after: BUSY });
      const { handler, payload } = find(iq, payloads, asker);
      return resultOf(iq, await handler.answer(asker, payload));
    } catch (error) {
      return errorOf(iq, told(error), payloads[0]);
    }
  };

  const answer = async (iq: Element, asker: string): Promise<void> => {
    const leave = gates[iq.attrs.type === "set" ? "set" : "get"].enter(asker);
    const started = performance.now();
    const payloads = iq.getChildElements();
    try {
      const reply = await replyTo(iq, payloads, asker, leave !== undefined);
      await send(reply);
      log.debug(
        { jid: asker, verb: payloads[0]?.name, type: reply.attrs.type, ms: performance.now() - started },
        "answered",
      );
    } catch (error) {
      // Without a connection the server answers in our place.
      if (error instanceof SchemeError) log.debug("a reply was dropped: not connected");
      else log.error({ err: error }, "a reply could not be sent");
    } finally {
      leave?.();
    }
  };

  return {
    handle: (iq) => {
      // RFC 6120 8.3.1: an error is never answered. What nobody asked for (`result`) neither.
      if (iq.attrs.type === "result" || iq.attrs.type === "error") return;
      const asker = addressOf(iq.attrs.from)?.bare;
      if (asker !== undefined) void answer(iq, asker);
      else log.debug("an IQ without a sender to answer was ignored");
    },
    refuse: ({ name, attrs, reason }) => {
      warn({ jid: attrs.from, stanza: name, type: attrs.type, reason }, "a stanza was too big: see xmpp.stanza_bytes");
      const isRequest = name === "iq" && (attrs.type === "get" || attrs.type === "set");
      if (!isRequest || !addressOf(attrs.from)) return;
      const error =
        reason === "bytes"
          ? new SchemeError("limit-exceeded", { limit: "scheme-bytes", max: limits["scheme-bytes"] })
          : malformed("iq", reason === "depth" ? "nested too deeply" : "too many elements");
      send(errorOf({ attrs }, error)).catch(() => undefined);
    },
    close: () => {
      isClosed = true;
    },
  };
}

function keyOf(type: string, ns: string, name: string): string {
  return `${type} ${ns} ${name}`;
}

function malformed(what: string, reason: string): SchemeError {
  return new SchemeError("bad-request", { what, reason });
}
