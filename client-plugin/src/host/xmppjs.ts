// @xmpp/client as the plugin's host. xmpp.js has no outgoing hook that runs before an element is written, so this wraps
// `send` and `sendMany`: the one place where what the host program sends is looked at or added to. Stanzas that it
// writes as raw text (`write`) go out as they are.
import { Element, encodeError, SchemeError, stanza } from "@status-scheme/protocol/viewing";
import { ask, fixStreamManagement, guardErrors, guardParser, guardSocket } from "@status-scheme/guards";
import type { Oversized } from "@status-scheme/guards";
import type { Client } from "@xmpp/client";
import type { IncomingContext, Next } from "@xmpp/entity";
import type { EventEmitter } from "node:events";
import { createAudience } from "./audience.ts";
import { createDisco } from "./disco.ts";
import type { Host, HostOptions } from "./host.ts";
import { createPresence } from "./presence.ts";
import { createSignal } from "./signal.ts";

export interface XmppjsHostOptions extends Partial<HostOptions> {
  /** Errors of the connection, and defects of listeners, which would otherwise end the process. */
  readonly onError?: (error: unknown) => void;
}

/** No server sends a client more in one stanza but a roster of tens of thousands. */
const MAX_BYTES = 4_194_304;
const MAX_DEPTH = 128;

/** Applies the guards and hooks into the client; `stop` takes that back. Best called before `xmpp.start()`. */
export function createXmppjsHost(xmpp: Client, options: XmppjsHostOptions = {}): Host {
  const { features = [], disco: hostDisco, onError = () => undefined } = options;
  const isOnline = () => xmpp.status === "online";
  let isStopped = false;
  let hasSession = isOnline();

  const stanzas = createSignal<[stanza: Element]>(onError);
  const online = createSignal<[]>(onError);
  const offline = createSignal<[]>(onError);
  const resumed = createSignal<[]>(onError);
  const sent = createSignal<[presence: Element]>(onError);
  const leaving = createSignal<[presence: Element]>(onError);

  const undo = [
    guardErrors(xmpp, onError),
    guardSocket(xmpp),
    guardParser(xmpp, { maxBytes: MAX_BYTES, maxDepth: MAX_DEPTH, onOversized: (iq) => refuse(xmpp, iq, onError) }),
  ];
  fixStreamManagement(xmpp);

  const handlers = new Map<string, Parameters<Host["answer"]>[3]>();
  const answerIq = async (handler: Parameters<Host["answer"]>[3], context: IncomingContext, next: Next) => {
    let others: Promise<Element | true | undefined> | undefined;
    const askOthers = () =>
      (others ??= next().then((reply) => (reply instanceof Element ? reply : !!reply || undefined)));
    try {
      return (await handler(context.stanza.attrs.from, context.element!, askOthers)) ?? (await askOthers());
    } catch (error) {
      if (!(error instanceof SchemeError)) onError(error);
      return encodeError(error instanceof SchemeError ? error : new SchemeError("internal"));
    }
  };
  // Every stanza passes every link of xmpp.js's chain: one for all handlers, where `iqCallee` makes one each.
  xmpp.middleware.use((context, next) => {
    const { type, element } = context;
    const handler = element && !isStopped && handlers.get(`${type} ${element.getNS()} ${element.getName()}`);
    return handler ? answerIq(handler, context, next) : next();
  });
  const answer: Host["answer"] = (type, xmlns, name, handler) => void handlers.set(`${type} ${xmlns} ${name}`, handler);

  const presence = createPresence(sent.emit);
  const audience = createAudience({
    self: () => xmpp.jid?.toString(),
    isSubscriber: options.isSubscriber ?? (() => false),
    isInvisible: options.isInvisible ?? (() => false),
  });
  const disco = createDisco({
    host: hostDisco,
    ours: { features },
    answer,
    isToldTo: audience.includes,
    audienceKnown: options.audienceKnown ?? (() => Promise.resolve()),
  });
  const outgoing = (element: Element): Element | undefined => {
    if (isStopped) return element;
    if (element.name === "iq") return disco.outgoing(element);
    if (element.name !== "presence") return element;
    const out = presence.outgoing(element);
    if (!out) return undefined;
    const { to, type } = out.attrs;
    if (to === undefined && type === undefined) leaving.emit(out);
    audience.note(out);
    return disco.withCaps(out);
  };
  undo.push(wrapSend(xmpp, outgoing));

  const on = <A extends unknown[]>(emitter: EventEmitter, event: string, listener: (...args: A) => void) => {
    emitter.on(event, listener as (...args: unknown[]) => void);
    undo.push(() => emitter.off(event, listener as (...args: unknown[]) => void));
  };
  on(xmpp, "stanza", (element: Element) => {
    const { type } = element.attrs;
    if (element.name !== "iq" || type === "get" || type === "set") stanzas.emit(element);
  });
  // Before the host program's own listener, which will send presence.
  const onSession = () => {
    hasSession = true;
    presence.forget();
    audience.forget();
  };
  xmpp.prependListener("online", onSession);
  undo.push(() => xmpp.off("online", onSession));
  on(xmpp, "online", () => online.emit());
  on(xmpp, "disconnect", () => {
    if (hasSession) offline.emit();
    hasSession = false;
  });
  on(xmpp.streamManagement, "resumed", () => {
    hasSession = true;
    // xmpp.js tells of the resumption before it is online again.
    queueMicrotask(() => resumed.emit());
  });

  const send = async (element: Element) => {
    if (!isOnline()) throw new SchemeError("try-later", { reason: "not connected" });
    await xmpp.send(element).catch((cause: unknown) => {
      throw new SchemeError("try-later", { reason: "not connected" }, { cause });
    });
  };
  return {
    jid: () => (isOnline() ? xmpp.jid?.toString() : undefined),
    ask: (iq, timeoutMs) => ask(xmpp, iq, timeoutMs),
    send,
    onStanza: stanzas.on,
    onOnline: (listener) => {
      const takeBack = online.on(listener);
      if (isOnline()) listener();
      return takeBack;
    },
    onOffline: offline.on,
    onResumed: resumed.on,
    decoratePresence: (decorate) => addTo(presence.decorators, decorate),
    onLeavingPresence: leaving.on,
    isSeenBy: audience.includes,
    offer: disco.offer,
    holdPresence: (isHeld) => addTo(presence.holds, isHeld),
    onSentPresence: (listener) => {
      const last = presence.last();
      if (last) listener(last);
      return sent.on(listener);
    },
    refreshPresence: async () => {
      const last = presence.last();
      if (last && isOnline()) await send(last);
    },
    answer,
    stop: () => {
      isStopped = true;
      for (const takeBack of undo.splice(0).reverse()) takeBack();
    },
  };
}

