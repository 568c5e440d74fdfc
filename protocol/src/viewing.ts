// What a viewer speaks, and everybody else as well: a public face of its own, so that a page which only shows schemes
// loads nothing of publishing them.
export * from "./namespaces.ts";
export * from "./model.ts";
export * from "./limits.ts";
export { SchemeError, ERRORS, type ErrorCode, type ErrorDetail } from "./errors.ts";
export { type Stamp, parseDateTime, parseStamp, toStamp, nextStamp } from "./stamp.ts";
export { Element, element, stanza, treeEqual, byteLength, type XmlNode, type XmlAttributes } from "./xml.ts";
export { parseJid, bareJid, fullJid, onlyBareJid, type Jid } from "./jid.ts";

export { encodeScheme, decodeScheme } from "./codec/scheme.ts";
export { isState, parseState } from "./codec/look.ts";
export { isLanguage } from "./codec/text.ts";
export { encodeCheckRequest, decodeCheckRequest, encodeCheckResult, decodeCheckResult } from "./codec/check.ts";
export { encodeFetchRequest, decodeFetchRequest, encodeFetchResult, decodeFetchResult } from "./codec/fetch.ts";
export { encodeSyncRequest, decodeSyncRequest, encodeSyncResult, decodeSyncResult } from "./codec/sync.ts";
export { encodeChanged, decodeChanged } from "./codec/changed.ts";
export { encodeShowing, decodeShowing } from "./codec/showing.ts";
export { encodeError, decodeError } from "./codec/error.ts";
export { encodeLimitsForm, decodeLimitsForm, type LimitsForm } from "./codec/limits-form.ts";
