// The protocol package's public face.
export * from "./namespaces.ts";
export * from "./model.ts";
export * from "./limits.ts";
export { SchemeError, ERRORS, type ErrorCode, type ErrorDetail } from "./errors.ts";
export { type Stamp, parseDateTime, parseStamp, toStamp, nextStamp } from "./stamp.ts";
export { Element, element, stanza, type XmlNode, type XmlAttributes } from "./xml.ts";
