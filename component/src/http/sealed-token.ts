// Tokens that carry what only the service is to read: sealed by a synthetic IV, the keyed digest of the payload, which both
// encrypts it and proves it. The same payload gives the same token, so that a URL made of it stays the same.
import type { KeyObject } from "node:crypto";
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, timingSafeEqual } from "node:crypto";

const IV_BYTES = 16;
const CIPHER = "aes-256-ctr";

export interface SealedTokens {
  /** base64url of the payload, sealed. */
  seal(payload: Uint8Array): string;
  /** The payload of a token sealed here; undefined for anything else. In constant time over the proof. */
  open(token: string): Buffer | undefined;
}

/** `purpose` separates tokens: one made for one purpose is none for another. */
export function createSealedTokens(secret: Uint8Array, purpose: string): SealedTokens {
  const root = createSecretKey(secret);
  const provingKey = createSecretKey(hmac(root, `${purpose} sealed token: proof`));
  const sealingKey = createSecretKey(hmac(root, `${purpose} sealed token: cipher`));
  const ivOf = (payload: Uint8Array) => hmac(provingKey, payload).subarray(0, IV_BYTES);
  return {
    seal: (payload) => {
      const iv = ivOf(payload);
      return Buffer.concat([iv, createCipheriv(CIPHER, sealingKey, iv).update(payload)]).toString("base64url");
    },
    open: (token) => {
      const bytes = Buffer.from(token, "base64url");
      // One spelling a token: what decodes to the same bytes from other characters is not what was handed out.
      if (bytes.length <= IV_BYTES || bytes.toString("base64url") !== token) return undefined;
      const iv = bytes.subarray(0, IV_BYTES);
      const payload = createDecipheriv(CIPHER, sealingKey, iv).update(bytes.subarray(IV_BYTES));
      return timingSafeEqual(iv, ivOf(payload)) ? payload : undefined;
    },
  };
}

function hmac(key: KeyObject, data: string | Uint8Array): Buffer {
  return createHmac("sha256", key).update(data).digest();
}
