// Runs in the browser: an owner who publishes.
import { client } from "@xmpp/client";
import { statusScheme } from "@status-scheme/client-plugin";
import { element, NS_HTTP_UPLOAD } from "@status-scheme/protocol";
import { createUploader } from "../../src/owner/upload.ts";
import type { UploaderUses } from "../../src/owner/upload.ts";

interface Account {
  readonly service: string;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
}

const api = {
  /** Publishes one look with these bytes as its picture. `abortAt`: breaks off when so many bytes were sent. */
  async publish({ service, domain, username, password }: Account, base64: string, abortAt?: number) {
    const xmpp = client({
      service,
      domain,
      credentials: (authenticate) => authenticate({ username, password }, "PLAIN"),
    });
    const schemes = statusScheme(xmpp);
    await xmpp.start();
    const bytes = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
    const progress: { readonly sent: number; readonly total: number }[] = [];
    const stop = new AbortController();
    const outcome = await schemes
      .publish(
        [
          {
            state: "dnd",
            text: [{ lang: "en", text: "Busy" }],
            media: [{ kind: "image", bytes, mediaType: "image/png" }],
          },
        ],
        {
          signal: stop.signal,
          onProgress: (now) => {
            progress.push(now);
            if (abortAt !== undefined && now.sent >= abortAt) stop.abort(new Error("changed my mind"));
          },
        },
      )
      .then(
        ({ stamp }) => ({ stamp }),
        (error: unknown) => ({ error: String(error) }),
      );
    const stored = await schemes.own();
    await schemes.stop();
    await xmpp.stop();
    return { ...outcome, progress, size: bytes.length, looks: stored?.looks.length ?? 0 };
  },
  /** Uploads so many bytes to this URL; `passTime` is called when some are sent, and makes all timers fire. */
  async stall(url: string, size: number) {
    let late = () => {};
    const slot = element(
      NS_HTTP_UPLOAD,
      "slot",
      {},
      element(NS_HTTP_UPLOAD, "put", { url }),
      element(NS_HTTP_UPLOAD, "get", { url }),
    );
    const caller = { ask: () => Promise.resolve(slot) } as unknown as UploaderUses["caller"];
    const deps: UploaderUses["deps"] = {
      after: (_ms, run) => {
        late = run;
        return () => (late = () => {});
      },
    };
    Object.assign(globalThis, { passTime: () => late() });
    const failed = new AbortController();
    const medium = { kind: "image", mediaType: "image/png", size, desc: [], hash: "", sources: [] } as const;
    const upload = createUploader({ caller, deps });
    let sent = 0;
    const options = { signal: failed.signal, failed, onSent: (bytes: number) => (sent = bytes) };
    const outcome = await upload({ look: "dnd", medium, bytes: new Uint8Array(size) }, options).catch(String);
    return { outcome, sent };
  },
};
export type PageApi = typeof api;
(globalThis as unknown as { api: PageApi }).api = api;
