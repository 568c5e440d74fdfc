// Uploads a medium: a slot by XEP-0363 from the service (draft, "Uploading Media"), then HTTP PUT of exactly the
// announced bytes.
import { decodeSlot, encodeSlotRequest, NS_HTTP_UPLOAD, SchemeError } from "@status-scheme/protocol";
import type { ErrorCode, Slot } from "@status-scheme/protocol";
import type { Upload } from "./drafts.ts";
import type { ServiceCaller } from "./service.ts";

export interface UploadOptions {
  readonly signal: AbortSignal;
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
/** Resolves to the HTTP status. Rejects where none came. */
type Transfer = (put: Put, options: UploadOptions) => Promise<number>;

/** `fetch`: in the place of what the environment has. */
export function createUploader(caller: ServiceCaller, fetch: typeof globalThis.fetch | undefined): Uploader {
  // Only XMLHttpRequest tells of progress.
  const transfer = fetch === undefined && "XMLHttpRequest" in globalThis ? byXhr : byFetch(fetch);
  return async ({ look, medium: { kind, mediaType, size }, bytes }, options) => {
    const request = { filename: `${look}-${kind}`, size, contentType: mediaType };
    const put = async ({ put: { url, headers }, get }: Slot) => {
      options.signal.throwIfAborted();
      const all = [["Content-Type", mediaType] as const, ...headers.map(({ name, value }) => [name, value] as const)];
      const status = await transfer({ url, headers: all, bytes: bytes as Uint8Array<ArrayBuffer> }, options);
      if (status < 200 || status > 299) throw new SchemeError(codeOf(status), { reason: `HTTP status ${status}` });
      return get;
    };
    try {
      const answer = { name: "slot", xmlns: NS_HTTP_UPLOAD };
      return await put(decodeSlot(await caller.ask("get", encodeSlotRequest(request), { answer })));
    } catch (error) {
      options.signal.throwIfAborted();
      const { code = "try-later", detail = { reason: "upload failed" } } = error instanceof SchemeError ? error : {};
      throw new SchemeError(code, { look, medium: kind, ...detail }, { cause: error });
    }
  };
}

/** What a PUT is refused with (draft, "Uploading Media"). */
const REFUSALS: Readonly<Record<number, ErrorCode>> = {
  400: "bad-request",
  403: "forbidden",
  409: "conflict",
  411: "bad-request",
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
      headers: headers.map(([name, value]) => [name, value] as [string, string]),
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
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of headers) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => resolve(request.status);
    request.onerror = request.onabort = () => reject(new Error("The upload broke off."));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(bytes);
  });
