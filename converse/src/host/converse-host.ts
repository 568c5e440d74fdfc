// Converse.js as the plugin's host: over Converse's own connection, by its events. What Converse sends is looked at where
// it goes out (sending.ts), what comes where Strophe hands it out (incoming.ts).
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Element as Stanza } from "@status-scheme/protocol";
import { createQuestions } from "@status-scheme/guards";
import { createAudience, createDisco, createPresence, createSignal } from "@status-scheme/client-plugin/host";
import type { Host, HostOptions } from "@status-scheme/client-plugin/host";
import { bareJid } from "@status-scheme/protocol/viewing";
import { createIncoming } from "./incoming.ts";
import type { KeptPresence, KeptSession } from "./kept-presence.ts";
import { createSending } from "./sending.ts";
import type { Connection, HostApi } from "./types.ts";

export interface ConverseHostOptions extends HostOptions {
  /** Presence that a page left behind whose session this page goes on with. */
  readonly kept: KeptPresence;
  /** Defects of listeners, which must not stop Converse. */
  readonly onError: (error: unknown) => void;
}

/** Stanzas that come before Converse says that it is online. */
const MAX_EARLY = 1_000;

/**
 * Best called before the connection is there: at Converse's `beforeResourceBinding`, so that no stanza is missed. `stop`
 * takes every hook back.
 */
