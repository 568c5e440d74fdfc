// Media URLs, made for one viewer, with an expiry (draft, "Media over HTTP"). A URL says, sealed, whose medium it is and for
// whom, so that each request can be held against what the viewer may see then.
import { createBoundedMap } from "../service/support/bounded-map.ts";
import type { BaseUrl } from "./token.ts";
import { baseOf, TIME_BYTES } from "./token.ts";
import { createSealedTokens } from "./sealed-token.ts";

const HASH_BYTES = 32;
const LENGTH_BYTES = 2;
const JIDS_AT = HASH_BYTES + TIME_BYTES + LENGTH_BYTES;
/**
 * Bytes of both JIDs together. RFC 7622 allows eight times as much, by which an owner could make the answers about itself
 * too large for servers to pass on: a scheme may have 256 URLs.
 */
const MAX_JIDS_BYTES = 512;
/** Tokens that were opened lately: players ask for one URL range by range. Only ones that are ours are kept. */
const ROOM = 5_000;

export interface MediaUrlsOptions {
  /** 32 bytes that only this service knows (`store.secret`). */
  readonly secret: Uint8Array;
  readonly baseUrl: BaseUrl;
  /** A URL is good for this long at least, and twice as long at most. */
  readonly ttlSeconds: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What a token that is ours says. */
export interface MediaGrant {
  /** Hex SHA-256 of the blob. */
  readonly hash: string;
  /** Bare JIDs: whose scheme it is of, and whom the URL was made for. */
  readonly owner: string;
  readonly viewer: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface MediaUrls {
  /**
   * The URL of a blob (`hash`: hex SHA-256) of an owner's scheme for a viewer (bare JIDs). The same for as long as the
   * expiry rounds to the same time, so that HTTP caches keep it. Undefined where the JIDs are too long for one.
   */
  sign(medium: Pick<MediaGrant, "owner" | "viewer" | "hash">): string | undefined;
  /** What a token says; undefined where it is not ours or has expired. */
  verify(token: string): MediaGrant | undefined;
}

export function createMediaUrls({ secret, baseUrl, ttlSeconds, clock }: MediaUrlsOptions): MediaUrls {
  const tokens = createSealedTokens(secret, "media");
  const opened = createBoundedMap<MediaGrant>(ROOM);
  const open = (token: string): MediaGrant | undefined => {
    const payload = tokens.open(token);
    if (payload === undefined) return undefined;
    const viewerAt = JIDS_AT + payload.readUInt16BE(JIDS_AT - LENGTH_BYTES);
    const grant: MediaGrant = {
      hash: payload.toString("hex", 0, HASH_BYTES),
      owner: payload.toString("utf8", JIDS_AT, viewerAt),
      viewer: payload.toString("utf8", viewerAt),
      expires: payload.readUIntBE(HASH_BYTES, TIME_BYTES) * 1000,
    };
    opened.set(token, grant);
    return grant;
  };
  return {
    sign: ({ owner, viewer, hash }) => {
      const digest = Buffer.from(hash, "hex");
      if (digest.length !== HASH_BYTES) throw new TypeError("hash: not a hex SHA-256");
      const jids = [Buffer.from(owner), Buffer.from(viewer)] as const;
      if (jids[0].length + jids[1].length > MAX_JIDS_BYTES) return undefined;
      const numbers = Buffer.alloc(TIME_BYTES + LENGTH_BYTES);
      numbers.writeUIntBE(Math.ceil((clock() / 1000 + ttlSeconds) / ttlSeconds) * ttlSeconds, 0, TIME_BYTES);
      numbers.writeUInt16BE(jids[0].length, TIME_BYTES);
      return `${baseOf(baseUrl)}/media/${tokens.seal(Buffer.concat([digest, numbers, ...jids]))}`;
    },
    verify: (token) => {
      const grant = opened.get(token) ?? open(token);
      return grant && grant.expires > clock() ? grant : undefined;
    },
  };
}
