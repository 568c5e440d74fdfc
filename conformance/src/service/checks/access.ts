// Sections 6.6 and 6.7: who may see, and who says who the contacts are.
import { element, NS } from "@status-scheme/protocol";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { show } from "../../wire/show.ts";
import { accessOf, accessSet, check, conditionOf, expectRefusal, fetchScheme, resultOf } from "../verbs.ts";
import { isNotice, listen, type ServiceWorld, settle } from "../world.ts";

const [ONE, TWO] = ["one@kit.example", "two@kit.example"];
const getAccess = async ({ owner, service }: ServiceWorld) =>
  accessOf(await owner.ask(service, "get", element(NS, "access")));
const contacts = (jids: readonly string[], removed: readonly string[], patch?: boolean) =>
  element(
    NS,
    "contacts",
    { patch: patch === undefined ? undefined : String(patch) },
    ...jids.map((jid) => element(NS, "item", { jid })),
    ...removed.map((jid) => element(NS, "item", { jid, subscription: "remove" })),
  );

/** Only where the owner's client supplies the contacts. */
const supplied = (run: (world: ServiceWorld) => Promise<void>) => async (world: ServiceWorld) => {
  if ((await getAccess(world)).roster === "server") throw new NotSupported("this service reads rosters itself");
  await world.someStamp();
  try {
    await run(world);
  } finally {
    await world.setAccess({ more: contacts([world.peer.bare], []) });
  }
};

export const access: readonly Check<ServiceWorld>[] = [
  {
    holds: ["access-no-stamp"],
    run: async (world) => {
      const stamp = await world.someStamp();
      await world.setAccess({ model: "whitelist", allowed: [world.peer.bare] });
      const reply = await check(world.owner, world.service, world.owner.bare);
      const isSame = resultOf(reply, "check").attrs.stamp === stamp;
      expectThat(isSame, `the stamp ${stamp} after a change of access`, () => show(reply));
    },
  },
  {
    holds: ["access-private"],
    run: async (world) => {
      await world.setAccess({ model: "whitelist", allowed: [world.peer.bare, ONE], groups: ["Montagues"] });
      const reply = await world.peer.ask(world.service, "get", element(NS, "access", { owner: world.owner.bare }));
      const isTold = [ONE, "Montagues"].some((secret) => String(reply).includes(secret));
      expectThat(!isTold, "nothing of the owner's access", () => show(reply));
    },
  },
  {
    holds: ["access-absent-stays", "access-list-replaces"],
    run: async (world) => {
      await world.setAccess({ model: "whitelist", allowed: [world.peer.bare, ONE], blocked: [TWO] });
      const now = await world.setAccess({ allowed: [world.peer.bare] });
      const isSo = now.model === "whitelist" && String(now.allowed) === world.peer.bare && String(now.blocked) === TWO;
      expectThat(isSo, "allowed replaced, model and blocked as they were", () => JSON.stringify(now));
    },
  },
  {
    holds: ["access-conflict"],
    run: async (world) => {
      const first = await world.setAccess({ blocked: [ONE] });
      const second = await world.setAccess({ blocked: [], version: first.version });
      expectThat(first.version !== second.version, "another version after a change", () => second.version);
      const late = accessSet({ blocked: [TWO], version: first.version });
      expectRefusal(await world.device.ask(world.service, "set", late), ["conflict"], "current");
      const now = await getAccess(world);
      expectThat(now.blocked.length === 0, "access as it was before the conflict", () => JSON.stringify(now));
    },
  },
  {
    holds: ["sight-begins-within-a-minute"],
    run: async (world) => {
      await world.someStamp();
      await world.setAccess({ model: "whitelist", allowed: [], blocked: [] });
      await world.sees(world.peer, "nothing");
      await world.setAccess({ allowed: [world.peer.bare] });
      await world.sees(world.peer, "something");
    },
  },
  {
    holds: ["sight-ends-within-a-minute"],
    run: async (world) => {
      await world.openToContacts();
      await world.setAccess({ model: "whitelist", allowed: [] });
      await world.sees(world.peer, "nothing");
    },
  },
  {
    holds: ["no-notice-of-lost-sight"],
    run: async (world) => {
      const { peer, owner, service } = world;
      await world.openToContacts();
      await listen(peer, service);
      await settle(world, peer);
      const since = peer.received.length;
      await world.setAccess({ model: "whitelist", allowed: [] });
      await world.sees(peer, "nothing");
      await settle(world, peer);
      const told = peer.received.slice(since).find(isNotice(service, owner.bare));
      await listen(peer, service, "unavailable");
      expectThat(told === undefined, "no notice to who lost sight", () => show(told));
    },
  },
  {
    holds: ["owner-always-sees"],
    run: async (world) => {
      const { owner, device, service } = world;
      await world.setAccess({ model: "whitelist", allowed: [], blocked: [owner.bare] });
      const reply = await fetchScheme(device, service, owner.bare);
      await world.setAccess({ blocked: [] });
      expectThat(conditionOf(reply) === undefined, "the owner's own scheme", () => show(reply));
    },
  },
  {
    holds: ["blocked-see-nothing"],
    run: async (world) => {
      const { owner, peer, service } = world;
      await world.openToContacts();
      for (const model of ["presence", "open"]) {
        await world.setAccess({ model, blocked: [peer.bare] });
        await world.sees(peer, "nothing");
        const reply = await fetchScheme(peer, service, owner.bare);
        expectThat(conditionOf(reply) === "item-not-found", `item-not-found in the model ${model}`, () => show(reply));
      }
    },
  },
  {
    holds: ["remove-only-in-patch"],
    run: async ({ owner, service }) => {
      const more = contacts([], [ONE]);
      expectRefusal(await owner.ask(service, "set", accessSet({ more })), ["bad-request"]);
    },
  },
  {
    holds: ["server-roster-wins"],
    needs: ["stranger"],
    run: async (world) => {
      if ((await getAccess(world)).roster !== "server") throw new NotSupported("this service cannot read rosters");
      await world.openToContacts();
      await world.setAccess({ more: contacts([world.stranger!.bare], []) });
      await settle(world, world.stranger!);
      await world.sees(world.peer, "something");
      await world.sees(world.stranger!, "nothing");
    },
  },
  {
    holds: ["contacts-whole"],
    run: supplied(async (world) => {
      await world.setAccess({ model: "presence", blocked: [], more: contacts([ONE], []) });
      await world.sees(world.peer, "nothing");
      await world.setAccess({ more: contacts([world.peer.bare], []) });
      await world.sees(world.peer, "something");
    }),
  },
  {
    holds: ["contacts-patch-sets", "contacts-patch-removes"],
    run: supplied(async (world) => {
      await world.setAccess({ model: "presence", blocked: [], more: contacts([ONE], []) });
      await world.sees(world.peer, "nothing");
      await world.setAccess({ more: contacts([world.peer.bare], [], true) });
      await world.sees(world.peer, "something");
      await world.setAccess({ more: contacts([], [world.peer.bare], true) });
      await world.sees(world.peer, "nothing");
    }),
  },
];
