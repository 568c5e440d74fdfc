// Gets media over HTTP (draft, "Media over HTTP"): only from origins the service declares, never more bytes than
// promised, and nothing that is not what was promised.
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Limits, Medium } from "@status-scheme/protocol";
import { sha256 } from "../digest.ts";
import type { Deps } from "./deps.ts";
import type { Source } from "./questions.ts";

/**
 * @throws SchemeError `forbidden` where the URL is not good (any more), `no-such-medium`, `bad-medium` where the bytes
 * are not what was promised, `limit-exceeded`, `try-later`
 */
export type MediaGetter = (medium: Medium, source: Pick<Source, "limits" | "origins">) => Promise<Uint8Array>;

const TIMEOUT_MS = 30_000;
/** Bytes in a millisecond, on the slowest way that is waited for: what is large takes its time. */
const SLOWEST = 16;
/** Whatever a service advertises. */
const CEILING = 16_777_216;
const MAX_ERROR_BYTES = 4_096;

/** `stopped`: gives up what is on its way, for good. */
export function createMediaGetter({ fetch, after }: Pick<Deps, "fetch" | "after">, stopped?: AbortSignal): MediaGetter {
  const read = async (url: string, medium: Medium): Promise<Uint8Array> => {
    const stop = new AbortController();
    const abort = () => stop.abort();
    const cancel = after(TIMEOUT_MS + medium.size / SLOWEST, abort);
    stopped?.addEventListener("abort", abort);
    if (stopped?.aborted) abort();
    try {
      const response = await fetch(url, {
        signal: stop.signal,
        redirect: "error", // it would leave the origin that was checked
        credentials: "omit",
        referrerPolicy: "no-referrer",
        cache: "no-store", // kept by hash, in the plugin's cache
      });
      if (!response.ok) throw await statusError(response);
      return await readExactly(response, medium);
    } catch (cause) {
      throw cause instanceof SchemeError ? cause : new SchemeError("try-later", { reason: "not received" }, { cause });
    } finally {
      cancel();
      stopped?.removeEventListener("abort", abort);
      abort();
    }
  };

  return async (medium, { limits, origins }) => {
    const max = maxBytes(medium, limits);
    if (medium.size > max) throw new SchemeError("limit-exceeded", { medium: medium.kind, max, actual: medium.size });
    if (!isShowable(medium)) throw new SchemeError("bad-medium", { medium: medium.kind, reason: "media type" });
    let failure = new SchemeError("no-such-medium", { medium: medium.kind, reason: "no source of a declared origin" });
    for (const url of medium.sources) {
      if (!origins.includes(originOf(url))) continue;
      try {
        return await read(url, medium);
      } catch (error) {
        failure = error as SchemeError;
      }
    }
    throw failure;
  };
}

/**
 * Of a type that a browser shows and does not run: a page, script or SVG behind an object URL would be of the host's
 * own origin.
 */
export function isShowable({ kind, mediaType }: Pick<Medium, "kind" | "mediaType">): boolean {
  const type = kind === "animation" ? "image" : kind;
  return mediaType.startsWith(`${type}/`) && !/svg|xml/i.test(mediaType);
}

/** Limits are of uploads; what a service makes of them may be somewhat more. */
function maxBytes({ kind }: Medium, limits: Limits): number {
  return Math.min(2 * limits[`${kind}-bytes`], CEILING);
}

function originOf(url: string): string {
  const { protocol, origin } = URL.canParse(url) ? new URL(url) : { protocol: "", origin: "" };
  return protocol === "https:" || protocol === "http:" ? origin : "";
}

async function statusError(response: Response): Promise<SchemeError> {
  const { status } = response;
  const reason = `HTTP status ${status}`;
  if (status === 403) return new SchemeError("forbidden", { reason });
  if (status !== 429 && status < 500) return new SchemeError("no-such-medium", { reason });
  const after = await afterOf(response);
  return new SchemeError("try-later", { reason, ...(after !== undefined && { after }) });
}

/** The seconds that the service asks to be left alone for: of a small JSON object, which comes in one piece. */
async function afterOf({ body }: Response): Promise<number | undefined> {
  try {
    const { value } = await body!.getReader().read();
    if (value === undefined || value.length > MAX_ERROR_BYTES) return undefined;
    const { after } = JSON.parse(new TextDecoder().decode(value)) as { readonly after?: unknown };
    return Number.isSafeInteger(after) && Number(after) > 0 ? Number(after) : undefined;
  } catch {
    return undefined;
  }
}

async function readExactly(response: Response, medium: Medium): Promise<Uint8Array> {
  const { kind, size } = medium;
  const bytes = new Uint8Array(size);
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const chunk = part.value as Uint8Array;
    if (length + chunk.length > size) throw bad(kind);
    bytes.set(chunk, length);
    length += chunk.length;
  }
  return verifyBytes(bytes.subarray(0, length), medium);
}

/** @throws SchemeError `bad-medium` unless they are the bytes that were promised */
export async function verifyBytes(bytes: Uint8Array, { kind, size, hash }: Medium): Promise<Uint8Array> {
  if (bytes.length !== size || (await sha256(bytes)) !== hash) throw bad(kind);
  return bytes;
}

function bad(medium: Medium["kind"]): SchemeError {
  return new SchemeError("bad-medium", { medium, reason: "not the bytes promised" });
}
