// What a viewer wants of an owner's client: files, each with what is known of it, how it is checked, and who is told.
import { DEFAULT_LIMITS, decodeScheme, parseXml, validateScheme, bareJid } from "@status-scheme/protocol";
import type { Medium, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { JingleReason, TransferFile } from "@status-scheme/protocol/transfer";
import { sha256 } from "../digest.ts";
import { TransferError } from "./errors.ts";

export interface Want {
  readonly medium?: Medium;
  readonly asked: TransferFile;
  /** Bytes that are taken at most; of a medium the document says how many there are. */
  readonly most: number;
  /** What of it came in an earlier session. */
  readonly beginning: Uint8Array;
  /** Looks at the bytes, all of them there. `accepted` is what the owner said of the file. @throws TransferError */
  readonly check: (bytes: Uint8Array, hash: string, accepted: TransferFile) => Promise<void>;
  /** Told once. */
  readonly settle: (outcome: { readonly bytes: Uint8Array } | { readonly error: Error }) => void;
}

/** A document of the largest scheme, with white space between its elements. */
const MAX_DOCUMENT = DEFAULT_LIMITS["scheme-bytes"] * 1.25;
const NOTHING = new Uint8Array(0);

/** `onScheme` is called with the document when it is verified, before `settle`. */
export function documentWant(
  owner: string,
  held: Stamp | undefined,
  onScheme: (scheme: StampedScheme) => void,
  settle: Want["settle"],
): Want {
  return {
    asked: { document: held === undefined ? {} : { stamp: held }, hashUsed: true },
    most: MAX_DOCUMENT,
    beginning: NOTHING,
    async check(bytes, hash, { document }) {
      await checkHash(bytes, hash);
      onScheme(readDocument(bytes, bareJid(owner), document?.stamp));
    },
    settle,
  };
}

export function mediumWant(medium: Medium, beginning: Uint8Array | undefined, settle: Want["settle"]): Want {
  const begun = beginning && beginning.length < medium.size ? beginning : NOTHING;
  const range = begun.length > 0 && { range: { offset: begun.length } };
  return {
    medium,
    asked: { hash: medium.hash, hashUsed: false, ...range },
    most: medium.size,
    beginning: begun,
    async check(bytes, hash) {
      if (bytes.length !== medium.size) throw bad({ condition: "media-error" });
      await checkHash(bytes, hash);
    },
    settle,
  };
}

async function checkHash(bytes: Uint8Array, hash: string): Promise<void> {
  if ((await sha256(bytes)) !== hash) throw bad({ condition: "media-error" });
}

/** @throws TransferError `failed-application` where it is of another owner or stamp, or breaks a rule of section 5 */
function readDocument(bytes: Uint8Array, owner: string, stamp: Stamp | undefined): StampedScheme {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const scheme = decodeScheme(parseXml(text, { maxBytes: MAX_DOCUMENT }));
    validateScheme(scheme, DEFAULT_LIMITS);
    if (scheme.owner === owner && scheme.stamp !== undefined && scheme.stamp === stamp) {
      return { ...scheme, stamp: scheme.stamp };
    }
  } catch (cause) {
    throw new TransferError({ condition: "failed-application" }, "us", { cause });
  }
  throw bad({ condition: "failed-application" });
}

function bad(reason: JingleReason): TransferError {
  return new TransferError(reason, "us");
}
