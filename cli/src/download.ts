// Gets the bytes of the own scheme's media, as the service has them.
import type { Medium } from "@status-scheme/protocol";
import { createHash } from "node:crypto";

const TIMEOUT_MS = 60_000;

/** @throws Error in words */
export async function download(look: string, { kind, sources, size, hash }: Medium): Promise<Uint8Array> {
  const failed = (reason: string, cause?: unknown) => new Error(`${look}, ${kind}: ${reason}`, { cause });
  const [url] = sources;
  if (url === undefined) throw failed("the service says no place to get it from");
  const response = await fetch(url, {
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw failed("it cannot be had now", cause);
  });
  if (!response.ok) throw failed(`it cannot be had (HTTP status ${response.status})`);
  const bytes = new Uint8Array(size);
  let length = 0;
  for await (const chunk of response.body ?? []) {
    if (length + chunk.length > size) throw failed("it is longer than the service says");
    bytes.set(chunk, length);
    length += chunk.length;
  }
  if (length < size || createHash("sha256").update(bytes).digest("base64") !== hash) {
    throw failed("it is not what the service says");
  }
  return bytes;
}
