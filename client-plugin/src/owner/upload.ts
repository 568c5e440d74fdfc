// Uploads a medium: a slot by XEP-0363 from the service (draft, "Uploading Media"), then HTTP PUT of exactly the
// announced bytes. One that stalls is given up.
import { decodeSlot, encodeSlotRequest, NS_HTTP_UPLOAD, SchemeError } from "@status-scheme/protocol";
import type { ErrorCode } from "@status-scheme/protocol";
import type { Deps } from "../viewer/deps.ts";
import type { Upload } from "./drafts.ts";
import type { ServiceCaller } from "./service.ts";

export interface UploadOptions {
  readonly signal: AbortSignal;
  /** Makes `signal` abort: where one upload stalls, there is no publish. */
  readonly failed: AbortController;
  /** Bytes of this upload sent so far. */
  readonly onSent: (bytes: number) => void;
}
/** Resolves to the URL that names the upload in a publish. @throws SchemeError */
export type Uploader = (upload: Upload, options: UploadOptions) => Promise<string>;

interface Put {
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly bytes: Uint8Array<ArrayBuffer>;
}
/** Resolves to the HTTP status. 0, or rejects, where none came. */
type Transfer = (put: Put, options: Pick<UploadOptions, "signal" | "onSent">) => Promise<number>;

/** Milliseconds without progress that are waited for. */
const STILL_MS = 60_000;
/** Bytes in a millisecond, on the slowest way that is waited for, where no progress is to be seen. */
const SLOWEST = 4;

export interface UploaderUses {
  readonly caller: ServiceCaller;
  readonly deps: Pick<Deps, "after">;
  /** In the place of what the environment has. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * An upload is given up, with `try-later`, when nothing more of it was sent for a minute. `fetch` tells of no progress, and nobody
 * of what waits in buffers: until the first sign, and from the last byte to the answer, it has a minute, and the time that the
 * whole takes at 4000 bytes a second.
 */
export function createUploader({ caller, deps, fetch }: UploaderUses): Uploader {
  // Only XMLHttpRequest tells of progress.
  const transfer = fetch === undefined && "XMLHttpRequest" in globalThis ? byXhr : byFetch(fetch);
  return async ({ look, medium: { kind, mediaType, size }, bytes }, options) => {
    const at = { look, medium: kind };
    let cancel = () => {};
    const wait = (unseen: number) => {
      cancel();
      cancel = deps.after(STILL_MS + unseen / SLOWEST, () =>
        options.failed.abort(new SchemeError("try-later", { ...at, reason: "upload stalled" })),
      );
    };
    try {
      const request = encodeSlotRequest({ filename: `${look}-${kind}`, size, contentType: mediaType });
      const answer = { name: "slot", xmlns: NS_HTTP_UPLOAD };
      const { put, get } = decodeSlot(await caller.ask("get", request, { answer }));
      options.signal.throwIfAborted();
      wait(size);
      const status = await transfer(
        {
          url: put.url,
          headers: [["Content-Type", mediaType], ...put.headers.map(({ name, value }) => [name, value] as const)],
          bytes: bytes as Uint8Array<ArrayBuffer>,
        },
        {
          ...options,
          onSent(sent) {
            wait(sent < size ? 0 : size);
            options.onSent(sent);
          },
        },
      );
      if (status < 200 || status > 299) throw new SchemeError(codeOf(status), { reason: `HTTP status ${status}` });
      return get;
    } catch (error) {
      options.signal.throwIfAborted();
      const { code = "try-later", detail = { reason: "upload failed" } } = error instanceof SchemeError ? error : {};
      throw new SchemeError(code, { ...at, ...detail }, { cause: error });
    } finally {
      cancel();
    }
  };
}

/** What a PUT is refused with (draft, "Uploading Media"). */
const REFUSALS: Readonly<Record<number, ErrorCode>> = {
  0: "try-later",
  403: "forbidden",
  408: "try-later",
  409: "conflict",
  413: "limit-exceeded",
  415: "bad-medium",
  429: "rate-exceeded",
  503: "service-unavailable",
  507: "quota-exceeded",
};

function codeOf(status: number): ErrorCode {
  return REFUSALS[status] ?? (status < 500 ? "bad-request" : "try-later");
}

const byFetch =
  (fetch: typeof globalThis.fetch = globalThis.fetch): Transfer =>
  async ({ url, headers, bytes }, { signal, onSent }) => {
    const response = await fetch(url, {
      method: "PUT",
      headers: headers as [string, string][],
      body: bytes,
      redirect: "error",
      credentials: "omit",
      referrerPolicy: "no-referrer",
      signal,
    });
    await response.body?.cancel();
    if (response.ok) onSent(bytes.length);
    return response.status;
  };

const byXhr: Transfer = ({ url, headers, bytes }, { signal, onSent }) =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onloadend = () => resolve(request.status);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(bytes);
  });