export function createConverseHost(api: HostApi, options: ConverseHostOptions): Host {
  const { kept, onError } = options;
  let isStopped = false;
  /** Of the session there is; where that began in an earlier page, Converse may have another resource in mind. */
  let jid: string | undefined;
  let hasBegun = false;
  const early: Stanza[] = [];

  const stanzas = createSignal<[stanza: Stanza]>(onError);
  const online = createSignal<[]>(onError);
  const offline = createSignal<[]>(onError);
  const resumed = createSignal<[]>(onError);
  const sent = createSignal<[presence: Stanza]>(onError);
  const leaving = createSignal<[presence: Stanza]>(onError);

  const connection = (): Connection => {
    const found = api.connection.get();
    if (!found?.connected) throw new SchemeError("try-later", { reason: "not connected" });
    return found;
  };
  /** Converse counts what it sends (XEP-0198) by its event. */
  const write = (stanza: Stanza) => void api.trigger("send", sending.send(connection(), stanza));
  const send = async (stanza: Stanza) => {
    if (jid === undefined) throw new SchemeError("try-later", { reason: "not connected" });
    const out = outgoing(stanza);
    if (out) write(out);
  };

  const take = (stanza: Stanza) => {
    if (stanza.name === "presence") kept.note(stanza);
    stanzas.emit(stanza);
  };
  const questions = createQuestions({ own: () => jid && bareJid(jid), isOnline: () => jid !== undefined, send });
  const incoming = createIncoming({
    onStanza: (stanza) => {
      if (jid !== undefined) take(stanza);
      else if (early.length < MAX_EARLY) early.push(stanza);
    },
    isAsked: questions.has,
    onReply: questions.take,
    send,
    onError,
  });

  const presence = createPresence(sent.emit);
  const audience = createAudience({
    self: () => jid,
    isSubscriber: options.isSubscriber,
    isInvisible: options.isInvisible,
  });
  /** From the first session on: what Converse says of itself is complete then. */
  let disco: ReturnType<typeof createDisco> | undefined;
  const startDisco = () =>
    (disco ??= createDisco({
      host: options.disco ?? ownDisco(api),
      ours: { features: options.features },
      answer: incoming.answer,
      isToldTo: audience.includes,
      audienceKnown: options.audienceKnown,
    }));
  const outgoing = (stanza: Stanza): Stanza | undefined => {
    if (stanza.name === "iq") return disco?.outgoing(stanza) ?? stanza;
    if (stanza.name !== "presence") return stanza;
    const out = presence.outgoing(stanza);
    if (!out) return undefined;
    const { to, type } = out.attrs;
    if (to === undefined && type === undefined) leaving.emit(out);
    audience.note(out);
    return disco?.withCaps(out) ?? out;
  };
  const sending = createSending(outgoing);

  const attach = () => {
    const found = api.connection.get();
    if (!found) return;
    sending.wrap(found);
    incoming.listen(found);
  };
  const begin = () => {
    const found = connection();
    const isNew = !found.hasResumed();
    const left = kept.restore();
    if (isNew || !hasBegun) {
      presence.forget();
      audience.forget();
      kept.forget();
    }
    startDisco();
    if (isNew || !left) {
      jid = found.jid;
      if (isNew || !hasBegun) online.emit();
      else resumed.emit();
    } else {
      goOn(left);
      // Otherwise it is: whose page this was says the same again.
      if (options.features.length === 0) sendAgain();
    }
    hasBegun = true;
    for (const stanza of early.splice(0)) take(stanza);
  };
  /** With the session of the page, or of the host, that was here before. */
  const goOn = (left: KeptSession) => {
    jid = left.jid;
    online.emit();
    if (left.own) audience.note(presence.outgoing(left.own) ?? left.own);
    for (const one of left.presences) take(one);
  };
  /** What was added to it before, by another, is not true any more. */
  const sendAgain = () => {
    const last = presence.last();
    if (last) send(last).catch(onError);
  };
  const lose = () => {
    if (jid === undefined) return;
    jid = undefined;
    questions.lose();
    offline.emit();
  };
  const save = () => {
    if (jid !== undefined) kept.save({ jid, own: presence.last() });
  };
  const listeners: readonly (readonly [event: string, listener: () => void])[] = [
    ["beforeResourceBinding", attach],
    // A BOSH session that is taken up again binds nothing.
    ["afterResourceBinding", attach],
    ["connected", begin],
    ["reconnected", begin],
    ["will-reconnect", lose],
    ["disconnected", lose],
  ];
  for (const [event, listener] of listeners) api.listen.on(event, listener);
  window.addEventListener("pagehide", save);
  attach();
  const handedOver = kept.takeOver();
  // Whoever made this listens by then.
  if (handedOver) {
    queueMicrotask(() => {
      if (isStopped || jid !== undefined) return;
      hasBegun = true;
      startDisco();
      goOn(handedOver);
      sendAgain();
    });
  }

  return {
    jid: () => jid,
    ask: questions.ask,
    send,
    onStanza: stanzas.on,
    onOnline: (listener) => {
      const takeBack = online.on(listener);
      if (jid !== undefined) listener();
      return takeBack;
    },
    onOffline: offline.on,
    onResumed: resumed.on,
    decoratePresence: (decorate) => addTo(presence.decorators, decorate),
    onLeavingPresence: leaving.on,
    isSeenBy: audience.includes,
    offer: (offer) => startDisco().offer(offer),
    holdPresence: (isHeld) => addTo(presence.holds, isHeld),
    onSentPresence: (listener) => {
      const last = presence.last();
      if (last) listener(last);
      return sent.on(listener);
    },
    refreshPresence: async () => {
      const last = presence.last();
      if (last && jid !== undefined) await send(last);
    },
    answer: incoming.answer,
    stop: () => {
      if (isStopped) return;
      isStopped = true;
      if (jid !== undefined) kept.handOver({ jid, own: presence.last() });
      jid = undefined;
      questions.lose();
      for (const [event, listener] of listeners) api.listen.not(event, listener);
      window.removeEventListener("pagehide", save);
      incoming.stop();
      sending.stop();
    },
  };
}

function addTo<T>(set: Set<T>, item: T): () => void {
  set.add(item);
  return () => void set.delete(item);
}

/** What Converse answers to disco#info. */
function ownDisco({ disco: { own } }: HostApi): NonNullable<HostOptions["disco"]> {
  return { identities: [...own.identities.get()], features: [...own.features.get()] };
}
