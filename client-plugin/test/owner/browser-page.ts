// Runs in the browser: an owner who publishes.
import { client } from "@xmpp/client";
import { statusScheme } from "@status-scheme/client-plugin";

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
};
export type PageApi = typeof api;
(globalThis as unknown as { api: PageApi }).api = api;
