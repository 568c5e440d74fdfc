// Sections 7.2, 7.4 and 7.5: sync, check and fetch.
import { type Element, NS } from "@status-scheme/protocol";
import { type Check, expectThat } from "../../kit/check.ts";
import { eventually } from "../../kit/wait.ts";
import type { Actor } from "../../wire/actor.ts";
import { show } from "../../wire/show.ts";
import { look, text } from "../looks.ts";
import { check, conditionOf, expectRefusal, fetchScheme, resultOf, sync, type Synced } from "../verbs.ts";
import type { ServiceWorld } from "../world.ts";

const HERE = [look("available", text("Here"))];
const OTHER_STAMP = "2001-01-01T00:00:00.000Z";
/** There is no such account, as far as anyone can be sure. */
const nobody = ({ owner }: ServiceWorld) => `kit-${crypto.randomUUID()}@${owner.domain}`;

/** A sync that says so, within a minute: a service may need to read rosters first. */
async function syncs(
  world: ServiceWorld,
  by: Actor,
  since: string | undefined,
  what: string,
  isSo: (synced: Synced) => boolean,
) {
  let last: Synced | undefined;
  const found = await eventually(world.times.minuteMs, async () => {
    last = await sync(by, world.service, since);
    return isSo(last) ? last : undefined;
  });
  expectThat(found !== undefined, what, () => show(last?.reply));
  return found;
}

/** What may differ between two answers: the id, and what the request said. */
function without(reply: Element, owner: string): string {
  const { id = "", to = "" } = reply.attrs;
  return [id, to, owner].reduce((text, own) => text.replaceAll(own, "…"), String(reply));
}

/** Both answers are alike, for one who may not see and for one who asks for nobody. */
async function alike(world: ServiceWorld, ask: typeof check): Promise<void> {
  const { owner, peer, stranger, service } = world;
  await world.someStamp();
  await world.openToContacts();
  await world.setAccess({ blocked: [peer.bare] });
  await world.sees(peer, "nothing");
  for (const by of stranger ? [peer, stranger] : [peer]) {
    for (const stamp of [undefined, OTHER_STAMP]) {
      const missing = nobody(world);
      const [hidden, none] = [await ask(by, service, owner.bare, stamp), await ask(by, service, missing, stamp)];
      const isAlike = without(hidden, owner.bare) === without(none, missing);
      expectThat(isAlike, `the same answer about ${owner.bare} and nobody`, () => `${show(hidden)} and ${show(none)}`);
    }
  }
}

