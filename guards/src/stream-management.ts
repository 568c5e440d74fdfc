// The trap: @xmpp/client 0.14 counts incoming stanzas for XEP-0198 in a middleware *behind* those that answer IQs and
// take their replies, so that `h` is too small (a server closes the stream, or bounces what was answered), and resets
// the count late, so that it is too high when stanzas come right behind `<enabled/>` (the server closes at once). And an
// `<enabled/>` that is acted on after the connection is gone starts timers that nothing stops: the process never ends.
import type { Client } from "@xmpp/client";
import type { Element } from "@status-scheme/protocol";

const NS_SM = "urn:xmpp:sm:3";

const fixed = new WeakSet<Client>();

/** Counts every incoming stanza as XEP-0198 section 4 says, from `<enabled/>` on. Once is enough for a client's life. */
export function fixStreamManagement(client: Client): void {
  if (fixed.has(client)) return;
  fixed.add(client);
  const { streamManagement } = client;
  let { inbound, enabled } = streamManagement;
  // xmpp.js's own counting goes nowhere; a resumption and the acknowledgements read ours.
  Object.defineProperty(streamManagement, "inbound", { get: () => inbound, set: () => undefined });
  Object.defineProperty(streamManagement, "enabled", {
    get: () => enabled,
    set: (value: boolean) => (enabled = value && client.socket !== null),
  });
  client.on("element", (element: Element) => {
    if (client.isStanza(element)) inbound += 1;
    // Alone, or inside SASL2's <success><bound> (XEP-0386).
    else if (element.is("enabled", NS_SM) || element.getChild("bound")?.getChild("enabled", NS_SM)) inbound = 0;
  });
}
