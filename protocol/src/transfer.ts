// The second public face: what client-stored schemes move by (draft, "Client-Stored Schemes"). Apart from the first, so
// that a page which shows schemes from services does not load it.
export { destinationAddress } from "./destination-address.ts";
export { encodeJingle, decodeJingle } from "./codec/jingle.ts";
export type { Jingle, JingleAction, JingleContent, JingleInfo, Unsupported } from "./codec/jingle.ts";
export type { FileError, JingleReason, ReasonCondition } from "./codec/jingle-reason.ts";
export { encodeJingleError, decodeJingleError } from "./codec/jingle-error.ts";
export type { JingleError } from "./codec/jingle-error.ts";
export type { Checksum, ContentName, FileRange, Party, Received, TransferFile } from "./codec/jingle-file.ts";
export type { SchemeDocument } from "./codec/jingle-document.ts";
export { candidatePriority } from "./codec/jingle-s5b.ts";
export type { Candidate, CandidateType, S5bState, S5bTransport } from "./codec/jingle-s5b.ts";
export type { IbbTransport } from "./codec/jingle-ibb.ts";
export {
  encodeIbbOpen,
  decodeIbbOpen,
  encodeIbbData,
  decodeIbbData,
  encodeIbbClose,
  decodeIbbClose,
} from "./codec/ibb.ts";
export type { IbbClose, IbbData, IbbOpen } from "./codec/ibb.ts";
export {
  encodeStreamhostQuery,
  encodeStreamhosts,
  decodeStreamhosts,
  encodeActivation,
  decodeActivation,
} from "./codec/bytestreams.ts";
export type { Activation, Streamhost, Streamhosts } from "./codec/bytestreams.ts";