function addTo<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}

/** Returns a function that takes the wrapper back; where another wraps it in turn, it lets everything pass instead. */
function wrapSend(xmpp: Client, outgoing: (element: Element) => Element | undefined): () => void {
  const { send, sendMany } = xmpp;
  const wrapped: Pick<Client, "send" | "sendMany"> = {
    send: async (element) => {
      const out = outgoing(element);
      if (out) await send.call(xmpp, out);
    },
    sendMany: (elements) =>
      sendMany!.call(
        xmpp,
        [...elements].flatMap((element) => outgoing(element) ?? []),
      ),
  };
  Object.assign(xmpp, wrapped);
  return () => {
    if (xmpp.send === wrapped.send) xmpp.send = send;
    if (xmpp.sendMany === wrapped.sendMany) xmpp.sendMany = sendMany!;
  };
}

/** A request that was too much to read still gets its answer (RFC 6120 8.2.3). */
function refuse(xmpp: Client, { name, attrs: { type, id, from } }: Oversized, onError: (error: unknown) => void): void {
  if (name !== "iq" || (type !== "get" && type !== "set")) return;
  const error = encodeError(new SchemeError("limit-exceeded", { reason: "too large" }));
  xmpp.send(stanza("iq", { type: "error", id, to: from }, error)).catch(onError);
}
