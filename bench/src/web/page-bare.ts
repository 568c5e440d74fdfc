// Runs in the browser: what there is to compare with. An `<img>` for each contact, set to bytes that are here already when
// presence comes, by @xmpp/client and nothing else.
import { client, xml } from "@xmpp/client";
import type { LookPage } from "./types.ts";

const urls = new Map<string, string>();

const page: LookPage = {
  async start(login, contacts) {
    const images = new Map(contacts.map((contact) => [contact, imageOf(contact)]));
    const xmpp = client(login);
    xmpp.on("stanza", (stanza) => {
      if (stanza.name !== "presence" || stanza.attrs.type !== undefined) return;
      const contact = String(stanza.attrs.from).split("/")[0]!;
      const url = urls.get(`${contact} ${stanza.getChildText("show") ?? "available"}`);
      const image = images.get(contact);
      if (image && url !== undefined) image.src = url;
    });
    await xmpp.start();
    await xmpp.send(xml("presence"));
  },
  async keep(pictures) {
    for (const [contact, states] of Object.entries(pictures)) {
      for (const [state, picture] of Object.entries(states)) {
        const bytes = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
        urls.set(`${contact} ${state}`, URL.createObjectURL(new Blob([bytes], { type: "image/jpeg" })));
      }
    }
  },
};
window.page = page;

function imageOf(contact: string): HTMLImageElement {
  const place = document.createElement("span");
  place.dataset.pictureOf = contact;
  const image = place.appendChild(new Image(32, 32));
  image.decoding = "sync";
  document.body.append(place);
  return image;
}
