// Why a Jingle action was taken (XEP-0166 7.4; draft, "Ending"). Reading never fails: nobody can be refused an end.
//
// <reason>
//   <failed-application/> [<text>…</text>]
//   [<file-not-available|file-too-large xmlns='urn:xmpp:jingle:apps:file-transfer:errors:0'/> | <document xmlns='urn:xmpp:status-scheme:0' stamp='…'/>]
// </reason>
import { NS, NS_JINGLE, NS_JINGLE_FILE_ERRORS } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeDocument, encodeDocument } from "./jingle-document.ts";
import type { SchemeDocument } from "./jingle-document.ts";
import { compact } from "./read.ts";

export const REASONS = [
  ...([
    "alternative-session",
    "busy",
    "cancel",
    "connectivity-error",
    "decline",
    "expired",
    "failed-application",
  ] as const),
  ...([
    "failed-transport",
    "general-error",
    "gone",
    "incompatible-parameters",
    "media-error",
    "security-error",
  ] as const),
  ...(["success", "timeout", "unsupported-applications", "unsupported-transports"] as const),
] as const;
export type ReasonCondition = (typeof REASONS)[number];
/** XEP-0234 9. */
const FILE_ERRORS = ["file-not-available", "file-too-large"] as const;
export type FileError = (typeof FILE_ERRORS)[number];

export interface JingleReason {
  /** One that this version does not know is read as `general-error`. */
  readonly condition: ReasonCondition;
  /** For developers' eyes. */
  readonly text?: string;
  readonly fileError?: FileError;
  /** With `success`: the document asked for is the one that the asker holds. */
  readonly document?: SchemeDocument;
}

/** Characters of a text that are kept. */
const MAX_TEXT = 256;

export function encodeReason({ condition, text, fileError, document }: JingleReason): Element {
  return element(
    NS_JINGLE,
    "reason",
    {},
    element(NS_JINGLE, condition),
    text !== undefined && element(NS_JINGLE, "text", {}, text),
    fileError && element(NS_JINGLE_FILE_ERRORS, fileError),
    document && encodeDocument(document),
  );
}

/** Never throws. */
export function decodeReason(reason: Element): JingleReason {
  const named = <T extends string>(names: readonly T[], xmlns: string): T | undefined =>
    names.find((name) => reason.getChild(name, xmlns) !== undefined);
  const text = reason.getChild("text", NS_JINGLE)?.getText().slice(0, MAX_TEXT).toWellFormed();
  return compact({
    condition: named(REASONS, NS_JINGLE) ?? "general-error",
    text: text || undefined,
    fileError: named(FILE_ERRORS, NS_JINGLE_FILE_ERRORS),
    document: documentOf(reason),
  });
}

function documentOf(reason: Element): SchemeDocument | undefined {
  try {
    const found = reason.getChild("document", NS);
    return found && decodeDocument(found);
  } catch {
    return undefined;
  }
}