export const viewing: readonly Check<ServiceWorld>[] = [
  {
    holds: ["sync-without-token-lists-all"],
    run: async (world) => {
      const stamp = await world.someStamp();
      await world.openToContacts();
      const isSo = ({ full, changed }: Synced) => full && changed.get(world.owner.bare) === stamp;
      await syncs(world, world.peer, undefined, `full, with ${world.owner.bare} at ${stamp}`, isSo);
    },
  },
  {
    holds: ["sync-lists-changes"],
    run: async (world) => {
      const { owner, peer, service } = world;
      const { token } = await syncs(world, peer, undefined, `${owner.bare}, who may be seen`, ({ changed }) =>
        changed.has(owner.bare),
      );
      const quiet = await sync(peer, service, token);
      expectThat(!quiet.changed.has(owner.bare) && !quiet.full, "nothing of what did not change", () =>
        show(quiet.reply),
      );
      const { stamp } = await world.publish(HERE);
      const isSo = ({ changed }: Synced) => changed.get(owner.bare) === stamp;
      await syncs(world, peer, token, `${owner.bare} at ${stamp}, changed since the token`, isSo);
    },
  },
  {
    holds: ["sync-lists-gone"],
    run: async (world) => {
      const { owner, peer } = world;
      await world.openToContacts();
      const { token } = await syncs(world, peer, undefined, `${owner.bare}, who may be seen`, ({ changed }) =>
        changed.has(owner.bare),
      );
      await world.setAccess({ model: "whitelist", allowed: [] });
      await syncs(world, peer, token, `${owner.bare} as gone`, ({ gone }) => gone.includes(owner.bare));
    },
  },
  {
    holds: ["block-is-not-announced"],
    run: async (world) => {
      const { owner, peer, service } = world;
      await world.openToContacts();
      const { token } = await syncs(world, peer, undefined, `${owner.bare}, who may be seen`, ({ changed }) =>
        changed.has(owner.bare),
      );
      await world.setAccess({ blocked: [peer.bare] });
      await world.sees(peer, "nothing");
      for (const since of [token, undefined]) {
        const { changed, gone, reply } = await sync(peer, service, since);
        const isListed = changed.has(owner.bare) || gone.includes(owner.bare);
        expectThat(!isListed, `nothing of ${owner.bare}, who blocks the asker`, () => show(reply));
      }
      await world.setAccess({ blocked: [] });
    },
  },
  {
    holds: ["open-not-harvested"],
    needs: ["stranger"],
    run: async (world) => {
      const { owner, stranger, service } = world;
      await world.someStamp();
      await world.setAccess({ model: "open", allowed: [], blocked: [] });
      await world.sees(stranger!, "something");
      const { changed, reply } = await sync(stranger!, service);
      await world.setAccess({ model: "presence" });
      expectThat(!changed.has(owner.bare), `no ${owner.bare}, whose access is open`, () => show(reply));
    },
  },
  {
    holds: ["unknown-token-full-answer"],
    run: async (world) => {
      await world.someStamp();
      await world.openToContacts();
      const isSo = ({ full, changed }: Synced) => full && changed.has(world.owner.bare);
      await syncs(world, world.peer, "no-token-of-anyone", "full, and everything", isSo);
    },
  },
  {
    holds: ["token-bound-to-asker"],
    run: async (world) => {
      const { owner, peer, service } = world;
      await world.openToContacts();
      const { token } = await sync(owner, service);
      const isSo = ({ full, changed }: Synced) => full && changed.has(owner.bare);
      await syncs(world, peer, token, "full, and everything, for another's token", isSo);
    },
  },
  {
    holds: ["sync-lists-own"],
    run: async (world) => {
      const stamp = await world.someStamp();
      const isSo = ({ changed }: Synced) => changed.get(world.owner.bare) === stamp;
      await syncs(world, world.device, undefined, `the asker's own scheme at ${stamp}`, isSo);
    },
  },
  {
    holds: ["current-means-equal"],
    run: async (world) => {
      const { owner, peer, service } = world;
      const stamp = await world.someStamp();
      await world.openToContacts();
      for (const [held, status] of [
        [stamp, "current"],
        [OTHER_STAMP, "changed"],
        [undefined, "changed"],
      ] as const) {
        for (const ask of [check, fetchScheme]) {
          const reply = await ask(peer, service, owner.bare, held);
          const { attrs } = resultOf(reply, ask === check ? "check" : "fetch");
          const isSo = attrs.status === status && attrs.stamp === stamp && attrs.owner === owner.bare;
          expectThat(isSo, `${status} and ${stamp} to who holds ${held ?? "nothing"}`, () => show(reply));
        }
      }
    },
  },
  {
    holds: ["fetch-answers-whole"],
    run: async (world) => {
      const { owner, peer, service } = world;
      const { stamp } = await world.publish([look("available", text("Here")), look("offline", text("Good night"))]);
      await world.openToContacts();
      const reply = await fetchScheme(peer, service, owner.bare);
      const schemes = resultOf(reply, "fetch").getChildren("scheme", NS);
      const [found] = schemes;
      const isSo = schemes.length === 1 && found?.attrs.owner === owner.bare && found.attrs.stamp === stamp;
      expectThat(isSo && found?.getChildren("look", NS).length === 2, "one scheme with both looks", () => show(reply));
    },
  },
  {
    holds: ["none-for-three-reasons"],
    run: async (world) => {
      const { owner, peer, stranger, service } = world;
      await world.someStamp();
      await world.setAccess({ model: "whitelist", allowed: [], blocked: [] });
      await world.sees(peer, "nothing");
      const about = (by: Actor, whom: string) => check(by, service, whom, OTHER_STAMP);
      const replies = [await about(peer, nobody(world)), ...(stranger ? [await about(stranger, owner.bare)] : [])];
      for (const reply of replies) {
        const { attrs } = resultOf(reply, "check");
        expectThat(attrs.status === "none" && attrs.stamp === undefined, "none, without a stamp", () => show(reply));
      }
    },
  },
  { holds: ["none-indistinguishable"], run: (world) => alike(world, check) },
  {
    holds: ["not-found-indistinguishable"],
    run: async (world) => {
      await alike(world, fetchScheme);
      const reply = await fetchScheme(world.peer, world.service, nobody(world));
      expectThat(conditionOf(reply) === "item-not-found", "item-not-found", () => show(reply));
    },
  },
  {
    holds: ["owner-required-by-service"],
    run: async ({ peer, service }) => {
      expectRefusal(await check(peer, service, undefined), ["bad-request"]);
      expectRefusal(await fetchScheme(peer, service, undefined), ["bad-request"]);
    },
  },
];
