// Push mode (draft, section 9.1): whom the whole scheme is sent to, when, and when a notice must do. The same full JID gets
// one push in ten seconds, of what the scheme is by then; one change costs a budget of bytes, whoever gets them.
import { byteLength, element, encodeChanged, NS_HINTS, stanza } from "@status-scheme/protocol";
import type { Element, StampedScheme, Stamp } from "@status-scheme/protocol";
import type { Deps } from "../viewer/deps.ts";

export interface PusherUses {
  readonly deps: Pick<Deps, "now" | "after">;
  /** Whether this full JID wants pushes, and may have them, now. */
  readonly isRecipient: (jid: string) => boolean;
  readonly scheme: () => StampedScheme | undefined;
  readonly send: (message: Element) => void;
  /** Bytes of the pushes of one change. */
  readonly budget?: number;
}

export interface Pusher {
  /** The owner's state, or the scheme, is another. */
  readonly change: () => void;
  /** These are to be told of the change. */
  readonly include: (jids: readonly string[]) => void;
  /** Whether this full JID was pushed what the scheme is now, in this session. */
  readonly has: (jid: string) => boolean;
  /** A message that came. */
  readonly onMessage: (message: Element) => void;
  /** The session is over. */
  readonly reset: () => void;
}

const BUDGET = 65_536;
const SPACING_MS = 10_000;
const MAX_PUSHED = 10_000;

interface Pushed {
  readonly at: number;
  /** Absent: in an earlier session. */
  readonly stamp?: Stamp;
  /** Of the message. */
  readonly id: string;
}

export function createPusher({ deps, isRecipient, scheme, send, budget = BUDGET }: PusherUses): Pusher {
  const pushed = new Map<string, Pushed>();
  /** A push to them came back as an error: they get no more in this session. */
  const bounced = new Set<string>();
  const waiting = new Set<string>();
  let spent = 0;
  let cancelTimer = () => {};

  const note = (jid: string, push: Pushed) => {
    pushed.delete(jid);
    if (pushed.size >= MAX_PUSHED) pushed.delete(pushed.keys().next().value!);
    pushed.set(jid, push);
  };
  const push = (jids: readonly string[]) => {
    const document = scheme();
    if (!document) return;
    const { owner, stamp } = document;
    const whole = encodeChanged({ owner, stamp, scheme: withoutSources(document) });
    const isNews = (jid: string) => pushed.get(jid)?.stamp !== stamp;
    for (const jid of [...jids.filter(isNews), ...jids.filter((one) => !isNews(one))]) {
      const id = `push-${crypto.randomUUID()}`;
      const message = notice(jid, id, whole);
      const size = byteLength(message);
      if (spent + size > budget) {
        send(notice(jid, id, encodeChanged({ owner, stamp })));
        continue;
      }
      spent += size;
      note(jid, { at: deps.now(), stamp, id });
      send(message);
    }
  };
  const dueAt = (jid: string) => (pushed.get(jid)?.at ?? -Infinity) + SPACING_MS;
  const include = (jids: readonly string[]) => {
    const wanted = jids.filter((jid) => !bounced.has(jid) && isRecipient(jid));
    for (const jid of wanted) if (dueAt(jid) > deps.now()) waiting.add(jid);
    push(wanted.filter((jid) => !waiting.has(jid)));
    waitOn();
  };
  const waitOn = () => {
    cancelTimer();
    if (waiting.size === 0) return;
    const next = Math.min(...[...waiting].map(dueAt));
    cancelTimer = deps.after(Math.max(next - deps.now(), 0), () => {
      const due = [...waiting].filter((jid) => dueAt(jid) <= deps.now());
      for (const jid of due) waiting.delete(jid);
      include(due);
    });
  };

  return {
    change: () => void (spent = 0),
    include,
    has: (jid) => pushed.get(jid)?.stamp !== undefined && pushed.get(jid)?.stamp === scheme()?.stamp,
    onMessage({ attrs: { from, type, id } }) {
      if (type === "error" && from !== undefined && id !== undefined && pushed.get(from)?.id === id) bounced.add(from);
    },
    reset() {
      cancelTimer();
      waiting.clear();
      bounced.clear();
      // Ten seconds are ten seconds, whatever happens to the connection.
      for (const [jid, { at, id }] of pushed) {
        if (dueAt(jid) <= deps.now()) pushed.delete(jid);
        else pushed.set(jid, { at, id });
      }
    },
  };
}

/** A notice to this full JID (draft, section 8.17). */
export function notice(to: string, id: string, changed: Element): Element {
  return stanza("message", { type: "headline", id, to }, changed, element(NS_HINTS, "no-store"));
}

/** URLs are made for one viewer each. */
function withoutSources(scheme: StampedScheme): StampedScheme {
  const looks = scheme.looks.map((look) => ({ ...look, media: look.media.map((one) => ({ ...one, sources: [] })) }));
  return { ...scheme, looks };
}
