// Asking the component through a real server.
import { element, NS, NS_STANZAS, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { PATIENCE_MS, within } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { randomUUID } from "node:crypto";

/** Sends an IQ; resolves to its reply, be it a result or an error, as it came. */
export function ask(client: Client, to: string, type: "get" | "set", ...payloads: Element[]): Promise<Element> {
  const id = randomUUID();
  const { promise, resolve, reject } = Promise.withResolvers<Element>();
  const onStanza = (reply: Element) => {
    const isReply = reply.name === "iq" && /^(result|error)$/.test(reply.attrs.type ?? "");
    if (isReply && reply.attrs.id === id) resolve(reply);
  };
  client.on("stanza", onStanza);
  client.send(stanza("iq", { type, to, id }, ...payloads)).catch(reject);
  return within(PATIENCE_MS, promise, () => `no reply from ${to}`).finally(() => client.off("stanza", onStanza));
}

/** Condition and type of an error reply, and our own element with its attributes. */
export function errorIn(reply: Element) {
  const error = reply.getChild("error");
  const inside = error?.getChildElements() ?? [];
  const own = inside.find((child) => child.getNS() === NS);
  return {
    condition: inside.find((child) => child.getNS() === NS_STANZAS && child.name !== "text")?.name,
    type: error?.attrs.type,
    ...(own && { own: { name: own.name, ...without(own.attrs, "xmlns") } }),
  };
}

function without(attrs: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(attrs).filter(([key]) => key !== name));
}

/** A scheme with one look of text. */
export function schemeOf(owner: string, text = "Please do not disturb"): Element {
  return element(NS, "scheme", { owner }, element(NS, "look", { state: "dnd" }, element(NS, "text", {}, text)));
}
