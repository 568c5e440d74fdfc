// What comes of sessions and in-band bytestreams: to the session that it is for; else, from one who may ask, refused by
// name; and to everyone else as if nobody here knew of any of it (draft, sections 8.1, 8.4 and 8.10).
import { element, fullJid, NS_IBB, NS_JINGLE, NS_STANZAS, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import {
  decodeIbbClose,
  decodeIbbData,
  decodeIbbOpen,
  decodeJingle,
  encodeJingleError,
} from "@status-scheme/protocol/transfer";
import type { Jingle } from "@status-scheme/protocol/transfer";
import type { TransferUses } from "./api.ts";
import type { IbbReply, IbbStreams } from "./ibb/streams.ts";
import type { Reply } from "./machine/state.ts";
import type { Outbox } from "./outbox.ts";
import type { Sessions } from "./sessions.ts";

export interface IncomingUses {
  readonly host: TransferUses["host"];
  readonly outbox: Outbox;
  readonly sessions: Sessions;
  readonly streams: IbbStreams;
  /** Whether this full JID may ask us now; false where we do not serve. */
  readonly mayAsk: (peer: string) => boolean;
  /** The owner's side: `isOurs` tells whether it asks for a scheme at all, `begin` answers it. */
  readonly isOurs: (jingle: Jingle) => boolean;
  readonly begin: (peer: string, jingle: Jingle) => Answer;
}
/** An `<error/>`, or true for an empty result. */
export type Answer = Element | true;
type Next = () => Promise<Element | true | undefined>;

export function answerTransfers(uses: IncomingUses): void {
  const { host, outbox, sessions, streams, mayAsk, isOurs, begin } = uses;

  const jingle = async (peer: string, payload: Element, next: Next) => {
    const { sid = "" } = payload.attrs as { sid?: string };
    const runner = sessions.get(peer, sid);
    if (runner && endIfUnseen(peer)) return undefined;
    if (runner) {
      const decoded = decodeJingle(payload);
      outbox.hold();
      return answerOf(runner.dispatch({ is: "received", jingle: decoded }) ?? "ok");
    }
    const role = sessions.ended(peer, sid);
    const known = role === "viewer" || mayAsk(peer);
    if (!known) return undefined;
    // An id may be used again, once its session has ended.
    const isNew = payload.attrs.action === "session-initiate" && mayAsk(peer);
    if (role && !isNew) return answerOf(payload.attrs.action === "session-terminate" ? "ok" : "unknown-session");
    const decoded = decodeJingle(payload);
    if (decoded.action !== "session-initiate") return (await next()) ?? answerOf("unknown-session");
    // A client that takes other sessions as well treats those as it always does.
    const other = isOurs(decoded) ? undefined : await next();
    if (other !== undefined) return other;
    outbox.hold();
    return begin(peer, decoded);
  };

  const ibb = async (peer: string, payload: Element, next: Next) => {
    const { sid = "" } = payload.attrs as { sid?: string };
    const isAgreed = streams.has(peer, sid);
    if (isAgreed && endIfUnseen(peer)) return undefined;
    const reply = receive(peer, sid, payload);
    if (isAgreed || reply === "ok") return ibbAnswer(reply);
    const known = mayAsk(peer) || sessions.all().some((runner) => runner.peer === peer);
    return known ? ((await next()) ?? ibbAnswer(reply)) : undefined;
  };
  const receive = (peer: string, sid: string, payload: Element): IbbReply => {
    try {
      if (payload.name === "open") return streams.open(peer, decodeIbbOpen(payload));
      if (payload.name === "close") return streams.close(peer, decodeIbbClose(payload));
      return streams.data(peer, decodeIbbData(payload));
    } catch {
      return payload.name === "data" ? streams.garbled(peer, sid) : "bad-request";
    }
  };

  /** Those who may not ask any more are told the end of what they had, and nothing else. */
  const endIfUnseen = (peer: string): boolean => {
    const theirs = sessions.all().filter((runner) => runner.peer === peer && runner.session().role === "owner");
    if (theirs.length === 0 || mayAsk(peer)) return false;
    for (const runner of theirs) runner.dispatch({ is: "finish", reason: { condition: "decline" } });
    return true;
  };

  const from = (answer: typeof jingle) => async (jid: string | undefined, payload: Element, next: Next) => {
    const peer = fullOf(jid);
    return peer === undefined ? undefined : answer(peer, payload, next);
  };
  host.answer("set", NS_JINGLE, "jingle", from(jingle));
  for (const name of ["open", "data", "close"]) host.answer("set", NS_IBB, name, from(ibb));
}

function fullOf(jid: string | undefined): string | undefined {
  try {
    return jid === undefined ? undefined : fullJid(jid);
  } catch {
    return undefined;
  }
}

function answerOf(reply: Reply): Answer {
  if (reply === "ok") return true;
  return reply === "bad-request" ? errorOf("modify", reply) : encodeJingleError(reply);
}

function ibbAnswer(reply: IbbReply): Answer {
  return reply === "ok" || errorOf(reply === "resource-constraint" ? "wait" : "cancel", reply);
}

function errorOf(type: string, condition: string): Element {
  return stanza("error", { type }, element(NS_STANZAS, condition));
}
