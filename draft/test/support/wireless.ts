// A client of xmpp.js, whole but for its wire: what it writes is read here, and what is to come in is handed to it as its
// parser would. The examples are what it says and hears, without any server in between.
import { element, NS_BLOCKING, NS_DISCO_ITEMS, NS_ROSTER, parseXml, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { client, jid as jidOf } from "@xmpp/client";
import type { Client } from "@xmpp/client";
import { idle } from "../../../client-plugin/test/viewer/support/clock.ts";

export interface WirelessClient {
  readonly xmpp: Client;
  /** What it wrote and nobody took yet, in its order, with the sender's address, which is its server's to add. */
  readonly out: Element[];
  /** Takes the first of these, once it is there. */
  readonly next: () => Promise<Element>;
  /** It hears this, and does what follows at once. */
  readonly hear: (incoming: Element) => Promise<void>;
  /** The session begins. */
  readonly login: () => Promise<void>;
  /** The connection is lost: nothing waits for an answer any more. */
  readonly lose: () => void;
}
export interface WirelessOptions {
  /** Contacts both ways; bare JIDs. */
  readonly contacts: readonly string[];
  /** What the own domain lists; without, it is not answered for the domain. */
  readonly items?: readonly string[];
}

/** Where nobody ever connects to. */
const SERVICE = "xmpp://127.0.0.1:1";

/** `self`: the own full JID. What the client asks its own server is answered, all else is for who plays the others. */
export function createWireless(self: string, { contacts, items }: WirelessOptions): WirelessClient {
  const jid = jidOf(self);
  const xmpp = client({ service: SERVICE, domain: jid.domain });
  xmpp.reconnect.stop();
  const out: Element[] = [];
  const hear = (incoming: Element) => (xmpp as unknown as Wire)._onElement(incoming);

  const serverSays = ({ attrs }: Element, payload: Element | undefined): Element | undefined => {
    const say = (answer: Element) => stanza("iq", { type: "result", id: attrs.id, from: attrs.to, to: self }, answer);
    const isOwnServer = attrs.to === undefined || attrs.to === jid.bare().toString() || attrs.to === jid.domain;
    if (!isOwnServer || !payload) return undefined;
    const list = (xmlns: string, name: string, jids: readonly string[], more = {}) =>
      say(element(xmlns, name, {}, ...jids.map((one) => element(xmlns, "item", { jid: one, ...more }))));
    switch (payload.getNS()) {
      case NS_ROSTER:
        return list(NS_ROSTER, "query", contacts, { subscription: "both" });
      case NS_BLOCKING:
        return list(NS_BLOCKING, "blocklist", []);
      case NS_DISCO_ITEMS:
        return items && list(NS_DISCO_ITEMS, "query", items);
      default:
        return say(payload);
    }
  };
  const write = (text: string, done: () => void) => {
    done();
    const said = parseXml(text);
    said.attrs.from = self;
    const answer = said.name === "iq" && /^[gs]et$/.test(said.attrs.type!) && serverSays(said, firstOf(said));
    if (answer) queueMicrotask(() => hear(answer));
    else out.push(said);
  };
  return {
    lose: () => (xmpp as unknown as Wire)._status("disconnect", {}),
    xmpp,
    out,
    async next() {
      await until("it says something", () => out.length > 0);
      return out.shift()!;
    },
    async hear(incoming) {
      hear(incoming);
      await idle();
    },
    async login() {
      const wire = xmpp as unknown as Wire;
      Object.assign(xmpp, { Transport: wire._findTransport(SERVICE), socket: { write }, jid });
      wire._status("online", jid);
      await idle();
    },
  };
}

/** What xmpp.js's connection calls itself. */
interface Wire {
  readonly _onElement: (element: Element) => void;
  readonly _status: (status: string, about: unknown) => void;
  readonly _findTransport: (service: string) => unknown;
}

function firstOf(of: Element): Element | undefined {
  return of.getChildElements()[0];
}
