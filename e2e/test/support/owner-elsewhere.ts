// What works within a server works between two that federate, Prosody and ejabberd, each with its component: an owner at one, a
// viewer at the other (draft, "Owners of Other Domains").
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { element, encodeCheckRequest, encodeFetchRequest, encodeShowing } from "@status-scheme/protocol";
import { encodeSyncRequest, NS, stanza, toStamp } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Cache } from "@status-scheme/client-plugin";
import { until } from "@status-scheme/testbed";
import type { LoginOptions } from "@status-scheme/testbed";
import type { FederatedWorld } from "./federated-world.ts";
import { child, colorOf, english, lastingCache, payloads, picture } from "./world.ts";
import type { Person, PersonOptions, Plain } from "./world.ts";

const SIDES = {
  capulet: {
    owner: "juliet",
    at: "capulet",
    viewer: "romeo",
    stranger: "mercutio",
    from: "montague",
    transport: "websocket",
  },
  montague: { owner: "romeo", at: "montague", viewer: "juliet", stranger: "tybalt", from: "capulet", transport: "tcp" },
} as const;

/** Tests with an owner at one of the servers. `world`: both, once they are there, with juliet and romeo as contacts. */
export function testOwnerAt(at: keyof typeof SIDES, world: () => FederatedWorld): void {
  describe.each([SIDES[at]])("an owner at $at.lit and a viewer at $from.lit by $transport", (side) => {
    const service = `schemes.${side.at}.lit`;
    let owner: Person;
    const ownerJid = `${side.owner}@${side.at}.lit`;
    let cache: Cache;
    const inside: Plain[] = [];
    /** Someone without the plugin, as `People.plain`, until the test's end at most. */
    const plain = async (where: "capulet" | "montague", account: string, options: LoginOptions) => {
      const one = await world()[where].plain(account, options);
      inside.push(one);
      return one;
    };
    const viewer = async (resource: string, plugin: PersonOptions["plugin"] = {}, quiet = false) => {
      const person = await world()[side.from].person(side.viewer, {
        resource,
        transport: side.transport,
        plugin,
        quiet,
      });
      inside.push(person);
      return person;
    };
    const look = async (text: string, color = "red") => ({
      state: "available",
      text: english(text),
      media: [{ kind: "image" as const, bytes: await picture(color), mediaType: "image/png", desc: english(color) }],
    });
    const asked = ({ sent }: Plain) =>
      [...payloads(sent, "check"), ...payloads(sent, "fetch")].filter(({ attrs }) => attrs.owner === ownerJid);

    beforeAll(async () => {
      owner = await world()[side.at].person(side.owner, { resource: "owner" });
    });
    // Each test begins with this scheme, an owner who is there, and nothing held, whatever was before.
    beforeEach(async () => {
      cache = lastingCache();
      await owner.schemes.setInvisible(false);
      await owner.schemes.setState("available");
      await owner.schemes.setAccess({ model: "presence", allowed: [], blocked: [] });
      await owner.schemes.publish([await look("At home"), { state: "offline", text: english("Asleep") }]);
    });
    // Whatever a failed test left broken or inside would be in the next one's way.
    afterEach(async () => {
      world().mend();
      for (const person of inside.splice(0)) await person.leave();
      if (world()[side.at].component.pid() === undefined) await world()[side.at].component.start();
    });
    afterAll(() => owner.leave());

    // holds: foreign-service-asked-for-cause
    test("at login the owner's service is asked once, for all its owners; media come from it", async () => {
      const fetched: string[] = [];
      const counting: typeof fetch = (input, init) => {
        fetched.push(String(input));
        return fetch(input, init);
      };
      const one = await viewer("first", { cache, fetch: counting });
      const shown = await one.sees(ownerJid, ({ look, fresh }) => look?.media.length === 1 && fresh);
      expect(shown).toMatchObject({ state: "available", look: { text: "At home" } });
      expect(await colorOf(shown.look!.media[0]!.bytes)).toBe("#f00");
      const syncs = one.sent.filter((sent) => sent.attrs.to === service && sent.getChild("sync", NS));
      expect(syncs).toHaveLength(1);
      expect(fetched.map((url) => new URL(url).origin)).toEqual([world()[side.at].component.url]);
      await one.leave();

      fetched.length = 0;
      const again = await viewer("second", { cache, fetch: counting });
      await again.sees(ownerJid, ({ look, fresh }) => look?.media.length === 1 && fresh);
      expect({ asked: asked(again).map(String), fetched }).toEqual({ asked: [], fetched: [] });
      await again.leave();
    });

    // holds: notices-to-listeners
    test("a change is told by the owner's service, to whom it was sent directed presence", async () => {
      const one = await viewer("listening", { cache });
      await one.sees(ownerJid, ({ loggedIn, look, fresh }) => loggedIn && look !== undefined && fresh);
      const { stamp } = await owner.schemes.edit(await look("At the window", "lime"));
      await one.sees(ownerJid, (shown) => shown.look?.text === "At the window" && shown.fresh);
      const isNotice = (got: Element) =>
        got.attrs.from === service && got.getChild("changed", NS)?.attrs.stamp === stamp;
      await until("the notice", () => one.received.some(isNotice));
    });

    test("states are shown as they change, down to offline", async () => {
      const one = await viewer("watching", { cache });
      await owner.schemes.setState("eating", { show: "away" });
      // Of an owner who is gone nothing is asked for: what is shown then has to be here before.
      await one.sees(ownerJid, ({ state, show, look }) => state === "eating" && show === "away" && look !== undefined);
      await owner.schemes.setInvisible(true);
      await one.sees(ownerJid, ({ loggedIn, look }) => !loggedIn && look?.text === "Asleep");
      await owner.schemes.setInvisible(false);
      await owner.schemes.setState("available");
      await one.sees(ownerJid, ({ loggedIn, look }) => loggedIn && look?.text === "At home");
    });

    // holds: none-indistinguishable, not-found-indistinguishable, blocked-see-nothing
    test("a stranger, someone asking for nobody, someone left off the list and someone blocked get the same bytes", async () => {
      const stranger = await plain(side.from, side.stranger, { resource: "street", transport: side.transport });
      const contact = await plain(side.from, side.viewer, { resource: "street", transport: side.transport });
      const open = () => owner.schemes.setAccess({ model: "presence", allowed: [], blocked: [] });
      const cases: [asker: Plain, of: string, prepare: () => Promise<unknown>][] = [
        [stranger, ownerJid, open],
        [stranger, `nobody@${side.at}.lit`, open],
        [contact, ownerJid, () => owner.schemes.setAccess({ model: "whitelist", allowed: [], blocked: [] })],
        [contact, ownerJid, () => owner.schemes.setAccess({ model: "presence", blocked: [contact.jid] })],
      ];
      for (const question of [encodeCheckRequest, encodeFetchRequest]) {
        const answers = new Set<string>();
        for (const [asker, of, prepare] of cases) {
          await prepare();
          const reply = await asker.ask(service, "get", question({ owner: of }));
          const parts = [asker.xmpp.jid!.toString(), of, reply.attrs.id!];
          answers.add(parts.reduce((text, part, index) => text.replaceAll(part, `PART${index}`), reply.toString()));
        }
        expect([...answers]).toEqual([expect.stringMatching(/status="none"|item-not-found/)]);
      }
      const sync = (await stranger.ask(service, "get", encodeSyncRequest({}))).getChild("sync", NS);
      expect(String(sync)).toMatch(/^<sync [^<]*\/>$/);
    });

    // holds: hint-cannot-steer
    test("a hint that names the service of another domain is not followed, and said", async () => {
      const one = await viewer("victim", { cache });
      const phone = await plain(side.at, side.owner, { resource: "trickster" });
      const by = `schemes.${side.from}.lit`;
      const hint = encodeShowing({ by, stamp: toStamp(Date.now()) });
      await phone.xmpp.send(stanza("presence", {}, child("priority", "50"), hint));
      await until("a warning", () => one.warnings.some(({ code }) => code === "foreign-service"));
      const astray = one.sent.filter(
        (sent) => sent.attrs.to === by && sent.getChildElements().some(({ attrs }) => attrs.owner === ownerJid),
      );
      expect(astray.map(String)).toEqual([]);
    });

    test("the service down: what is held is shown; back again, it is asked without a new login", async () => {
      const before = await viewer("before", { cache });
      const held = await before.sees(ownerJid, ({ loggedIn, look, fresh }) => loggedIn && look !== undefined && fresh);
      await before.leave();
      await owner.schemes.edit(await look("In the garden"));
      await world()[side.at].component.stop();
      const one = await viewer("patient", { cache }, true);
      await one.xmpp.send(stanza("presence", {}));
      const shown = await one.sees(ownerJid, ({ loggedIn, look }) => loggedIn && look !== undefined, 30_000);
      expect([shown.fresh, shown.look?.text]).toEqual([false, held.look?.text]);
      await world()[side.at].component.start();
      await one.sees(ownerJid, ({ look, fresh }) => look?.text === "In the garden" && fresh, 50_000);
    });

    test.each(["sync", "fetch"])(
      "the link broken during a %s: mended, all is shown without a new login",
      async (verb) => {
        const one = await viewer(`cut-${verb}`, {}, true);
        const isCut = new Promise<void>((resolve) => {
          const cutOnce = (sent: Element) => {
            if (sent.attrs.to !== service || !sent.getChild(verb, NS)) return;
            one.xmpp.off("send", cutOnce);
            world().cut();
            resolve();
          };
          one.xmpp.on("send", cutOnce);
        });
        await one.xmpp.send(stanza("presence", {}));
        await isCut;
        // What the servers had for each other is lost by then; one of them says so, the other does not.
        await new Promise((resolve) => setTimeout(resolve, 1_500));
        const { loggedIn, fresh } = one.schemes.shown(ownerJid)!;
        expect({ loggedIn, fresh }).toEqual({ loggedIn: true, fresh: false });
        world().mend();
        await one.sees(ownerJid, ({ look, fresh }) => look?.media.length === 1 && fresh, 50_000);
      },
    );

    test("what changed while the link was cut is seen with the owner's next presence", async () => {
      const one = await viewer("cut-off", { cache });
      await one.sees(ownerJid, ({ loggedIn, look, fresh }) => loggedIn && look !== undefined && fresh);
      world().cut();
      await owner.schemes.edit(await look("Meanwhile", "blue"));
      world().mend();
      const answers = async (asker: Plain, domain: string) =>
        (await asker.ask(domain, "get", element("urn:xmpp:ping", "ping"))).attrs.type === "result";
      await until("the link out", () => answers(owner, `${side.from}.lit`));
      await until("the link in", () => answers(one, `${side.at}.lit`));
      await owner.schemes.setState("available");
      await one.sees(ownerJid, ({ look, fresh }) => look?.text === "Meanwhile" && fresh, 50_000);
    });
  });
}
