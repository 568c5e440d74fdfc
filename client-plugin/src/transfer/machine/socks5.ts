// A content on its way over SOCKS5 (XEP-0260; draft, section 8.9): verdicts, nomination, activation, and IBB in its place.
import type { Candidate, S5bState } from "@status-scheme/protocol/transfer";
import { fail } from "./end.ts";
import { named, put } from "./state.ts";
import type { Content, Nominee, Role, Session, Step } from "./state.ts";

/** With the verdicts that are there, the content goes on to where they lead. */
export function judged(session: Session, content: Content): Step {
  const { own, their } = content;
  if (!own || !their) return { session: put(session, content), sends: [] };
  const nominee = nominate(session.role, content);
  if (!nominee) return replaced(session, content);
  const state = nominee.candidate.type === "proxy" ? "activating" : "transferring";
  return { session: put(session, { ...content, nominee, state }), sends: [] };
}

/** SOCKS5 failed. The viewer replaces it by IBB, or removes the content; the owner waits for what the viewer does. */
export function replaced(session: Session, content: Content): Step {
  const { spare, file } = content;
  const replacing = put(session, { ...content, state: "replacing" });
  if (session.role === "owner") return { session: replacing, sends: [] };
  if (!spare || (file?.size ?? 0) > session.ibbBytes) {
    return fail(session, content.name, { condition: "connectivity-error" });
  }
  const contents = [named(content.name, { transport: spare })];
  return { session: replacing, sends: [{ action: "transport-replace", sid: session.sid, contents }] };
}

/** What we say of the other's candidates, or of our proxy, on the wire. */
export function tell(session: Session, { name, offer }: Content, state: S5bState): Step["sends"] {
  const transport = { method: "s5b", sid: offer.sid, candidates: [], state } as const;
  return [{ action: "transport-info", sid: session.sid, contents: [named(name, { transport })] }];
}

/** The candidate of this party's with that name. */
export function candidateOf({ offer, answer }: Content, of: Role, cid: string): Candidate | undefined {
  const transport = of === "viewer" ? offer : answer;
  return transport?.method === "s5b" ? transport.candidates.find((candidate) => candidate.cid === cid) : undefined;
}

/** XEP-0260 2.4: the higher priority wins, and with equal ones the candidate that the initiator used. */
function nominate(role: Role, content: Content): Nominee | undefined {
  const [byViewer, byOwner] = role === "viewer" ? [content.own, content.their] : [content.their, content.own];
  const ofOwner = used(content, byViewer, "owner");
  const ofViewer = used(content, byOwner, "viewer");
  if (!ofOwner || !ofViewer) return ofOwner ?? ofViewer;
  return ofViewer.candidate.priority > ofOwner.candidate.priority ? ofViewer : ofOwner;
}
function used(content: Content, verdict: S5bState | undefined, offeredBy: Role): Nominee | undefined {
  const candidate = verdict?.is === "candidate-used" && candidateOf(content, offeredBy, verdict.cid);
  return candidate ? { candidate, offeredBy } : undefined;
}
