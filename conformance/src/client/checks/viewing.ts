// A viewer's questions to a service (sections 6.9, 7.2, 7.6 and 10), which the kit plays: what it asks, and what it does not.
import { element, NS, stanza } from "@status-scheme/protocol";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { pause } from "../../kit/wait.ts";
import { show } from "../../wire/show.ts";
import { ACCESS_ENTRIES, type Asked, refusal } from "../fake-service.ts";
import type { ClientWorld } from "../world.ts";

const QUESTIONS = ["check", "fetch"];
const isFetch =
  (owner: string) =>
  ({ verb, owner: of }: Asked): boolean =>
    QUESTIONS.includes(verb) && of === owner;
const say = (asked: readonly Asked[]) =>
  asked.map(({ verb, owner, stamp }) => [verb, owner, stamp].filter(Boolean).join(" ")).join(", ") || "no question";

/** Nothing is asked of these verbs while `act` happens and a moment longer. */
async function expectQuiet(world: ClientWorld, what: string, act: () => Promise<void> | void): Promise<void> {
  const since = world.mark();
  await act();
  await world.quiet();
  const asked = world.asked(since, "check", "fetch", "sync");
  expectThat(asked.length === 0, what, () => say(asked));
}

/** The contact has a new version, and the client gets it. Resolves to its stamp. */
async function renew(world: ClientWorld): Promise<string> {
  const since = world.mark();
  const stamp = world.change();
  world.tell(stamp);
  await world.asks(`a fetch of ${stamp}, which a notice told`, since, isFetch(world.peer.bare));
  await world.quiet();
  return stamp;
}

