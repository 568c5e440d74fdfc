// Upload slots (draft, "Uploading Media"; XEP-0363): a signed PUT URL that says what may be put, and a get URL that
// names the upload in the publish that follows. Nothing is stored until the PUT. The get URL serves nobody: uploads are
// private until they are published, and then served under URLs of their own.
import type { LimitName, Limits, MediumKind, Slot, SlotRequest } from "@status-scheme/protocol";
import { MEDIUM_KINDS, SchemeError } from "@status-scheme/protocol";
import { randomBytes } from "node:crypto";
import { ACCEPTED_TYPES, BYTES_LIMIT, essenceOf } from "../media/media-types.ts";
import type { BaseUrl } from "./token.ts";
import { baseOf, createTokenSigner, TAG_BYTES, TIME_BYTES } from "./token.ts";

const ID_BYTES = 16;
const SIZE_BYTES = 6;

export interface SlotsOptions {
  /** 32 bytes that only this service knows (`store.secret`). */
  readonly secret: Uint8Array;
  readonly baseUrl: BaseUrl;
  /** How long a slot waits for its PUT to begin. */
  readonly ttlSeconds: number;
  readonly limits: Limits;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What a PUT URL allows. */
export interface UploadGrant {
  /** The upload's id: 32 hex digits. */
  readonly id: string;
  /** Bytes, exactly. */
  readonly size: number;
  /** The media type announced, without parameters; absent: none was. */
  readonly contentType?: string;
  /** The owner's tag, hex: it names nobody. */
  readonly owner: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface Slots {
  /** @throws SchemeError `limit-exceeded`, `bad-medium` (a type no medium has) or `bad-request` */
  issue(owner: string, request: SlotRequest): Slot;
  /** The upload a get URL names; undefined where it is no get URL of this owner's (bare JID). */
  uploadIdOf(getUrl: string, owner: string): string | undefined;
  /** What a PUT token allows; undefined where it is not ours or has expired. */
  verifyPut(token: string): UploadGrant | undefined;
}

export function createSlots({ secret, baseUrl, ttlSeconds, limits, clock }: SlotsOptions): Slots {
  const puts = createTokenSigner(secret, "put");
  const gets = createTokenSigner(secret, "get");
  const prefix = () => `${baseOf(baseUrl)}/upload/`;
  return {
    issue: (owner, { size, contentType }) => {
      checkSize(size, contentType, limits);
      const id = randomBytes(ID_BYTES);
      const numbers = Buffer.alloc(SIZE_BYTES + TIME_BYTES);
      numbers.writeUIntBE(size, 0, SIZE_BYTES);
      numbers.writeUIntBE(Math.ceil(clock() / 1000 + ttlSeconds), SIZE_BYTES, TIME_BYTES);
      const type = Buffer.from(contentType === undefined ? "" : essenceOf(contentType));
      return {
        put: { url: prefix() + puts.sign(Buffer.concat([id, numbers, puts.tag(owner), type])), headers: [] },
        get: prefix() + gets.sign(Buffer.concat([id, gets.tag(owner)])),
      };
    },
    uploadIdOf: (getUrl, owner) => {
      const payload = getUrl.startsWith(prefix()) ? gets.open(getUrl.slice(prefix().length)) : undefined;
      if (payload === undefined || !payload.subarray(ID_BYTES).equals(gets.tag(owner))) return undefined;
      return payload.toString("hex", 0, ID_BYTES);
    },
    verifyPut: (token) => {
      const payload = puts.open(token);
      if (payload === undefined) return undefined;
      const expires = payload.readUIntBE(ID_BYTES + SIZE_BYTES, TIME_BYTES) * 1000;
      if (expires <= clock()) return undefined;
      const tag = payload.subarray(ID_BYTES + SIZE_BYTES + TIME_BYTES);
      const type = tag.toString("utf8", TAG_BYTES);
      return {
        id: payload.toString("hex", 0, ID_BYTES),
        size: payload.readUIntBE(ID_BYTES, SIZE_BYTES),
        ...(type !== "" && { contentType: type }),
        owner: tag.toString("hex", 0, TAG_BYTES),
        expires,
      };
    },
  };
}

/** The largest upload of a content type: the most any kind of medium it may turn out to be is allowed. */
export interface SlotLimit {
  readonly medium: MediumKind;
  readonly limit: LimitName;
  /** Bytes. */
  readonly max: number;
}

/** Without a content type the upload may be any kind. @throws SchemeError `bad-medium` for a type no medium has */
export function slotLimit(contentType: string | undefined, limits: Limits): SlotLimit {
  const kinds = contentType === undefined ? MEDIUM_KINDS : ACCEPTED_TYPES.get(essenceOf(contentType));
  if (kinds === undefined) throw new SchemeError("bad-medium", { reason: "not a media type this service takes" });
  return kinds
    .map((medium) => ({ medium, limit: BYTES_LIMIT[medium], max: limits[BYTES_LIMIT[medium]] }))
    .reduce((largest, candidate) => (candidate.max > largest.max ? candidate : largest));
}

function checkSize(size: number, contentType: string | undefined, limits: Limits): void {
  if (!Number.isSafeInteger(size) || size < 1) {
    throw new SchemeError("bad-request", { what: "size", reason: "not a positive number of bytes" });
  }
  const limit = slotLimit(contentType, limits);
  if (size > limit.max) throw new SchemeError("limit-exceeded", { ...limit, actual: size });
}
