// Runs in the browser: what a page with the one script does, a login and a row for each contact.
import {
  client,
  indexedDbCache,
  memoryCache,
  preferLooks,
  showLooks,
  StatusLook,
  statusScheme,
  xml,
} from "../../../../element/src/bundle.ts";

export interface Account {
  readonly service: string;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
}
export interface RowOptions {
  readonly size?: number;
  readonly sound?: boolean;
}

const lookOf = (contact: string) =>
  [...document.querySelectorAll("status-look")].find((look) => look.contact === contact)!;

const web = {
  StatusLook,
  preferLooks,
  warnings: [] as string[],
  schemes: undefined as ReturnType<typeof statusScheme> | undefined,
  /** Resolves when every contact's look is settled. `isLasting`: in IndexedDB. */
  async login({ service, domain, username, password }: Account, isLasting = false): Promise<void> {
    const xmpp = client({
      service,
      domain,
      credentials: (authenticate) => authenticate({ username, password }, "PLAIN"),
    });
    const cache = isLasting ? indexedDbCache() : memoryCache();
    const schemes = statusScheme(xmpp, { cache, languages: ["en"] });
    web.schemes = schemes;
    schemes.on("warning", ({ code, contact, message }) => web.warnings.push(`${code} ${contact ?? ""}: ${message}`));
    showLooks(schemes);
    const settled = new Promise<void>((resolve) => void schemes.once("settled", resolve));
    xmpp.on("online", () => void xmpp.send(xml("presence")));
    await xmpp.start();
    await settled;
  },
  /** A list of contacts as rosters have them. */
  rows(contacts: readonly string[], { size = 48, sound = false }: RowOptions = {}): void {
    for (const contact of contacts) {
      const row = document.createElement("li");
      const look = row.appendChild(document.createElement("status-look"));
      const name = row.appendChild(document.createElement("span"));
      name.textContent = look.name = contact.slice(0, contact.indexOf("@"));
      look.id = `of-${name.textContent}`;
      look.contact = contact;
      look.size = size;
      look.sound = sound;
      document.querySelector("ul")!.append(row);
    }
  },
  /** What is inside: the node, with its classes. */
  inside(contact: string): string {
    const node = lookOf(contact).shadowRoot!.querySelector(".box > *");
    return node ? [node.localName, ...node.classList].join(".") : "";
  },
  title: (contact: string) => lookOf(contact).shadowRoot!.querySelector<HTMLElement>(".box")!.title,
  video: (contact: string) => lookOf(contact).shadowRoot!.querySelector("video"),
  button: (contact: string) => lookOf(contact).shadowRoot!.querySelector("button"),
  /** Where everything stands on the page, elements and what is around them. */
  layout: () =>
    JSON.stringify([
      document.documentElement.scrollWidth,
      document.documentElement.scrollHeight,
      ...[...document.querySelectorAll("li, status-look, span")].map((node) => node.getBoundingClientRect()),
    ]),
};
export type WebPage = typeof web;
Object.assign(globalThis, { web });
