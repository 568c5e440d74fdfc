// Section 7.6: change notices.
import { element, NS_ROSTER, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { type Check, expectThat } from "../../kit/check.ts";
import { eventually } from "../../kit/wait.ts";
import type { Actor } from "../../wire/actor.ts";
import { show } from "../../wire/show.ts";
import { look, text } from "../looks.ts";
import { resultOf } from "../verbs.ts";
import { isNotice, listen, type ServiceWorld, settle } from "../world.ts";

/** The owner publishes while these listen; resolves to what each was told of it, in time. */
async function publishTo(world: ServiceWorld, listeners: readonly Actor[]): Promise<readonly (Element | undefined)[]> {
  const { owner, service, times } = world;
  await world.openToContacts();
  for (const one of listeners) await listen(one, service);
  const marks = listeners.map(({ received }) => received.length);
  const { stamp } = await world.publish([look("available", text("Here"))]);
  const wanted = isNotice(service, owner.bare, stamp);
  return Promise.all(listeners.map((one, at) => one.receives(wanted, marks[at]!, times.soonMs)));
}

/** One change: the contact, the owner's other device and the stranger listen, and the contact's other device does not. */
const told = (world: ServiceWorld) =>
  world.once("a change that is told", async () => {
    const { owner, device, peer, otherPeer, stranger, service } = world;
    const others = [otherPeer, ...(stranger ? [stranger] : [])];
    if (stranger) await listen(stranger, service);
    const marks = others.map(({ received }) => received.length);
    const [toPeer, toDevice] = await publishTo(world, [peer, device]);
    await settle(world, ...others);
    await stopListening(world, peer, device, ...(stranger ? [stranger] : []));
    const toOthers = others.flatMap(({ received }, at) =>
      received.slice(marks[at]).filter(isNotice(service, owner.bare)),
    );
    return { toPeer, toDevice, toOthers };
  });

async function stopListening({ service }: ServiceWorld, ...listeners: readonly Actor[]): Promise<void> {
  for (const one of listeners) await listen(one, service, "unavailable");
}

export const notices: readonly Check<ServiceWorld>[] = [
  {
    holds: ["notices-to-listeners"],
    run: async (world) => {
      const { toPeer } = await told(world);
      expectThat(toPeer !== undefined, "a notice to a contact who listens", () => "none");
    },
  },
  {
    holds: ["notices-to-own-devices"],
    run: async (world) => {
      const { toDevice } = await told(world);
      expectThat(toDevice !== undefined, "a notice to the owner's other device", () => "none");
    },
  },
  {
    holds: ["notice-is-headline"],
    run: async (world) => {
      const { toPeer } = await told(world);
      expectThat(toPeer?.attrs.type === "headline", "a notice of the type headline", () => show(toPeer));
    },
  },
  {
    holds: ["notice-not-stored"],
    run: async (world) => {
      const { toPeer } = await told(world);
      const isMarked = toPeer?.getChild("no-store", "urn:xmpp:hints") !== undefined;
      expectThat(isMarked, "a notice with the hint no-store", () => show(toPeer));
    },
  },
  {
    holds: ["notices-to-listeners-only"],
    run: async (world) => {
      const { toOthers } = await told(world);
      expectThat(toOthers.length === 0, "no notice to who does not listen or may not see", () => show(toOthers[0]));
    },
  },
  {
    holds: ["notices-end"],
    run: async (world) => {
      const { owner, peer, otherPeer, service } = world;
      await listen(peer, service);
      await stopListening(world, peer);
      // Presence may be applied in its own time.
      await settle(world, peer);
      const since = peer.received.length;
      await publishTo(world, [otherPeer]);
      await settle(world, peer);
      await stopListening(world, otherPeer);
      const wrong = peer.received.slice(since).find(isNotice(service, owner.bare));
      expectThat(wrong === undefined, "no notice after unavailable", () => show(wrong));
    },
  },
  {
    holds: ["service-has-no-presence"],
    run: async ({ peer, service, times }) => {
      const roster = async () => {
        const reply = await peer.ask(undefined, "get", element(NS_ROSTER, "query"));
        const items = resultOf(reply, "query", NS_ROSTER).getChildren("item", NS_ROSTER);
        return items.find(({ attrs }) => attrs.jid === service);
      };
      // Only who asked for the roster is told of subscriptions (RFC 6121, section 2.2); on some servers its entry alone tells.
      await roster();
      const since = peer.received.length;
      await peer.send(stanza("presence", { type: "subscribe", to: service }));
      const isAnswer = ({ name, attrs }: Element) =>
        name === "presence" && attrs.type === "unsubscribed" && attrs.from?.split("/")[0] === service;
      const isRefused = await eventually(times.soonMs, async () => {
        const entry = await roster();
        const isOver = entry?.attrs.subscription === "none" && entry.attrs.ask === undefined;
        return isOver || peer.received.slice(since).some(isAnswer) || undefined;
      });
      const entry = await roster();
      const item = element(NS_ROSTER, "item", { jid: service, subscription: "remove" });
      if (entry) await peer.ask(undefined, "set", element(NS_ROSTER, "query", {}, item));
      expectThat(isRefused === true, "unsubscribed", () => `the roster's ${show(entry)}`);
    },
  },
  {
    holds: ["listener-welcomed"],
    run: async (world) => {
      const { owner, service, times } = world;
      await world.openToContacts();
      const { stamp } = await world.publish([look("available", text("Here"))]);
      const late = await world.login("peer");
      await listen(late, service);
      const notice = await late.receives(isNotice(service, owner.bare, stamp), 0, times.soonMs);
      await late.leave();
      expectThat(notice !== undefined, "what changed a moment before, told to a new listener", () => "no notice");
    },
  },
];
