// Informational messages (draft, sections 8.4 and 8.11): is the session there, `received`, `checksum`, and those that
// nobody knows.
import type { Jingle } from "@status-scheme/protocol/transfer";
import { contentOf, hashOf, put } from "./state.ts";
import type { Session, Step } from "./state.ts";

export function informed(session: Session, { action, info }: Jingle): Step {
  const answer = (reply: Step["reply"], after = session): Step => ({ session: after, reply: reply!, sends: [] });
  if (action !== "session-info" || (info && "unsupported" in info)) return answer("unsupported-info");
  if (!info) return answer("ok");
  const { creator, name } = "received" in info ? info.received : info.checksum;
  const content = creator === "initiator" ? contentOf(session, name) : undefined;
  if (!content) return answer("out-of-order");
  if ("received" in info) {
    if (session.role !== "owner" || content.state !== "verifying") return answer("out-of-order");
    return answer("ok", put(session, { ...content, state: "done" }));
  }
  if (session.role !== "viewer" || !content.file) return answer("out-of-order");
  const { hash } = info.checksum.file;
  const isNews = hash !== undefined && hashOf(content) === undefined;
  return answer("ok", isNews ? put(session, { ...content, file: { ...content.file, hash } }) : session);
}
