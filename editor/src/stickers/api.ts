// Sticker packs (XEP-0449) as a place to take looks from. What others publish is not to be trusted: what is not as it should
// be is left out and counted.
import type { Element, LocalText } from "@status-scheme/protocol";

export interface Sticker {
  /** What it shows, as its author says: often an emoji. */
  readonly desc: readonly LocalText[];
  /** Words that suggest it. */
  readonly suggest: readonly LocalText[];
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256, base64. */
  readonly hash: string;
  /** Where it is to be had. */
  readonly sources: readonly string[];
}
export interface StickerPack {
  readonly name: readonly LocalText[];
  readonly summary: readonly LocalText[];
  /** Its author does not want others to use it. */
  readonly isRestricted: boolean;
  readonly stickers: readonly Sticker[];
  /** Stickers of the pack that are not listed: more than are taken, or not as they should be. */
  readonly leftOut: number;
}

/**
 * Sends an iq and resolves to the answer, of type `result`; Converse.js and @xmpp/client both can. Rejects otherwise: with an
 * answered error's `condition` (RFC 6120 section 8.3.3), where it was that.
 */
export type Ask = (iq: Element) => Promise<Element>;

export type StickerErrorCode =
  /** Not a sticker pack. */
  | "no-pack"
  /** Nobody gave it, or not so that this page may read it. */
  | "not-received"
  /** It came, and is not what the pack promised. */
  | "bad-sticker";
export class StickerError extends Error {
  readonly code: StickerErrorCode;
  constructor(code: StickerErrorCode, options?: ErrorOptions) {
    super(code, options);
    this.name = "StickerError";
    this.code = code;
  }
}
