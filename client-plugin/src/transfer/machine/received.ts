// What a session makes of an action that came (draft, section 8.4): foreseen by the state of the session and of each
// content that it names, or out of order, and then as if it had not come.
import type { Jingle, JingleAction, JingleContent, S5bState } from "@status-scheme/protocol/transfer";
import { acceptedBy, replacementAccepted } from "./acceptance.ts";
import { ended, fail, failed } from "./end.ts";
import { informed } from "./info.ts";
import { candidateOf, judged, replaced } from "./socks5.ts";
import { BLOCK_SIZE, contentOf, isLive, LIVE, named, put } from "./state.ts";
import type { Content, ContentState, Reply, Role, Session, SessionState, Step, Transport } from "./state.ts";

interface Foreseen {
  readonly session: readonly SessionState[];
  /** States of each content that is named; `new`: there is none of that name. Absent: no content is looked at. */
  readonly content?: readonly ContentState[] | "new";
}
const ALIVE = ["pending", "active"] as const;
const BOTH = {
  "session-info": { session: ALIVE },
  "session-terminate": { session: ALIVE },
  "security-info": { session: ALIVE },
  "description-info": { session: ALIVE },
  "content-remove": { session: ["active"], content: LIVE },
  // Candidates that come later are acknowledged in each of them; verdicts are foreseen in one (transportInfo).
  "transport-info": { session: ["active"], content: LIVE },
} as const satisfies Partial<Record<JingleAction, Foreseen>>;

/** Four are a viewer's part (section 8.7): each that is under way is a file in memory. */
const MAX_LIVE = 16;
/** Of one session, those that are done or failed among them. */
const MAX_CONTENTS = 1_000;
/** Of each, kept as long as its session goes on: nobody needs more. */
const MAX_CANDIDATES = 32;

/** The table of section 8.4: what is not in it is never foreseen. */
export const FORESEEN: Readonly<Record<Role, Readonly<Partial<Record<JingleAction, Foreseen>>>>> = {
  owner: {
    ...BOTH,
    "content-add": { session: ["active"], content: "new" },
    "transport-replace": { session: ["active"], content: ["replacing"] },
  },
  viewer: {
    ...BOTH,
    "session-accept": { session: ["pending"], content: ["requested"] },
    "content-accept": { session: ["active"], content: ["requested"] },
    "content-reject": { session: ["active"], content: ["requested"] },
    "transport-accept": { session: ["active"], content: ["replacing"] },
    "transport-reject": { session: ["active"], content: ["replacing"] },
  },
};

/** The session after an action of the other party's, with the answer to it. */
export function received(session: Session, jingle: Jingle): Step {
  const { action, contents } = jingle;
  if (session.state === "ended") return refuse(session, action === "session-terminate" ? "ok" : "unknown-session");
  const foreseen = FORESEEN[session.role][action];
  if (!foreseen?.session.includes(session.state)) return refuse(session, "out-of-order");
  const isForeseen = ({ creator, name }: JingleContent) => {
    const state = contentOf(session, name)?.state;
    if (foreseen.content === "new") return creator === "initiator" && state === undefined;
    return creator === "initiator" && state !== undefined && foreseen.content!.includes(state);
  };
  if (foreseen.content && !contents.every(isForeseen)) return refuse(session, "out-of-order");
  return act(session, jingle);
}

function act(session: Session, jingle: Jingle): Step {
  const { action, contents, reason = { condition: "general-error" } } = jingle;
  switch (action) {
    case "session-info":
    case "security-info":
    case "description-info":
      return informed(session, jingle);
    case "session-terminate":
      return { session: ended(session, reason, "peer"), reply: "ok", sends: [] };
    case "session-accept":
      return onEach({ ...session, state: "active" }, contents, acceptedBy);
    case "content-accept":
      return onEach(session, contents, acceptedBy);
    case "content-reject":
    case "content-remove":
      return onEach(session, contents, (now, content) => ({
        session: failed(now, content, reason, "peer"),
        sends: [],
      }));
    case "content-add":
      return added(session, contents);
    case "transport-info":
      return transportInfo(session, jingle);
    case "transport-replace":
      return onEach(session, contents, replacementAsked);
    case "transport-accept":
      return onEach(session, contents, replacementAccepted);
    case "transport-reject":
      return onEach(session, contents, (now, { name }) => fail(now, name, { condition: "failed-transport" }));
    default:
      return refuse(session, "out-of-order");
  }
}

