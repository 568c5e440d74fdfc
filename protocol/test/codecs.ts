// Names in the vectors (`as`) to encoder and decoder, as one value each.
import * as protocol from "../src/index.ts";
import type { Element, ErrorCode, ErrorDetail, LimitsForm } from "../src/index.ts";
import * as transfer from "../src/transfer.ts";

export interface Codec {
  readonly decode: (payload: Element) => unknown;
  readonly encode: (value: unknown) => Element;
}
const codec = <T>(decode: (payload: Element) => T, encode: (value: T) => Element): Codec => ({
  decode,
  encode: (value) => encode(value as T),
});

const CODECS: Readonly<Record<string, Codec>> = {
  Scheme: codec(protocol.decodeScheme, protocol.encodeScheme),
  CheckRequest: codec(protocol.decodeCheckRequest, protocol.encodeCheckRequest),
  CheckResult: codec(protocol.decodeCheckResult, protocol.encodeCheckResult),
  FetchRequest: codec(protocol.decodeFetchRequest, protocol.encodeFetchRequest),
  FetchResult: codec(protocol.decodeFetchResult, protocol.encodeFetchResult),
  SyncRequest: codec(protocol.decodeSyncRequest, protocol.encodeSyncRequest),
  SyncResult: codec(protocol.decodeSyncResult, protocol.encodeSyncResult),
  PublishRequest: codec(protocol.decodePublishRequest, protocol.encodePublishRequest),
  PublishResult: codec(protocol.decodePublishResult, protocol.encodePublishResult),
  Access: codec(protocol.decodeAccess, protocol.encodeAccess),
  AccessChange: codec(protocol.decodeAccessChange, protocol.encodeAccessChange),
  Changed: codec(protocol.decodeChanged, protocol.encodeChanged),
  Showing: codec(protocol.decodeShowing, protocol.encodeShowing),
  SlotRequest: codec(protocol.decodeSlotRequest, protocol.encodeSlotRequest),
  ReportRequest: codec(protocol.decodeReportRequest, protocol.encodeReportRequest),
  Slot: codec(protocol.decodeSlot, protocol.encodeSlot),
  Error: codec<{ code: ErrorCode; detail: ErrorDetail }>(
    (payload) => {
      const { code, detail } = protocol.decodeError(payload);
      return { code, detail };
    },
    ({ code, detail }) => protocol.encodeError(new protocol.SchemeError(code, detail)),
  ),
  LimitsForm: codec<LimitsForm>(protocol.decodeLimitsForm, ({ limits, origins }) =>
    protocol.encodeLimitsForm(limits, origins),
  ),
  Jingle: codec(transfer.decodeJingle, transfer.encodeJingle),
  JingleError: codec(transfer.decodeJingleError, transfer.encodeJingleError),
  IbbOpen: codec(transfer.decodeIbbOpen, transfer.encodeIbbOpen),
  // JSON has no bytes: there they are base64.
  IbbData: codec(
    (payload) => {
      const { data, ...rest } = transfer.decodeIbbData(payload);
      return { ...rest, data: Buffer.from(data).toString("base64") };
    },
    ({ data, ...rest }) => transfer.encodeIbbData({ ...rest, data: Buffer.from(data, "base64") }),
  ),
  IbbClose: codec(transfer.decodeIbbClose, transfer.encodeIbbClose),
  BitsRequest: codec(protocol.decodeBitsRequest, protocol.encodeBitsRequest),
  Bits: codec(
    (payload) => {
      const { bytes, ...rest } = protocol.decodeBits(payload);
      return { ...rest, bytes: Buffer.from(bytes).toString("base64") };
    },
    ({ bytes, ...rest }) => protocol.encodeBits({ ...rest, bytes: Buffer.from(bytes, "base64") }),
  ),
  Streamhosts: codec(transfer.decodeStreamhosts, transfer.encodeStreamhosts),
  Activation: codec(transfer.decodeActivation, transfer.encodeActivation),
};

export function codecOf(name: string): Codec {
  const found = CODECS[name];
  if (!found) throw new Error(`no codec ${name}`);
  return found;
}
export const CODEC_NAMES = Object.keys(CODECS);
