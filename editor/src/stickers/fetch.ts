// Gets a sticker's bytes: over HTTPS, with CORS, telling nobody who asks, never more than promised, and verified.
import { StickerError } from "./api.ts";
import type { Sticker } from "./api.ts";

export interface FetchOptions {
  /** Default: the environment's. */
  readonly fetch?: typeof fetch;
  readonly signal?: AbortSignal;
  /** Takes plain HTTP from this machine as well: for tests, whose servers are there. */
  readonly loopback?: boolean;
}

const TIMEOUT_MS = 30_000;
const LOOPBACK = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//;

/** What it is in truth is for `readFile` to find. @throws StickerError */
export async function fetchSticker(sticker: Sticker, options: FetchOptions = {}): Promise<Blob> {
  const { fetch = globalThis.fetch, loopback = false } = options;
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  let failure = new StickerError("not-received");
  for (const url of sticker.sources) {
    if (!url.startsWith("https:") && !(loopback && LOOPBACK.test(url))) continue;
    try {
      const response = await fetch(url, {
        ...{ signal, mode: "cors", credentials: "omit", redirect: "error" },
        ...{ referrerPolicy: "no-referrer", cache: "no-store" },
      });
      if (!response.ok) throw new StickerError("not-received");
      const bytes = await readExactly(response, sticker.size);
      if ((await sha256(bytes)) !== sticker.hash) throw new StickerError("bad-sticker");
      return new Blob([bytes], { type: sticker.mediaType });
    } catch (cause) {
      options.signal?.throwIfAborted();
      failure = cause instanceof StickerError ? cause : new StickerError("not-received", { cause });
    }
  }
  throw failure;
}

async function readExactly({ body }: Response, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(size);
  let length = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const chunk = part.value as Uint8Array;
    if (length + chunk.length > size) {
      await reader?.cancel();
      throw new StickerError("bad-sticker");
    }
    bytes.set(chunk, length);
    length += chunk.length;
  }
  if (length < size) throw new StickerError("bad-sticker");
  return bytes;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}
