// Tokens in URLs: a payload the service made and signed, so that nothing has to be stored about a URL handed out.
// A token names nobody: accounts are in it as keyed tags.
import type { KeyObject } from "node:crypto";
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

const MAC_BYTES = 16;
/** Bytes of a tag: enough to tell the accounts of a server apart, too few to be worth keeping. */
export const TAG_BYTES = 8;
/** Seconds since the epoch take five bytes in a token: the year 2106 is near for four. */
export const TIME_BYTES = 5;

export interface TokenSigner {
  /** base64url of payload and signature. */
  sign(payload: Uint8Array): string;
  /** The payload of a token of this signer; undefined for anything else. In constant time over the signature. */
  open(token: string): Buffer | undefined;
  /** A keyed tag of a bare JID: the same for the same account, and meaningless without the secret. */
  tag(jid: string): Buffer;
}

/** `purpose` separates tokens: one made for one purpose is none for another. */
export function createTokenSigner(secret: Uint8Array, purpose: string): TokenSigner {
  // As key objects, which cost a fifth of what bytes do, for each signature.
  const root = createSecretKey(secret);
  const signingKey = createSecretKey(hmac(root, `${purpose} token`));
  const taggingKey = createSecretKey(hmac(root, `${purpose} tag`));
  return {
    sign: (payload) => Buffer.concat([payload, mac(signingKey, payload)]).toString("base64url"),
    open: (token) => {
      const bytes = Buffer.from(token, "base64url");
      // One spelling a token: what decodes to the same bytes from other characters is not what was handed out.
      if (bytes.length <= MAC_BYTES || bytes.toString("base64url") !== token) return undefined;
      const payload = bytes.subarray(0, -MAC_BYTES);
      return timingSafeEqual(bytes.subarray(-MAC_BYTES), mac(signingKey, payload)) ? payload : undefined;
    },
    tag: (jid) => hmac(taggingKey, jid).subarray(0, TAG_BYTES),
  };
}

/**
 * The public base URL, with the path a reverse proxy may put before ours; as a function where it is only known once the
 * server listens.
 */
export type BaseUrl = string | (() => string);

/** The base URL without its trailing slash, so that paths can be appended. */
export function baseOf(baseUrl: BaseUrl): string {
  return (typeof baseUrl === "string" ? baseUrl : baseUrl()).replace(/\/+$/, "");
}

function hmac(key: KeyObject, data: string | Uint8Array): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

function mac(key: KeyObject, payload: Uint8Array): Buffer {
  return hmac(key, payload).subarray(0, MAC_BYTES);
}
