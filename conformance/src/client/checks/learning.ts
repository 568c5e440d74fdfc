// What a client tells of itself, and to whom (sections 4.1, 6.9 and 8.1 to 8.4). No service is needed for these.
import { element, type Element, NS, NS_CAPS, NS_DISCO_INFO, NS_SERVE, stanza } from "@status-scheme/protocol";
import { NS_HASHES, NS_IBB, NS_JINGLE, NS_JINGLE_FILE, NS_JINGLE_IBB, NS_SHA_256 } from "@status-scheme/protocol";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import type { Actor } from "../../wire/actor.ts";
import { show } from "../../wire/show.ts";
import { conditionOf, resultOf } from "../../service/verbs.ts";
import type { ClientWorld } from "../world.ts";

async function featuresFor(by: Actor, client: string): Promise<readonly string[]> {
  const reply = await by.ask(client, "get", element(NS_DISCO_INFO, "query"));
  if (conditionOf(reply) !== undefined) return [];
  const query = resultOf(reply, "query", NS_DISCO_INFO);
  return query.getChildren("feature", NS_DISCO_INFO).map(({ attrs }) => attrs.var ?? "");
}

const hintOf = ({ presence }: ClientWorld) => presence().getChild("showing", NS);
/** @throws NotSupported unless the client serves a scheme */
function expectServing(world: ClientWorld): void {
  const hint = hintOf(world);
  if (!hint || hint.attrs.by !== undefined) throw new NotSupported("the client serves no scheme itself");
}

const sessionInitiate = (by: Actor): Element =>
  element(
    NS_JINGLE,
    "jingle",
    { action: "session-initiate", sid: crypto.randomUUID(), initiator: by.full },
    element(
      NS_JINGLE,
      "content",
      { creator: "initiator", name: "scheme", senders: "responder" },
      element(
        NS_JINGLE_FILE,
        "description",
        {},
        element(
          NS_JINGLE_FILE,
          "file",
          {},
          element(NS_HASHES, "hash-used", { algo: "sha-256" }),
          element(NS, "document"),
        ),
      ),
      element(NS_JINGLE_IBB, "transport", { sid: crypto.randomUUID(), "block-size": 4096 }),
    ),
  );

/** What of an answer tells one client from another: all but addresses, the id and an echo of the question. */
function manner(reply: Element): string {
  const { type } = reply.attrs;
  return `${type} ${reply
    .getChildElements()
    .filter(({ name }) => name === "error")
    .join("")}`;
}

/** One who may not ask gets from each of these what a client gives that knows none of them. */
async function expectNothingLearned(by: Actor, client: string): Promise<void> {
  const unknown = await by.ask(client, "get", element("urn:example:nobody-knows-this", "query"));
  const unknownSet = await by.ask(client, "set", element("urn:example:nobody-knows-this", "query"));
  const questions = [
    ["get", element(NS, "check")],
    ["get", element(NS, "fetch")],
    ["set", sessionInitiate(by)],
    ["set", element(NS_IBB, "open", { sid: crypto.randomUUID(), "block-size": 4096, stanza: "iq" })],
  ] as const;
  for (const [type, payload] of questions) {
    const reply = await by.ask(client, type, payload);
    const plain = type === "get" ? unknown : unknownSet;
    const isAlike = manner(reply) === manner(plain);
    expectThat(isAlike, `the answer to an unknown question, ${show(plain)}`, () => show(reply));
  }
}

export const learning: readonly Check<ClientWorld>[] = [
  {
    holds: ["feature-advertised"],
    run: async ({ peer, client }) => {
      const features = await featuresFor(peer, client);
      expectThat(features.includes(NS), `the feature ${NS}`, () => features.join(", ") || "none");
    },
  },
  {
    holds: ["features-for-those-with-presence"],
    run: async ({ stranger, client }) => {
      const told = (await featuresFor(stranger, client)).filter((feature) => feature.startsWith(NS));
      expectThat(told.length === 0, "nothing of this protocol for a stranger", () => told.join(", "));
    },
  },
  {
    holds: ["unseen-asker-learns-nothing"],
    run: ({ stranger, client }) => expectNothingLearned(stranger, client),
  },
  {
    holds: ["serving-client-has-caps"],
    run: async (world) => {
      expectServing(world);
      const presence = world.presence();
      expectThat(presence.getChild("c", NS_CAPS) !== undefined, "caps beside the hint", () => show(presence));
    },
  },
  {
    holds: ["serving-features"],
    run: async (world) => {
      expectServing(world);
      const needed = [NS, NS_SERVE, NS_JINGLE, NS_JINGLE_IBB, NS_HASHES, NS_SHA_256];
      const features = await featuresFor(world.peer, world.client);
      const missing = needed.filter((feature) => !features.includes(feature));
      expectThat(missing.length === 0, "the features that are needed to serve", () => `none of ${missing.join(", ")}`);
    },
  },
  {
    holds: ["client-answers-check-and-fetch"],
    run: async (world) => {
      expectServing(world);
      const checked = await world.peer.ask(world.client, "get", element(NS, "check"));
      const { status, stamp, owner } = resultOf(checked, "check").attrs;
      const isSo = status === "changed" && stamp !== undefined && owner === undefined;
      expectThat(isSo, "changed and a stamp, without owner", () => show(checked));
      const fetched = await world.peer.ask(world.client, "get", element(NS, "fetch", { stamp }));
      // A client that asks the person for each viewer sends fetches to the session.
      if (conditionOf(fetched) === "not-allowed") return;
      const isCurrent = resultOf(fetched, "fetch").attrs.status === "current";
      expectThat(isCurrent, "current to who holds that stamp", () => show(fetched));
    },
  },
  {
    holds: ["client-speaks-for-its-owner-alone"],
    run: async (world) => {
      expectServing(world);
      const reply = await world.peer.ask(world.client, "get", element(NS, "check", { owner: world.peer.bare }));
      expectThat(resultOf(reply, "check").attrs.status === "none", "none for another owner", () => show(reply));
    },
  },
  {
    holds: ["unknown-session-told"],
    run: async (world) => {
      expectServing(world);
      const info = element(NS_JINGLE, "jingle", { action: "session-info", sid: crypto.randomUUID() });
      const reply = await world.peer.ask(world.client, "set", info);
      const isTold = reply.getChild("error")?.getChild("unknown-session", "urn:xmpp:jingle:errors:1") !== undefined;
      expectThat(conditionOf(reply) === "item-not-found" && isTold, "unknown-session", () => show(reply));
    },
  },
  {
    holds: ["hints-from-contacts-only"],
    run: async ({ stranger, client, quiet }) => {
      const since = stranger.received.length;
      const hint = element(NS, "showing", { stamp: "2026-11-22T08:30:00.123Z" });
      await stranger.send(stanza("presence", { to: client }, hint));
      await quiet();
      await stranger.send(stanza("presence", { to: client, type: "unavailable" }));
      const question = stranger.received.slice(since).find(({ name }) => name === "iq");
      expectThat(question === undefined, "no question to a stranger who sends a hint", () => show(question));
    },
  },
];
