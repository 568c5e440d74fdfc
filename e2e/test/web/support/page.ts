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
  /** Media of the look of this stamp, or of any, are here, as far as they may be shown; and the browser has tried each. */
  async isHere(contact: string, stamp: string | undefined): Promise<boolean> {
    const shown = web.schemes!.shown(contact);
    if (!shown?.look || !shown.fresh || (stamp !== undefined && shown.stamp !== stamp)) return false;
    const tries = shown.look.media.map(({ url }) => {
      const image = new Image();
      const tried = new Promise<unknown>((resolve) => (image.onload = image.onerror = resolve));
      image.src = url;
      return tried;
    });
    await Promise.all(tries);
    return true;
  },
  video: (contact: string) => lookOf(contact).shadowRoot!.querySelector("video"),
  button: (contact: string) => lookOf(contact).shadowRoot!.querySelector("button"),
  /** Of all elements: how many show an animation, whether each of those is on the screen, how many have anything inside. */
  moving() {
    const looks = [...document.querySelectorAll("status-look")];
    const isMoving = (look: StatusLook) => {
      const image = look.shadowRoot!.querySelector("img");
      return look.shown?.look?.media.some(({ kind, url }) => kind === "animation" && url === image?.src) ?? false;
    };
    const movers = looks.filter(isMoving).map((look) => look.getBoundingClientRect());
    return {
      count: movers.length,
      isOnScreen: movers.every(({ top, bottom }) => bottom > 0 && top < innerHeight),
      filled: looks.filter((look) => look.shadowRoot!.childElementCount > 0).length,
    };
  },
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
