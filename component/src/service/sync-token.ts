// Sync tokens (draft, "At Login"; ARCHITECTURE, "Sync"): opaque, authenticated, good for one asker only. Each carries a
// position in the store's history, so that nothing has to be kept about a token given out. Those a client keeps between
// logins have one size for everybody; those that ask for the next page also carry how far the pages got.
import type { TokenSigner } from "../http/token.ts";
import { TAG_BYTES } from "../http/token.ts";
import type { Position } from "../store/store.ts";

/** "What changed after `since`?" Without `since`: everything, again. */
export interface StartToken {
  readonly since?: Position;
  readonly upTo?: undefined;
}
/** "…and after this owner, in the answer that began so?" */
export interface PageToken {
  readonly since?: Position;
  readonly upTo: Position;
  readonly after: string;
  /** Nothing had to be left out of the pages before. */
  readonly isComplete: boolean;
}

export interface SyncTokens {
  seal(asker: string, token: StartToken | PageToken): string;
  /** Undefined for whatever is not a token of ours for this asker (bare JID). */
  open(asker: string, text: string): StartToken | PageToken | undefined;
}

const START = 1;
const PAGE = 2;
const INCOMPLETE_PAGE = 3;
const INCARNATION_BYTES = 8;
const SEQ_BYTES = 6;
const POSITION_BYTES = INCARNATION_BYTES + SEQ_BYTES;
const SINCE_AT = 1 + TAG_BYTES;
const UP_TO_AT = SINCE_AT + POSITION_BYTES;
const AFTER_AT = UP_TO_AT + POSITION_BYTES;
/** The longest bare JID, the rest of a token, and base64 around them: longer is none of ours and is not looked at. */
const MAX_LENGTH = 3_000;

/** `signer`: with a purpose of its own. */
export function createSyncTokens(signer: TokenSigner): SyncTokens {
  return {
    seal: (asker, token) => {
      const kind = token.upTo === undefined ? START : token.isComplete ? PAGE : INCOMPLETE_PAGE;
      const parts = [Buffer.of(kind), signer.tag(asker), bytesOf(token.since)];
      if (token.upTo !== undefined) parts.push(bytesOf(token.upTo), Buffer.from(token.after));
      return signer.sign(Buffer.concat(parts));
    },
    open: (asker, text) => {
      const bytes = text.length > MAX_LENGTH ? undefined : signer.open(text);
      if (!bytes?.subarray(1, SINCE_AT).equals(signer.tag(asker))) return undefined;
      const since = positionAt(bytes, SINCE_AT);
      const start: StartToken = since.seq === 0 ? {} : { since };
      if (bytes[0] === START) return start;
      if (bytes[0] !== PAGE && bytes[0] !== INCOMPLETE_PAGE) return undefined;
      const upTo = positionAt(bytes, UP_TO_AT);
      return { ...start, upTo, after: bytes.toString("utf8", AFTER_AT), isComplete: bytes[0] === PAGE };
    },
  };
}

function bytesOf(position: Position | undefined): Buffer {
  const bytes = Buffer.alloc(POSITION_BYTES);
  // Position 0 is before all changes: everything is after it.
  if (position === undefined || position.seq === 0) return bytes;
  bytes.write(position.incarnation, "hex");
  bytes.writeUIntBE(position.seq, INCARNATION_BYTES, SEQ_BYTES);
  return bytes;
}

function positionAt(bytes: Buffer, at: number): Position {
  return {
    incarnation: bytes.toString("hex", at, at + INCARNATION_BYTES),
    seq: bytes.readUIntBE(at + INCARNATION_BYTES, SEQ_BYTES),
  };
}