type One = (session: Session, content: Content, said: JingleContent) => Step;
function onEach(session: Session, contents: readonly JingleContent[], one: One): Step {
  return contents.reduce<Step>(
    (before, said) => {
      const content = contentOf(before.session, said.name);
      if (!content || before.session.state === "ended") return before;
      const after = one(before.session, content, said);
      return { ...after, reply: "ok", sends: [...before.sends, ...after.sends] };
    },
    { session, reply: "ok", sends: [] },
  );
}

/** Files asked for in addition. Those that nobody could serve are refused at once; the others are the owner's to decide. */
function added(session: Session, contents: readonly JingleContent[]): Step {
  const room = Math.min(MAX_LIVE - session.contents.filter(isLive).length, MAX_CONTENTS - session.contents.length);
  const asked = contents.map((said, index) => (index < room ? requested(said) : "busy"));
  const good = asked.filter((one) => typeof one === "object");
  const rejects = contents.flatMap(({ name }, index) => {
    const condition = asked[index];
    if (typeof condition !== "string") return [];
    const { sid } = session;
    const refused = [named(name, { senders: "responder" })];
    return [{ action: "content-reject", sid, contents: refused, reason: { condition } } as const];
  });
  return { session: { ...session, contents: [...session.contents, ...good] }, reply: "ok", sends: rejects };
}

/** A content as the viewer asks for it, or why it is none that can be served (draft, section 8.6). */
export function requested(said: JingleContent): Content | "incompatible-parameters" | UnsupportedReason {
  const { name, senders, description, transport } = said;
  if (!description || "unsupported" in description) return "unsupported-applications";
  if (senders !== "responder") return "incompatible-parameters";
  if (!transport || !isUsable(transport)) return "unsupported-transports";
  const { document, hash, hashUsed, range } = description;
  const asked = {
    hashUsed,
    ...(document && { document }),
    ...(hash !== undefined && { hash }),
    ...(range && { range }),
  };
  const offer =
    transport.method === "s5b"
      ? { ...transport, candidates: transport.candidates.slice(0, MAX_CANDIDATES) }
      : transport;
  return { name, state: "requested", asked, offer };
}
type UnsupportedReason = "unsupported-applications" | "unsupported-transports";

function isUsable(transport: NonNullable<JingleContent["transport"]>): transport is Transport {
  if ("unsupported" in transport) return false;
  return transport.method === "s5b" ? transport.mode !== "udp" : transport.stanza === "iq";
}

function transportInfo(session: Session, { contents: [said, another] }: Jingle): Step {
  const content = said && contentOf(session, said.name);
  const transport = said?.transport;
  if (!content || another || !transport || "unsupported" in transport || transport.method !== "s5b") {
    return refuse(session, "bad-request");
  }
  const { state } = transport;
  if (!state) return refuse(session, "ok");
  if (transport.sid !== content.offer.sid) return refuse(session, "out-of-order");
  if (state.is === "candidate-used" || state.is === "candidate-error") {
    if (content.state !== "connecting" || content.their) return refuse(session, "out-of-order");
    const isKnown = !("cid" in state) || candidateOf(content, session.role, state.cid);
    return isKnown ? ok(judged(session, { ...content, their: state })) : refuse(session, "bad-request");
  }
  return proxyTold(session, content, state);
}

/** Of its own proxy a party tells, and of none but the nominated one. */
function proxyTold(session: Session, content: Content, state: S5bState): Step {
  const { nominee } = content;
  if (content.state !== "activating" || nominee?.offeredBy === session.role) return refuse(session, "out-of-order");
  if (!("cid" in state)) return ok(replaced(session, content));
  if (state.cid !== nominee?.candidate.cid) return refuse(session, "bad-request");
  return ok({ session: put(session, { ...content, state: "transferring" }), sends: [] });
}

function replacementAsked(session: Session, content: Content, { transport }: JingleContent): Step {
  const { sid } = session;
  const isGood = transport && !("unsupported" in transport) && transport.method === "ibb" && isUsable(transport);
  if (!isGood || (content.file?.size ?? 0) > session.ibbBytes) {
    const sends = [
      { action: "transport-reject", sid, contents: [named(content.name, { transport: transport! })] },
    ] as const;
    return { session: failed(session, content, { condition: "failed-transport" }, "us"), sends };
  }
  const answer = { ...transport, blockSize: Math.min(transport.blockSize, BLOCK_SIZE) };
  const contents = [named(content.name, { transport: answer })];
  return {
    session: put(session, { ...content, state: "opening", offer: transport, answer }),
    sends: [{ action: "transport-accept", sid, contents }],
  };
}

function ok(step: Step): Step {
  return { ...step, reply: "ok" };
}
function refuse(session: Session, reply: Reply): Step {
  return { session, reply, sends: [] };
}
