// Runs in the browser: a client with the plugin, its cache in IndexedDB.
import { client, xml } from "@xmpp/client";
import { indexedDbCache, statusScheme } from "@status-scheme/client-plugin";
import type { Shown } from "@status-scheme/client-plugin";

interface Account {
  readonly service: string;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
}

const api = {
  /** Logs in; `see` waits for what is shown for the contact to have this many media. */
  start({ service, domain, username, password }: Account) {
    const xmpp = client({
      service,
      domain,
      credentials: (authenticate) => authenticate({ username, password }, "PLAIN"),
    });
    let fetches = 0;
    const schemes = statusScheme(xmpp, {
      cache: indexedDbCache(),
      fetch: (...request) => {
        fetches++;
        return fetch(...request);
      },
    });
    const warnings: string[] = [];
    schemes.on("warning", ({ code, message }) => warnings.push(`${code}: ${message}`));
    xmpp.on("online", () => void xmpp.send(xml("presence")));
    void xmpp.start();
    return {
      schemes,
      warnings,
      fetches: () => fetches,
      see: (contact: string, media: number) =>
        new Promise<Shown>((resolve) => {
          const look = (shown: Shown | undefined) => {
            if (shown?.contact === contact && shown.fresh && shown.look?.media.length === media) resolve(shown);
          };
          schemes.on("look", look);
          look(schemes.shown(contact));
        }),
      stop: async () => {
        await schemes.stop();
        await xmpp.stop();
      },
    };
  },
  /** The size the browser draws it in. */
  async draw(url: string) {
    const image = new Image();
    image.src = url;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  },
};
export type PageApi = typeof api;
(globalThis as unknown as { api: PageApi }).api = api;
