// The machine of a session (draft, section 8.4): events in, what follows from them out. No clock, no wire, no bytes.
import type { Jingle, JingleReason, S5bState, TransferFile } from "@status-scheme/protocol/transfer";
import { ended, fail, failed, terminate } from "./end.ts";
import { received } from "./received.ts";
import { judged, replaced, tell } from "./socks5.ts";
import { contentOf, isLive, named, put } from "./state.ts";
import type { Content, ContentState, Session, Step, Transport } from "./state.ts";

export type Event =
  /** An action of the other party's. */
  | { readonly is: "received"; readonly jingle: Jingle }
  /** Our own action was answered with an error, or not in time. */
  | { readonly is: "refused"; readonly sent: Jingle; readonly why: "unknown-session" | "timeout" | "error" }
  /** Owner: the file that the session begins with. */
  | { readonly is: "ask"; readonly content: Content }
  /** Viewer: one more file. */
  | { readonly is: "add"; readonly content: Content }
  /** Owner: agrees to a file, or does not. */
  | { readonly is: "accept"; readonly name: string; readonly file: TransferFile; readonly transport: Transport }
  | { readonly is: "reject"; readonly name: string; readonly reason: JingleReason }
  /** What became of our attempts to connect to the other's candidates. */
  | { readonly is: "verdict"; readonly name: string; readonly verdict: S5bState }
  /** Our proxy, which was nominated, lets bytes flow, or does not. */
  | { readonly is: "activated" | "proxy-failed"; readonly name: string }
  /** The in-band bytestream is open. */
  | { readonly is: "opened"; readonly name: string }
  /** The last byte: the owner's left, or the viewer's came. */
  | { readonly is: "moved"; readonly name: string }
  /** Viewer: the file is what it should be. */
  | { readonly is: "verified"; readonly name: string }
  /** We give a file up, or the whole session. */
  | { readonly is: "failed"; readonly name: string; readonly reason: JingleReason }
  | { readonly is: "finish"; readonly reason: JingleReason }
  /** The connection, or the other party, is gone: there is nobody to tell. */
  | { readonly is: "lost" };

/** What follows. An event that the state does not foresee (one of us was faster) changes nothing. */
export function step(session: Session, event: Event): Step {
  if (event.is === "received") return received(session, event.jingle);
  if (session.state === "ended") return { session, sends: [] };
  switch (event.is) {
    case "lost":
      return { session: ended(session, { condition: "gone" }, "nobody"), sends: [] };
    case "finish":
      return terminate(session, event.reason);
    case "refused":
      return refused(session, event.sent, event.why);
    case "ask":
      return { session: { ...session, contents: [...session.contents, event.content] }, sends: [] };
    case "add":
      return add(session, event.content);
    case "failed":
      return fail(session, event.name, event.reason);
    default:
      return onContent(session, event);
  }
}

type OfContent = Exclude<Event, { is: "received" | "refused" | "ask" | "add" | "failed" | "finish" | "lost" }>;

/** In which state of its content each event of our own is foreseen. */
const WHEN: Readonly<Record<OfContent["is"], ContentState>> = {
  accept: "requested",
  reject: "requested",
  verdict: "connecting",
  activated: "activating",
  "proxy-failed": "activating",
  opened: "opening",
  moved: "transferring",
  verified: "verifying",
};

function onContent(session: Session, event: OfContent): Step {
  const content = contentOf(session, event.name);
  if (content?.state !== WHEN[event.is]) return { session, sends: [] };
  const becomes = (state: ContentState, sends: Step["sends"] = []): Step => ({
    session: put(session, { ...content, state }),
    sends,
  });
  switch (event.is) {
    case "accept":
      return accept(session, content, event);
    case "reject":
      return reject(session, content, event.reason);
    case "verdict":
      return verdict(session, content, event.verdict);
    case "activated":
      return becomes("transferring", tell(session, content, { is: "activated", cid: content.nominee!.candidate.cid }));
    case "proxy-failed": {
      const { session: after, sends } = replaced(session, content);
      return { session: after, sends: [...tell(session, content, { is: "proxy-error" }), ...sends] };
    }
    case "opened":
      return becomes("transferring");
    case "moved":
      return becomes("verifying");
    case "verified": {
      const info = { received: { creator: "initiator", name: content.name } } as const;
      return becomes("done", [{ action: "session-info", sid: session.sid, contents: [], info }]);
    }
  }
}

function verdict(session: Session, content: Content, own: S5bState): Step {
  if (content.own) return { session, sends: [] };
  const { session: after, sends } = judged(session, { ...content, own });
  return { session: after, sends: [...tell(session, content, own), ...sends] };
}

function add(session: Session, content: Content): Step {
  const { sid, viewer } = session;
  const { name, asked, offer } = content;
  const contents = [named(name, { senders: "responder", description: asked, transport: offer })];
  const isFirst = session.contents.length === 0;
  const action = isFirst
    ? ({ action: "session-initiate", initiator: viewer } as const)
    : { action: "content-add" as const };
  return {
    session: { ...session, contents: [...session.contents, { ...content, state: "requested" }] },
    sends: [{ ...action, sid, contents }],
  };
}

function accept(session: Session, content: Content, event: Extract<Event, { is: "accept" }>): Step {
  const { sid, owner } = session;
  const { file, transport } = event;
  const contents = [named(content.name, { senders: "responder", description: file, transport })];
  const state = transport.method === "s5b" ? "connecting" : "opening";
  const action =
    session.state === "pending"
      ? ({ action: "session-accept", responder: owner } as const)
      : { action: "content-accept" as const };
  return {
    session: put({ ...session, state: "active" }, { ...content, state, file, answer: transport }),
    sends: [{ ...action, sid, contents }],
  };
}

function reject(session: Session, content: Content, reason: JingleReason): Step {
  if (session.state === "pending") return terminate(session, reason);
  const contents = [named(content.name, { senders: "responder" })];
  return {
    session: failed(session, content, reason, "us"),
    sends: [{ action: "content-reject", sid: session.sid, contents, reason }],
  };
}

/** An error in reply to an action ends what the action was for (draft, section 8.12). */
function refused(session: Session, { action, contents }: Jingle, why: Extract<Event, { is: "refused" }>["why"]): Step {
  if (why === "unknown-session") {
    return { session: ended(session, { condition: "general-error", text: "unknown session" }, "peer"), sends: [] };
  }
  if (action === "session-initiate") {
    const reason = { condition: why === "timeout" ? "timeout" : "general-error" } as const;
    // Where no answer came there may be a session all the same.
    return why === "timeout" ? terminate(session, reason) : { session: ended(session, reason, "peer"), sends: [] };
  }
  if (action === "session-info" || action === "content-remove" || action === "session-terminate") {
    return { session, sends: [] };
  }
  const condition =
    why === "timeout" ? "timeout" : action === "transport-replace" ? "failed-transport" : "general-error";
  return contents.reduce<Step>(
    (before, { name }) => {
      const content = contentOf(before.session, name);
      if (!content || !isLive(content)) return before;
      if (action === "content-add" && why === "error") {
        return { ...before, session: failed(before.session, content, { condition }, "peer") };
      }
      const after = fail(before.session, name, { condition });
      return { ...after, sends: [...before.sends, ...after.sends] };
    },
    { session, sends: [] },
  );
}
