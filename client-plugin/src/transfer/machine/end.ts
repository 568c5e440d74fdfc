// How contents and sessions end (draft, section 8.12): alone where others go on, together with the session where not.
import type { JingleReason } from "@status-scheme/protocol/transfer";
import { contentOf, isLive, named, put } from "./state.ts";
import type { Content, Session, Step } from "./state.ts";

/** The session has ended, and with it all that was under way; nothing is told. */
export function ended(session: Session, reason: JingleReason, endedBy: NonNullable<Session["endedBy"]>): Session {
  const end = (content: Content): Content =>
    isLive(content) ? { ...content, state: "failed", reason, failedBy: endedBy } : content;
  return { ...session, state: "ended", contents: session.contents.map(end), reason, endedBy };
}

export function terminate(session: Session, reason: JingleReason): Step {
  const { sid } = session;
  return {
    session: ended(session, reason, "us"),
    sends: [{ action: "session-terminate", sid, contents: [], reason }],
  };
}

/** We give a content up: by `content-remove` where others are under way, with the session where it is the last. */
export function fail(session: Session, name: string, reason: JingleReason): Step {
  const content = contentOf(session, name);
  if (!content || !isLive(content)) return { session, sends: [] };
  const isLast = session.contents.every((one) => one.name === name || !isLive(one));
  if (isLast || session.state === "pending") return terminate(session, reason);
  const { sid } = session;
  return {
    session: failed(session, content, reason, "us"),
    sends: [{ action: "content-remove", sid, contents: [named(name)], reason }],
  };
}

/** The content has failed, and both parties know. */
export function failed(
  session: Session,
  content: Content,
  reason: JingleReason,
  failedBy: NonNullable<Session["endedBy"]>,
): Session {
  return put(session, { ...content, state: "failed", reason, failedBy });
}
