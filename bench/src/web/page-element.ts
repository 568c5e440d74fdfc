// Runs in the browser: `<status-look>` of many contacts, by @xmpp/client with the plugin, as a page of one's own has them.
import { client, indexedDbCache, showLooks, statusScheme, xml, type StatusLook } from "../../../element/src/bundle.ts";
import type { LookPage } from "./types.ts";

const page: LookPage = {
  async start(login, contacts) {
    const xmpp = client(login);
    const schemes = statusScheme(xmpp, { cache: indexedDbCache() });
    const settled = new Promise<void>((resolve) => void schemes.once("settled", resolve));
    showLooks(schemes);
    for (const contact of contacts) {
      const look = document.createElement("status-look") as StatusLook;
      look.contact = contact;
      document.body.append(look);
    }
    await xmpp.start();
    await xmpp.send(xml("presence"));
    await settled;
  },
  animate(count, animation) {
    const bytes = Uint8Array.from(atob(animation), (character) => character.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: "image/webp" }));
    const medium = { kind: "animation", mediaType: "image/webp", size: bytes.length, hash: "1", bytes, url } as const;
    document.body.replaceChildren();
    for (let index = 0; index < count; index++) {
      const look = document.createElement("status-look") as StatusLook;
      look.motion = "animate";
      look.size = 64;
      look.shown = {
        contact: `guest${index}@capulet.lit`,
        loggedIn: true,
        state: "available",
        show: "available",
        fresh: true,
        look: { state: "available", texts: [], offered: ["animation"], media: [medium] },
      };
      document.body.append(look);
    }
  },
};
window.page = page;
