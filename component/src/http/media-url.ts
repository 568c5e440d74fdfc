// Media URLs, signed for one viewer, with an expiry (draft, "Media over HTTP").
import type { BaseUrl } from "./token.ts";
import { baseOf, createTokenSigner, TAG_BYTES, TIME_BYTES } from "./token.ts";

const HASH_BYTES = 32;

export interface MediaUrlsOptions {
  /** 32 bytes that only this service knows (`store.secret`). */
  readonly secret: Uint8Array;
  readonly baseUrl: BaseUrl;
  /** A URL is good for this long at least, and twice as long at most. */
  readonly ttlSeconds: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/** What a token that verifies says. */
export interface MediaGrant {
  /** Hex SHA-256 of the blob. */
  readonly hash: string;
  /** Tags of owner and viewer, hex, for logs and rate limits: they name nobody. */
  readonly owner: string;
  readonly viewer: string;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

export interface MediaUrls {
  /**
   * The URL of a blob (`hash`: hex SHA-256) of an owner's scheme for a viewer (bare JIDs). The same for as long as the
   * expiry rounds to the same time, so that HTTP caches keep it.
   */
  sign(medium: { readonly owner: string; readonly viewer: string; readonly hash: string }): string;
  /** What a token says; undefined where it is not ours or has expired. */
  verify(token: string): MediaGrant | undefined;
}

export function createMediaUrls({ secret, baseUrl, ttlSeconds, clock }: MediaUrlsOptions): MediaUrls {
  const tokens = createTokenSigner(secret, "media");
  return {
    sign: ({ owner, viewer, hash }) => {
      const digest = Buffer.from(hash, "hex");
      if (digest.length !== HASH_BYTES) throw new TypeError("hash: not a hex SHA-256");
      const expires = Buffer.alloc(TIME_BYTES);
      expires.writeUIntBE(Math.ceil((clock() / 1000 + ttlSeconds) / ttlSeconds) * ttlSeconds, 0, TIME_BYTES);
      return `${baseOf(baseUrl)}/media/${tokens.sign(Buffer.concat([digest, expires, tokens.tag(owner), tokens.tag(viewer)]))}`;
    },
    verify: (token) => {
      const payload = tokens.open(token);
      if (payload === undefined) return undefined;
      const expires = payload.readUIntBE(HASH_BYTES, TIME_BYTES) * 1000;
      if (expires <= clock()) return undefined;
      const tags = payload.subarray(HASH_BYTES + TIME_BYTES);
      return {
        hash: payload.toString("hex", 0, HASH_BYTES),
        owner: tags.toString("hex", 0, TAG_BYTES),
        viewer: tags.toString("hex", TAG_BYTES),
        expires,
      };
    },
  };
}
