// Two worlds that federate: capulet.lit on Prosody and montague.lit on ejabberd, each with its component.
import { startFederation, until } from "@status-scheme/testbed";
import type { FederationBed, FederationOptions } from "@status-scheme/testbed";
import { element, NS_ROSTER, stanza } from "@status-scheme/protocol";
import { inhabit, type Plain, type World } from "./world.ts";

export interface FederatedWorld extends Pick<FederationBed, "cut" | "mend"> {
  readonly capulet: World;
  readonly montague: World;
  readonly stop: () => Promise<void>;
}

export async function startFederatedWorld(options: FederationOptions): Promise<FederatedWorld> {
  const bed = await startFederation(options);
  const stops: (() => Promise<void>)[] = [bed.stop];
  const stop = async () => {
    for (const end of stops.reverse()) await end();
  };
  try {
    const capulet = await inhabit(bed.capulet);
    stops.push(capulet.stop);
    const montague = await inhabit(bed.montague);
    stops.push(montague.stop);
    return { capulet, montague, cut: bed.cut, mend: bed.mend, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Makes two people of two servers mutual contacts (RFC 6121 section 3). Both are online. */
export async function befriend(one: Plain, other: Plain): Promise<void> {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const got = (type: string, by: Plain, of: Plain) =>
      by.received.some(({ name, attrs }) => name === "presence" && attrs.type === type && attrs.from === of.jid);
    await from.xmpp.send(stanza("presence", { type: "subscribe", to: to.jid }));
    await until(`${to.account} is asked`, () => got("subscribe", to, from));
    await to.xmpp.send(stanza("presence", { type: "subscribed", to: from.jid }));
    await until(`${from.account} is answered`, () => got("subscribed", from, to));
  }
}

/** Takes someone of another server out of the roster, which ends both subscriptions (RFC 6121 section 2.5). */
export async function unfriend(one: Plain, other: Plain): Promise<void> {
  const item = element(NS_ROSTER, "item", { jid: other.jid, subscription: "remove" });
  await one.ask(one.jid, "set", element(NS_ROSTER, "query", {}, item));
}