export const viewing: readonly Check<ClientWorld>[] = [
  {
    holds: ["presence-before-sync"],
    run: async (world) => {
      const first = await world.asks("a sync at login", 0, ({ verb }) => verb === "sync");
      const presence = world.asked(0, "presence").find(({ stanza: { attrs } }) => attrs.type === undefined);
      const isBefore = presence !== undefined && presence.at <= first.at;
      expectThat(isBefore, "directed presence before the first sync", () => say(world.asked(0, "presence", "sync")));
    },
  },
  {
    holds: ["no-hint-in-directed-presence"],
    run: async (world) => {
      await world.quiet();
      const directed = world.asked(0, "presence").map(({ stanza }) => stanza);
      if (directed.length === 0) throw new NotSupported("the client sends the service no presence");
      const wrong = directed.find((one) => one.getChild("showing", NS));
      expectThat(wrong === undefined, "directed presence without a hint", () => show(wrong));
    },
  },
  {
    holds: ["stamp-only-if-all-see"],
    run: async (world) => {
      // The service says that the client's own scheme is for a whitelist.
      const { service } = world;
      await world.quiet();
      const hint = world.presence().getChild("showing", NS);
      if (hint?.attrs.by !== service.jid) throw new NotSupported("the client does not hint at this service");
      expectThat(hint.attrs.stamp === undefined, "a hint without stamp", () => show(hint));
    },
  },
  {
    holds: ["contacts-paged"],
    run: async (world) => {
      const lists = world
        .asked(0, "access")
        .flatMap(({ stanza }) => stanza.getChild("access", NS)?.getChild("contacts", NS) ?? []);
      if (lists.length === 0) throw new NotSupported("the client supplies no contacts");
      const sizes = lists.map((list) => list.getChildren("item", NS).length);
      expectThat(Math.max(...sizes) <= ACCESS_ENTRIES, `at most ${ACCESS_ENTRIES} items a request`, () =>
        String(sizes),
      );
    },
  },
  {
    holds: ["blocklist-kept-in-step"],
    needs: ["password"],
    run: async (world) => {
      const blocked = "kit-blocked@kit.example";
      const { account } = world;
      const change = (name: "block" | "unblock") =>
        account.ask(
          undefined,
          "set",
          element("urn:xmpp:blocking", name, {}, element("urn:xmpp:blocking", "item", { jid: blocked })),
        );
      if (world.asked(0, "access").length === 0) throw new NotSupported("the client asks for no access");
      const since = world.mark();
      await change("block");
      try {
        const isTold = ({ verb, stanza }: Asked) =>
          verb === "access" && String(stanza.getChild("access", NS)?.getChild("blocked", NS)).includes(blocked);
        await world.asks("access with who was blocked", since, isTold);
      } finally {
        await change("unblock");
      }
    },
  },
  {
    holds: ["one-question-a-hint", "answers-beat-hints"],
    run: async (world) => {
      const { peer, service } = world;
      const stamp = await renew(world);
      await expectQuiet(world, "no question where the hint has the stamp that is held", () =>
        world.show("away", { by: service.jid, stamp }),
      );
      // Another device carries an old stamp: worth one question, and what was answered holds.
      const old = { by: service.jid, stamp: "2001-01-01T00:00:00.000Z" };
      const since = world.mark();
      await world.show("dnd", old);
      await world.quiet();
      await world.show("away", old);
      await world.quiet();
      await world.show("dnd", old);
      await world.quiet();
      const asked = world.asked(since, ...QUESTIONS).filter(isFetch(peer.bare));
      expectThat(asked.length <= 1, "one question at most for one stamp", () => say(asked));
    },
  },
  {
    holds: ["unlisted-by-ignored"],
    run: async (world) => {
      await expectQuiet(world, "no question for the stamp of a service that is not listed", () =>
        world.show("away", { by: "elsewhere.kit.example", stamp: "2026-12-01T00:00:00.000Z" }),
      );
    },
  },
  {
    holds: ["notices-believed-from-listed", "notice-makes-nobody-ask"],
    run: async (world) => {
      const { stranger, client, peer } = world;
      const mark = stranger.received.length;
      await expectQuiet(world, "no question on account of a stranger's notice", async () => {
        for (const owner of [peer.bare, stranger.bare]) {
          const changed = element(NS, "changed", { owner, stamp: "2026-12-01T00:00:00.000Z" });
          await stranger.send(stanza("message", { type: "headline", to: client }, changed));
        }
      });
      const question = stranger.received.slice(mark).find(({ name }) => name === "iq");
      expectThat(question === undefined, "no question to the stranger", () => show(question));
    },
  },
  {
    holds: ["offline-owner-not-asked"],
    run: async (world) => {
      const { peer, service } = world;
      await peer.send(stanza("presence", { type: "unavailable" }));
      let stamp = "";
      try {
        await expectQuiet(world, "no question about a contact who is not there", () => {
          stamp = world.change();
          world.tell(stamp);
        });
      } finally {
        const since = world.mark();
        await world.show(undefined, { by: service.jid, stamp });
        await world.asks("the fetch once the contact is there", since, isFetch(peer.bare));
        await world.quiet();
      }
    },
  },
  {
    holds: ["negative-cache"],
    run: async (world) => {
      const { peer, service } = world;
      service.refuse(peer.bare, refusal("cancel", "internal-server-error"));
      try {
        const since = world.mark();
        const stamp = world.change();
        world.tell(stamp);
        await world.asks("a fetch, which fails", since, isFetch(peer.bare));
        await expectQuiet(world, "no question at once after one that failed", async () => {
          for (const state of ["away", "dnd", "xa"]) await world.show(state, { by: service.jid, stamp });
          world.tell(stamp);
        });
      } finally {
        service.refuse(peer.bare, undefined);
      }
    },
  },
  {
    holds: ["after-obeyed"],
    run: async (world) => {
      const { peer, service } = world;
      const afterSeconds = 6;
      service.refuse(peer.bare, refusal("wait", "resource-constraint", afterSeconds));
      const since = world.mark();
      // Another stamp than the one that has just failed.
      world.tell(world.change());
      const first = await world.asks("a fetch", since, isFetch(peer.bare));
      await pause(afterSeconds * 1000);
      service.refuse(peer.bare, undefined);
      const early = world
        .asked(since, ...QUESTIONS)
        .filter(({ at }) => at > first.at && at < first.at + afterSeconds * 1000);
      expectThat(early.length === 0, `no question for ${afterSeconds} s, as the error says`, () => say(early));
    },
  },
  {
    holds: ["one-sync-a-session"],
    run: async (world) => {
      const syncs = world.asked(0, "sync");
      if (syncs.length === 0) throw new NotSupported("the client asks for no sync");
      expectThat(syncs.length === 1, "one sync in the session", () => `${syncs.length}`);
    },
  },
];
