// What a session and its contents are (draft, section 8.4): plain values, which step.ts makes the next ones from.
import type {
  Candidate,
  IbbTransport,
  Jingle,
  JingleContent,
  JingleReason,
  S5bState,
  S5bTransport,
  TransferFile,
} from "@status-scheme/protocol/transfer";

/** The viewer initiates, the owner responds. */
export type Role = "viewer" | "owner";
export const SESSION_STATES = ["pending", "active", "ended"] as const;
export type SessionState = (typeof SESSION_STATES)[number];
/** Those in which something is still to come, in their order. */
export const LIVE = [
  ...(["requested", "connecting", "activating", "replacing", "opening", "transferring", "verifying"] as const),
] as const;
export const CONTENT_STATES = [...LIVE, "done", "failed"] as const;
export type ContentState = (typeof CONTENT_STATES)[number];
/** Bytes of a block in band that are no burden for a server; eight are under way (draft, section 8.10). */
export const BLOCK_SIZE = 4_096;
export type Transport = S5bTransport | IbbTransport;

export interface Content {
  readonly name: string;
  readonly state: ContentState;
  /** What the viewer asked for, and by which transport. */
  readonly asked: TransferFile;
  readonly offer: Transport;
  /** Viewer: the transport in place of SOCKS5, should that fail, and the bytes that it takes at most. */
  readonly spare?: IbbTransport;
  readonly most?: number;
  /** What the owner accepted. */
  readonly file?: TransferFile;
  readonly answer?: Transport;
  /** What each party said of the other's candidates. */
  readonly own?: S5bState;
  readonly their?: S5bState;
  readonly nominee?: Nominee;
  /** Of a failed one. */
  readonly reason?: JingleReason;
  readonly failedBy?: Session["endedBy"];
}
export interface Nominee {
  readonly candidate: Candidate;
  readonly offeredBy: Role;
}

export interface Session {
  readonly role: Role;
  readonly sid: string;
  /** Full JIDs. */
  readonly viewer: string;
  readonly owner: string;
  readonly state: SessionState;
  /** Bytes of a file in band, as far as both allow. */
  readonly ibbBytes: number;
  readonly contents: readonly Content[];
  readonly reason?: JingleReason;
  readonly endedBy?: "us" | "peer" | "nobody";
}

/** What follows from an event: the session after it, the answer to what came, and the actions to send, in their order. */
export interface Step {
  readonly session: Session;
  readonly reply?: Reply;
  readonly sends: readonly Jingle[];
}
export type Reply = "ok" | "out-of-order" | "unknown-session" | "unsupported-info" | "bad-request";

export function isLive({ state }: Content): boolean {
  return (LIVE as readonly string[]).includes(state);
}
export function contentOf(session: Session, name: string): Content | undefined {
  return session.contents.find((content) => content.name === name);
}
/** The SHA-256 of the whole file, as far as it is known. */
export function hashOf({ asked, file }: Content): string | undefined {
  return asked.hash ?? file?.hash;
}
/** The bytes that are to flow: the rest of the file, or all of it. */
export function rangeOf({ file }: Content): { readonly offset: number; readonly length: number } {
  const size = file?.size ?? 0;
  const offset = Math.min(file?.range?.offset ?? 0, size);
  return { offset, length: Math.min(file?.range?.length ?? size, size - offset) };
}

export function put(session: Session, content: Content): Session {
  return { ...session, contents: session.contents.map((one) => (one.name === content.name ? content : one)) };
}

/** A content as actions name it; with `senders` where it is described or refused as a whole. */
export function named(name: string, more: Partial<JingleContent> = {}): JingleContent {
  return { creator: "initiator", name, ...more };
}
