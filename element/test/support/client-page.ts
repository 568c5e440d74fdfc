// Runs in the browser: a person logged in with the plugin, one contact's element, and what was in it, one after the other.
import { client, showLooks, statusScheme, xml } from "../../src/bundle.ts";

export interface Account {
  readonly service: string;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
}
export interface Sight {
  /** `badge`, `skeleton`, `text`, `img`..., or `warning`: something could not be had. */
  readonly kind: string;
  /** Of the text. */
  readonly text: string;
  /** Milliseconds since the page was opened. */
  readonly at: number;
}

const seen: Sight[] = [];
const note = (kind: string, text = "") => void seen.push({ kind, text, at: performance.now() });

const life = {
  seen,
  /** Logs in, and shows the contact. */
  async begin({ service, domain, ...credentials }: Account, contact: string): Promise<void> {
    const xmpp = client({ service, domain, credentials: (authenticate) => authenticate(credentials, "PLAIN") });
    const schemes = statusScheme(xmpp, { languages: ["en"] });
    schemes.on("warning", ({ code }) => note("warning", code));
    showLooks(schemes);
    const element = document.createElement("status-look");
    Object.assign(element, { contact, size: 64 });
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) {
          if (!(node instanceof Element) || node.parentElement?.className !== "box") continue;
          note(node.classList[0] ?? node.localName, node.textContent);
        }
      }
    }).observe(element.shadowRoot!, { childList: true, subtree: true });
    document.body.append(element);
    xmpp.on("error", () => undefined);
    xmpp.on("online", () => void xmpp.send(xml("presence")));
    await xmpp.start();
  },
};
export type Life = typeof life;
Object.assign(globalThis, { life });
