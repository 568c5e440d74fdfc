import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { element, NS, NS_BLOCKING, stanza } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed, TestbedOptions } from "@status-scheme/testbed";
import { loginPlain } from "../host/people.ts";
import type { Person } from "../host/people.ts";
import { loginOwner, schemeSeen } from "./people.ts";
import type { Owner } from "./people.ts";

const LOOKS = [{ state: "dnd", text: [{ lang: "en", text: "Busy" }] }];

let bed: Testbed;
const people: Record<string, Person> = {};
async function start(options: TestbedOptions, config: Record<string, Record<string, unknown>> = {}) {
  bed = await startTestbed(options);
  await bed.startComponent({ config });
  for (const name of ["romeo", "mercutio", "tybalt"]) people[name] = await loginPlain(bed, name);
}
const sees = async (name: string) => (await schemeSeen(bed, people[name]!, "juliet")) !== undefined;
const untilSees = (name: string, isSeen = true) =>
  until(`${name} ${isSeen ? "sees" : "sees nothing"}`, async () => (await sees(name)) === isSeen);
const block = (owner: Owner, verb: "block" | "unblock", ...jids: string[]) =>
  owner.host.ask(
    stanza(
      "iq",
      { type: "set" },
      element(NS_BLOCKING, verb, {}, ...jids.map((jid) => element(NS_BLOCKING, "item", { jid }))),
    ),
  );
const lastHint = (owner: Owner) =>
  owner.sent.findLast(({ name, attrs }) => name === "presence" && !attrs.to)?.getChild("showing", NS);

const open: Owner[] = [];
afterEach(async () => {
  const those = open.splice(0);
  const [juliet] = those;
  try {
    // For what is tried again, whatever failed.
    if (juliet) await block(juliet, "unblock");
    await juliet?.owner.setAccess({ model: "presence", groups: [], allowed: [] });
    await juliet?.owner.clear();
  } finally {
    await Promise.all(those.map(({ xmpp }) => xmpp.stop()));
  }
});
const login = async () => {
  const owner = await loginOwner(bed, "juliet");
  open.push(owner);
  return owner;
};

describe("a server that lets nobody read rosters: the owner's client supplies its contacts", () => {
  beforeAll(() => start({ privilege: "none" }, { limits: { "access-entries": 1 } }));
  afterAll(() => bed.stop());

  // holds: contacts-paged
  test("in pages, with a warning to the program, before anything can be seen", async () => {
    const juliet = await login();
    await juliet.owner.publish(LOOKS);
    expect(juliet.warnings.map(({ code }) => code)).toEqual(["supplying-contacts"]);
    expect([await sees("romeo"), await sees("mercutio"), await sees("tybalt")]).toEqual([true, true, false]);
  });

  test("and again at login, where they changed while it was away", async () => {
    const juliet = await login();
    await juliet.owner.publish(LOOKS);
    await juliet.xmpp.stop();
    open.splice(0);
    await bed.unfriend("juliet", "romeo");
    try {
      expect(await sees("romeo")).toBe(true);
      await login();
      await untilSees("romeo", false);
      expect(await sees("mercutio")).toBe(true);
    } finally {
      await bed.befriend("juliet", "romeo");
    }
    await untilSees("romeo");
  });

  test("in step with its roster", async () => {
    const juliet = await login();
    await juliet.owner.publish(LOOKS);
    await bed.befriend("juliet", "tybalt");
    try {
      await untilSees("tybalt");
    } finally {
      await bed.unfriend("juliet", "tybalt");
    }
    await untilSees("tybalt", false);
    expect(await sees("romeo")).toBe(true);
  });

  test("by roster group, where access says so", async () => {
    const juliet = await login();
    const put = (...groups: string[]) => {
      const inside = groups.map((group) => element("jabber:iq:roster", "group", {}, group));
      const item = element("jabber:iq:roster", "item", { jid: bed.jid("romeo") }, ...inside);
      return juliet.host.ask(stanza("iq", { type: "set" }, element("jabber:iq:roster", "query", {}, item)));
    };
    await put();
    await juliet.owner.publish(LOOKS);
    await juliet.owner.setAccess({ model: "roster", groups: ["Montagues"] });
    expect(await sees("romeo")).toBe(false);
    await put("Montagues");
    await untilSees("romeo");
    expect(await sees("mercutio")).toBe(false);
    expect(await juliet.owner.groups()).toEqual(["Montagues"]);
  });

  // holds: supplied-contacts-not-blocked
  test("without those it blocks, also those of a blocked domain", async () => {
    const juliet = await login();
    await block(juliet, "block", bed.jid("romeo"));
    await juliet.owner.publish(LOOKS);
    expect([await sees("romeo"), await sees("mercutio")]).toEqual([false, true]);
    await block(juliet, "unblock", bed.jid("romeo"));
    await untilSees("romeo");
    await block(juliet, "block", "capulet.lit.example", bed.domain).catch(() => undefined);
    await untilSees("mercutio", false);
    await block(juliet, "unblock");
    await untilSees("mercutio");
  });

  test("a list longer than the service takes is refused here", async () => {
    const juliet = await login();
    await expect(juliet.owner.setAccess({ allowed: ["a@capulet.lit", "b@capulet.lit"] })).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { limit: "access-entries", max: 1, actual: 2 },
    });
  });
});

