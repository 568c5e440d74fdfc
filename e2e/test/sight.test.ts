// Who sees, and that nobody else learns anything: refused askers get the same bytes and cost the server the same stanzas;
// sight follows the roster within 60 seconds (draft, "Access" and "Security Considerations").
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  element,
  encodeCheckRequest,
  encodeFetchRequest,
  encodeSyncRequest,
  NS_ROSTER,
  parseStamp,
} from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { english, startWorld, until, type Person, type Plain, type World } from "./support/world.ts";

let world: World;
let juliet: Person;

beforeAll(async () => {
  // At debug, the server logs the start tag of every stanza it receives.
  world = await startWorld({ logLevel: "debug" });
  juliet = await world.person("juliet", { resource: "balcony" });
  await juliet.schemes.publish([{ state: "available", text: english("For friends") }]);
});
afterAll(() => world.stop());

const ask = (one: Plain, payload: Element) => one.ask(world.bed.componentDomain, "get", payload);
/** The status of a check by someone of juliet. */
const statusFor = async (one: Plain) =>
  (await ask(one, encodeCheckRequest({ owner: juliet.jid }))).getChild("check")?.attrs.status;

/** The roster reads the server got from the component, in the order they came: whose. */
const rosterReads = () =>
  [...world.bed.log().matchAll(/Received\[component\]: <iq\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => /type='get'/.test(tag))
    .map((tag) => /to='([^']*)'/.exec(tag)?.[1]);

describe("a stranger, someone asking for nobody, someone left off the list and someone blocked", () => {
  const stamp = parseStamp("2026-11-22T08:30:00.123Z");
  const questions: [string, (owner: string) => Element][] = [
    ["check without a stamp", (owner) => encodeCheckRequest({ owner })],
    ["check with a stamp", (owner) => encodeCheckRequest({ owner, stamp })],
    ["fetch", (owner) => encodeFetchRequest({ owner })],
  ];
  /** Each with what makes them refused, and the owner they ask for. */
  let cases: { who: string; asker: Plain; owner: string; prepare: () => Promise<unknown> }[];

  beforeAll(async () => {
    const tybalt = await world.plain("tybalt", { resource: "street" });
    const mercutio = await world.plain("mercutio", { resource: "square" });
    const nobody = `nobody@${world.bed.domain}`;
    const open = () => juliet.schemes.setAccess({ model: "presence", allowed: [], blocked: [] });
    cases = [
      { who: "stranger", asker: tybalt, owner: juliet.jid, prepare: open },
      { who: "unknown owner", asker: tybalt, owner: nobody, prepare: open },
      {
        who: "left off the whitelist",
        asker: mercutio,
        owner: juliet.jid,
        prepare: () => juliet.schemes.setAccess({ model: "whitelist", allowed: [world.bed.jid("romeo")], blocked: [] }),
      },
      {
        who: "blocked",
        asker: mercutio,
        owner: juliet.jid,
        prepare: () => juliet.schemes.setAccess({ model: "presence", blocked: [mercutio.jid] }),
      },
    ];
  });

  // holds: none-indistinguishable, not-found-indistinguishable, none-for-three-reasons
  test.each(questions)("%s: answers are the same, byte for byte", async (_name, question) => {
    const answers = new Map<string, string>();
    for (const { who, asker, owner, prepare } of cases) {
      await prepare();
      const reply = await ask(asker, question(owner));
      const text = reply
        .toString()
        .replaceAll(asker.xmpp.jid!.toString(), "ASKER")
        .replaceAll(owner, "OWNER")
        .replaceAll(reply.attrs.id!, "ID");
      answers.set(who, text);
    }
    expect(new Set(answers.values()).size).toBe(1);
    expect([...answers.values()][0]).toMatch(/status="none"|item-not-found/);
  });

  test("sync tells none of them anything", async () => {
    for (const { asker, prepare } of cases) {
      await prepare();
      const sync = (await ask(asker, encodeSyncRequest({}))).getChild("sync");
      expect(sync?.getChildElements().filter(({ attrs }) => attrs.owner === juliet.jid)).toEqual([]);
    }
  });

  // holds: one-path-for-every-local-part
  test("each refusal costs the server one read of the roster asked about, whoever that is", async () => {
    // A component that has just started has read nothing yet.
    for (const { asker, owner, prepare } of cases) {
      await prepare();
      await world.component.restart();
      await until(async () => (await statusFor(juliet)) === "changed", "the component answers");
      const before = rosterReads().length;
      await ask(asker, encodeCheckRequest({ owner }));
      await until(() => rosterReads().length > before, "a roster is read behind the refusal");
      await ask(asker, encodeCheckRequest({ owner }));
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(rosterReads().slice(before)).toEqual([owner]);
    }
    await juliet.schemes.setAccess({ model: "presence", allowed: [], blocked: [] });
  }, 60_000);
});

// holds: sight-begins-within-a-minute, sight-ends-within-a-minute
test("sight is given and taken by roster changes, within 60 seconds, without anyone publishing", async () => {
  const tybalt = await world.plain("tybalt", { resource: "new" });
  expect(await statusFor(tybalt)).toBe("none");
  await world.bed.befriend("juliet", "tybalt");
  const given = Date.now();
  await until(async () => (await statusFor(tybalt)) === "changed", "tybalt sees", 65_000);
  expect(Date.now() - given).toBeLessThan(61_000);

  await world.bed.unfriend("juliet", "tybalt");
  const taken = Date.now();
  await until(async () => (await statusFor(tybalt)) === "none", "tybalt no longer sees", 65_000);
  expect(Date.now() - taken).toBeLessThan(61_000);
}, 150_000);

describe("every model", () => {
  test.each([
    ["presence", {}, ["romeo", "mercutio"]],
    ["whitelist", { allowed: ["mercutio"] }, ["mercutio"]],
    ["whitelist, for someone who is no contact", { allowed: ["tybalt"] }, ["tybalt"]],
    ["roster", { groups: ["Friends"] }, ["romeo"]],
    ["open", {}, ["romeo", "mercutio", "tybalt"]],
  ] as const)(
    "%s",
    async (name, lists, seeing) => {
      const model = name.split(",")[0] as "presence" | "whitelist" | "roster" | "open";
      if (model === "roster") await putInGroup(juliet, world.bed.jid("romeo"), "Friends");
      const allowed = "allowed" in lists ? lists.allowed.map((who) => world.bed.jid(who)) : [];
      const groups = "groups" in lists ? lists.groups : [];
      await juliet.schemes.setAccess({ model, allowed, groups, blocked: [] });
      for (const who of ["romeo", "mercutio", "tybalt"] as const) {
        const one = await world.plain(who, { resource: `model-${model}` });
        const wanted = (seeing as readonly string[]).includes(who) ? "changed" : "none";
        await until(async () => (await statusFor(one)) === wanted, `${who} with ${model}: ${wanted}`, 65_000);
        await one.leave();
      }
    },
    150_000,
  );
});

async function putInGroup(owner: Person, contact: string, group: string): Promise<void> {
  const item = element(NS_ROSTER, "item", { jid: contact }, element(NS_ROSTER, "group", {}, group));
  await owner.ask(owner.jid, "set", element(NS_ROSTER, "query", {}, item));
}
