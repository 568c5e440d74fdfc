// Sessions in every state, and actions that come for them.
import type { Jingle, JingleAction, JingleContent } from "@status-scheme/protocol/transfer";
import type { Content, ContentState, Role, Session, SessionState } from "../../../src/transfer/machine/state.ts";
import type { Event } from "../../../src/transfer/machine/step.ts";

export const VIEWER = "romeo@capulet.lit/orchard";
export const OWNER = "juliet@capulet.lit/balcony";
export const HASH = "YL6e1CzISmk/+j5PkEVXOwaN3Km/rUrehhIsmubbbck=";
export const candidate = (cid: string, type: "direct" | "proxy", priority: number) => ({
  ...{ cid, type, priority, jid: "streamer.capulet.lit", host: "192.0.2.7", port: 7625 },
});
export const OFFER = { method: "s5b", sid: "s5b-1", candidates: [candidate("rp1", "proxy", 655_360)] } as const;
export const ANSWER = { method: "s5b", sid: "s5b-1", candidates: [candidate("jd1", "direct", 8_257_537)] } as const;
export const IBB = { method: "ibb", sid: "ibb-1", blockSize: 4_096, stanza: "iq" } as const;
export const FILE = { size: 244, hash: HASH, hashUsed: false } as const;

export function content(state: ContentState, more: Partial<Content> = {}): Content {
  const accepted = state === "requested" ? {} : { file: FILE, answer: ANSWER };
  const nominee = { candidate: ANSWER.candidates[0], offeredBy: "owner" } as const;
  const activating = state === "activating" && { nominee };
  const asked = { hash: HASH, hashUsed: false };
  return { name: "m0", state, asked, offer: OFFER, spare: IBB, most: 244, ...accepted, ...activating, ...more };
}
export function session(role: Role, state: SessionState, ...contents: Content[]): Session {
  return { role, sid: "jgl-1", viewer: VIEWER, owner: OWNER, state, ibbBytes: 262_144, contents };
}
export const one = (more: Partial<JingleContent> = {}): readonly JingleContent[] => [
  { creator: "initiator", name: "m0", ...more },
];
export function came(action: JingleAction, more: Partial<Jingle> = {}): Event {
  return { is: "received", jingle: { action, sid: "jgl-1", contents: [], ...more } };
}