describe("a server that lets the service read rosters", () => {
  beforeAll(() => start({}));
  afterAll(() => bed.stop());

  // holds: blocklist-kept-in-step
  test("the owner's client supplies whom it blocks, and nothing else", async () => {
    const juliet = await login();
    await block(juliet, "block", bed.jid("romeo"));
    await juliet.owner.publish(LOOKS);
    expect(juliet.warnings).toEqual([]);
    expect([await sees("romeo"), await sees("mercutio")]).toEqual([false, true]);
    expect((await juliet.owner.access()).blocked).toEqual([bed.jid("romeo")]);
    await block(juliet, "unblock", bed.jid("romeo"));
    await untilSees("romeo");
    expect(juliet.sent.some((iq) => String(iq).includes("<contacts"))).toBe(false);
  });

  // holds: blocklist-kept-in-step
  test("another client's blocks of the owner count too", async () => {
    const [juliet, other] = [await login(), await loginPlain(bed, "juliet")];
    await juliet.owner.publish(LOOKS);
    const item = element(NS_BLOCKING, "item", { jid: bed.jid("romeo") });
    const iq = (verb: string) => stanza("iq", { type: "set" }, element(NS_BLOCKING, verb, {}, item));
    await other.xmpp.iqCaller.request(iq("block"));
    await untilSees("romeo", false);
    await other.xmpp.iqCaller.request(iq("unblock"));
    await untilSees("romeo");
    await other.xmpp.stop();
  });

  describe("the hint", () => {
    const publish = async (juliet: Owner) => {
      await juliet.xmpp.send(stanza("presence", {}));
      return (await juliet.owner.publish(LOOKS)).stamp;
    };

    test("is not there where nothing is published, or all was cleared", async () => {
      const juliet = await login();
      await juliet.xmpp.send(stanza("presence", {}));
      expect(lastHint(juliet)).toBeUndefined();
      await publish(juliet);
      await until("a hint", () => lastHint(juliet) !== undefined);
      await juliet.owner.clear();
      await until("no hint", () => lastHint(juliet) === undefined);
    });

    // holds: stamp-only-if-all-see, hint-renewed
    test("has a stamp where every subscriber may see, and where that is not so, none", async () => {
      const juliet = await login();
      const stamp = await publish(juliet);
      const hasStamp = (value: string | undefined) =>
        until(`stamp ${value}`, () => lastHint(juliet)?.attrs.stamp === value);
      await hasStamp(stamp);
      await juliet.owner.setAccess({ model: "whitelist", allowed: [bed.jid("romeo")] });
      await hasStamp(undefined);
      expect(lastHint(juliet)!.attrs.by).toBe(bed.componentDomain);
      await juliet.owner.setAccess({ model: "open" });
      await hasStamp(stamp);
      await juliet.owner.setAccess({ model: "roster", groups: ["Friends"] });
      await hasStamp(undefined);
      await juliet.owner.setAccess({ model: "presence" });
      await hasStamp(stamp);
      await block(juliet, "block", bed.jid("tybalt"));
      await until("a block", async () => (await juliet.owner.access()).blocked.length === 1);
      expect(lastHint(juliet)!.attrs.stamp).toBe(stamp);
      await block(juliet, "block", bed.jid("mercutio"));
      await hasStamp(undefined);
      await block(juliet, "unblock");
      await hasStamp(stamp);
    });

    // holds: stamp-only-if-all-see
    test("comes back with the next login, and never before it is known who may see", async () => {
      const juliet = await login();
      const stamp = await publish(juliet);
      await juliet.owner.setAccess({ model: "whitelist" });
      await juliet.xmpp.stop();
      juliet.sent.splice(0);
      juliet.xmpp.on("online", () => void juliet.xmpp.send(stanza("presence", {})));
      await juliet.xmpp.start();
      await until("the question", () => juliet.sent.some((iq) => iq.getChild("access", NS) !== undefined));
      await juliet.owner.access();
      expect(
        juliet.sent.filter((presence) => String(presence).includes(`stamp="${stamp}"`) && presence.name === "presence"),
      ).toEqual([]);
      await juliet.owner.setAccess({ model: "presence" });
      await until("the stamp", () => lastHint(juliet)?.attrs.stamp === stamp);
    });
  });
});
