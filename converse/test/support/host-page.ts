// A page with the host on a connection that is none: what goes out is kept, what comes in is given.
import { Element as Stanza, element, stanza } from "@status-scheme/protocol";
import { createConverseHost } from "../../src/host/converse-host.ts";
import { createKeptPresence } from "../../src/host/kept-presence.ts";
import { fromDom, toDom } from "../../src/host/stanza.ts";
import type { Connection, Handler } from "../../src/host/types.ts";

const dom = (text: string) => new DOMParser().parseFromString(text, "text/xml").documentElement;

class FakeConnection {
  jid = "romeo@capulet.lit/orchard";
  connected = true;
  handlers: Handler[] = [];
  resumes = false;
  readonly sent: string[] = [];
  readonly iqFallbackHandler: Handler = {
    isMatch: (iq) => iq.tagName === "iq" && /^[gs]et$/.test(iq.getAttribute("type") ?? ""),
    run: (iq) => !!this.sent.push(`unavailable to ${iq.getAttribute("id")}`),
  };
  send(given: unknown): void {
    const one = given as Element | { tree: () => Element };
    this.sent.push(new XMLSerializer().serializeToString("tree" in one ? one.tree() : one));
  }
  addHandler(run: (stanza: Element) => boolean, ns?: string): Handler {
    const isMatch = (given: Element) => !ns || given.firstElementChild?.getAttribute("xmlns") === ns;
    const handler = { run, isMatch, ...(ns && { ns }) };
    this.handlers.push(handler);
    return handler;
  }
  deleteHandler(handler: Handler): void {
    this.handlers = this.handlers.filter((one) => one !== handler);
  }
  hasResumed(): boolean {
    return this.resumes;
  }
  /** As Strophe hands a stanza out. */
  receive(text: string): void {
    const given = dom(text);
    const matching = this.handlers.filter((handler) => handler.isMatch(given));
    for (const handler of matching) handler.run(given);
    if (matching.length === 0 && this.iqFallbackHandler.isMatch(given)) this.iqFallbackHandler.run(given);
  }
}

function create(subscribers: readonly string[] = []) {
  const connection = new FakeConnection();
  const plainSend = connection.send;
  const events = new Map<string, Set<() => void>>();
  const counted: string[] = [];
  const errors: unknown[] = [];
  const host = createConverseHost(
    {
      connection: { get: () => connection as unknown as Connection },
      listen: {
        on: (event, listener) => events.set(event, (events.get(event) ?? new Set()).add(listener as () => void)),
        not: (event, listener) => events.get(event)?.delete(listener as () => void),
      },
      trigger: (_event, sent) => counted.push((sent as Element).tagName),
      disco: {
        own: {
          identities: { get: () => [{ category: "client", type: "web", name: "Converse" }] },
          features: { get: () => ["urn:xmpp:ping"] },
        },
      },
    },
    {
      features: ["urn:xmpp:status-scheme:0"],
      isSubscriber: (jid) => subscribers.includes(jid),
      isInvisible: () => false,
      audienceKnown: () => Promise.resolve(),
      kept: createKeptPresence(sessionStorage, "kept"),
      onError: (error) => errors.push(error),
    },
  );
  const trigger = (event: string) => events.get(event)?.forEach((listener) => listener());
  return { host, connection, trigger, counted, errors, isPlain: () => connection.send === plainSend };
}

const page = { create, dom, fromDom, toDom, Stanza, element, stanza };
export type HostPage = typeof page;
Object.assign(globalThis, { page });
