// What an owner's client tells contacts that are there, unasked: that the scheme which it serves changed (draft, section
// 8.17), and in push mode the scheme itself, with each change of state (section 9).
import { encodeChanged, NS, NS_PUSH } from "@status-scheme/protocol";
import type { Element, StampedScheme } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";
import type { Peer, PeerCaps, Peers } from "../peers/peer-caps.ts";
import type { Deps } from "../viewer/deps.ts";
import { createPusher, notice } from "./pusher.ts";

export interface AnnouncerUses {
  readonly host: Pick<Host, "send" | "onStanza" | "onLeavingPresence" | "onSentPresence" | "onOnline">;
  readonly deps: Pick<Deps, "now" | "after">;
  readonly peers: Peers;
  readonly caps: PeerCaps;
  /** Whether this full JID may see the scheme that is announced (section 8.1). */
  readonly mayAsk: (jid: string) => boolean;
  /** The scheme there is, from here or from the service. */
  readonly scheme: () => StampedScheme | undefined;
  /** It is served from here: its changes are nobody else's to tell. */
  readonly isServed: () => boolean;
  readonly isPushing: boolean;
  readonly isInvisible: () => boolean;
}

export interface Announcer {
  /** There is another version of the scheme. */
  readonly schemeChanged: () => void;
  readonly stop: () => void;
}

/** Presence and caps of contacts come that long after one's own first presence, as a rule. */
const ARRIVAL_MS = 10_000;

export function createAnnouncer(uses: AnnouncerUses): Announcer {
  const { host, deps, peers, caps, mayAsk, scheme, isServed, isPushing, isInvisible } = uses;
  /** What the presence sent last says; undefined: none was. */
  let state: string | undefined;
  /** Until then, who is seen first was there before us. */
  let arrivalsUntil = 0;
  /** What was asked of others, or put off to the end of the turn, may come back only then. */
  let isStopped = false;
  const send = (message: Element) => void (isStopped || host.send(message).catch(() => undefined));

  const wantsPush = (peer: Peer) => isPushing && caps.known(peer)?.features.has(NS_PUSH) === true;
  const pusher = createPusher({
    deps,
    isRecipient: (jid) => {
      const peer = peers.get(jid);
      return peer !== undefined && wantsPush(peer) && mayAsk(jid) && !isInvisible() && !isStopped;
    },
    scheme,
    send,
  });
  /** Calls `use` with those whose caps are known now, and later with each of the others. */
  const withCaps = (those: readonly Peer[], use: (those: readonly Peer[]) => void) => {
    const known = those.filter((peer) => caps.known(peer));
    use(known);
    for (const peer of those) {
      if (!known.includes(peer)) void caps.find(peer).then((info) => info && use([peer]));
    }
  };
  const recipients = () => (isInvisible() ? [] : [...peers.all()].filter(({ jid }) => mayAsk(jid)));
  const pushTo = (those: readonly Peer[]) => pusher.include(those.filter(wantsPush).map(({ jid }) => jid));
  /** To those who were not sent this version yet, in this session. */
  const pushNews = (those: readonly Peer[]) => pushTo(those.filter(({ jid }) => !pusher.has(jid)));
  const push = (to: (those: readonly Peer[]) => void) => {
    if (!isPushing) return;
    pusher.change();
    withCaps(recipients(), to);
  };
  const notifyOthers = (those: readonly Peer[]) => {
    const current = scheme();
    if (!current || !isServed()) return;
    const { owner, stamp } = current;
    for (const peer of those) {
      const knows = caps.known(peer)?.features.has(NS) === true;
      if (!knows || wantsPush(peer) || !mayAsk(peer.jid)) continue;
      send(notice(peer.jid, `notice-${crypto.randomUUID()}`, encodeChanged({ owner, stamp })));
    }
  };

  const onLeaving = (presence: Element) => {
    const before = state;
    state = isInvisible() ? undefined : stateOf(presence);
    if (state === undefined || state === before) return;
    // The first presence of all: those who are there are yet to come, or to get it.
    if (before === undefined) arrive(pushTo);
    else push(pushTo);
  };
  const arrive = (to: (those: readonly Peer[]) => void) => {
    arrivalsUntil = deps.now() + ARRIVAL_MS;
    queueMicrotask(() => push(to));
  };
  const onStanza = (stanza: Element) => {
    const { from, type } = stanza.attrs;
    if (stanza.name === "message") pusher.onMessage(stanza);
    if (stanza.name !== "presence" || type !== undefined || from === undefined || deps.now() > arrivalsUntil) return;
    // Whoever keeps track of presence has it by then.
    queueMicrotask(() => {
      const peer = peers.get(from);
      if (isPushing && peer && !seen.has(from)) withCaps([peer], pushNews);
      seen.add(from);
    });
  };
  /** Since the first presence. */
  const seen = new Set<string>();
  let isStarting = true;
  const undo = [
    // Called at once where this is online: before what was sent in this session is learned.
    host.onOnline(() => {
      state = undefined;
      seen.clear();
      pusher.reset();
    }),
    host.onLeavingPresence(onLeaving),
    host.onStanza(onStanza),
    host.onSentPresence((presence) => {
      if (presence.attrs.type === "unavailable") state = undefined;
      if (!isStarting || presence.attrs.type !== undefined || isInvisible()) return;
      // Sent before this was loaded.
      state = stateOf(presence);
      arrive(pushNews);
    }),
  ];
  isStarting = false;
  return {
    schemeChanged() {
      withCaps(recipients(), notifyOthers);
      push(pushNews);
    },
    stop() {
      isStopped = true;
      pusher.reset();
      for (const takeBack of undo) takeBack();
    },
  };
}

/** What makes a state another one: neither the priority nor the words beside it. */
function stateOf(presence: Element): string {
  return `${presence.getChildText("show") ?? ""} ${presence.getChild("showing", NS)?.attrs.state ?? ""}`;
}
