// The protocol package's public face, but for client-stored transfer (transfer.ts).
export * from "./viewing.ts";
export { parseXml } from "./parse-xml.ts";
export { printable } from "./printable.ts";
export { hexOfBase64, base64OfHex } from "./hex.ts";
export { validateScheme, brokenRules, type BrokenRule, type RuleOptions } from "./validate.ts";

export {
  encodePublishRequest,
  decodePublishRequest,
  encodePublishResult,
  decodePublishResult,
} from "./codec/publish.ts";
export { encodeAccessGet, encodeAccess, decodeAccess, encodeAccessChange, decodeAccessChange } from "./codec/access.ts";
export { REPORT_CHARACTERS, encodeReportRequest, decodeReportRequest } from "./codec/report.ts";
export {
  BITS_BYTES,
  cidOf,
  hashOfCid,
  encodeBitsRequest,
  decodeBitsRequest,
  encodeBits,
  decodeBits,
} from "./codec/bits.ts";
export { encodeSlotRequest, decodeSlotRequest, encodeSlot, decodeSlot } from "./codec/slot.ts";
