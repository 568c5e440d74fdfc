// A viewer's questions to a client that serves a scheme (sections 8.2, 8.3 and 8.17): the contact hints that it does.
import { element, type Element, NS, stanza } from "@status-scheme/protocol";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { show } from "../../wire/show.ts";
import type { ClientWorld } from "../world.ts";

const STAMP = "2026-11-23T09:00:00.250Z";
const questionOf = (stanza: Element): Element | undefined =>
  stanza.name === "iq" && /^(get|set)$/.test(stanza.attrs.type ?? "")
    ? stanza.getChildElements().find((child) => ["check", "fetch", "jingle"].includes(child.getName()))
    : undefined;
const isQuestionOf = (client: string) => (stanza: Element) =>
  stanza.attrs.from === client && questionOf(stanza) !== undefined;

export const clientStored: readonly Check<ClientWorld>[] = [
  {
    holds: ["only-hinting-clients-asked"],
    run: async ({ peer, client }) => {
      const question = peer.received.find(isQuestionOf(client));
      expectThat(question === undefined, "no question to a contact that serves nothing", () => show(question));
    },
  },
  {
    holds: ["no-owner-to-a-client"],
    run: async (world) => {
      const { peer, client, times } = world;
      const since = peer.received.length;
      await world.show(undefined, { stamp: STAMP });
      const question = await peer.receives(isQuestionOf(client), since, times.quietMs * 3);
      if (!question) throw new NotSupported("the client asks no other client");
      expectThat(questionOf(question)!.attrs.owner === undefined, "a question without owner", () => show(question));
    },
  },
  {
    holds: ["client-notice-of-its-owner"],
    run: async (world) => {
      const { peer, client } = world;
      await world.show(undefined, { stamp: STAMP });
      await world.quiet();
      const since = peer.received.length;
      const changed = element(NS, "changed", { owner: "nobody@kit.example", stamp: "2026-11-23T10:00:00.000Z" });
      await peer.send(stanza("message", { type: "headline", to: client }, changed));
      await world.quiet();
      const question = peer.received.slice(since).find(isQuestionOf(client));
      await world.show(undefined);
      expectThat(question === undefined, "no question on account of a notice of another owner", () => show(question));
    },
  },
];
