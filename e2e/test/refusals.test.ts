// Nobody who may not see learns anything: refused askers get the same bytes and cost the server the same stanzas (draft,
// "Security Considerations").
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { encodeCheckRequest, encodeFetchRequest, encodeSyncRequest, parseStamp } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { rosterReads } from "./support/roster-reads.ts";
import { english, startWorld, type Person, type Plain, type World } from "./support/world.ts";

let world: World;
let juliet: Person;

beforeAll(async () => {
  // At debug, the server logs what it receives.
  world = await startWorld({ logLevel: "debug" });
  juliet = await world.person("juliet", { resource: "balcony" });
  await juliet.schemes.publish([{ state: "available", text: english("For friends") }]);
});
afterAll(() => world.stop());

const ask = (one: Plain, payload: Element) => one.ask(world.bed.componentDomain, "get", payload);

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
    // A component that has just started has read nothing yet, but for one list: that of an owner who changed something right
    // before, of which it tells once more.
    for (const { asker, owner, prepare } of cases) {
      await prepare();
      await juliet.schemes.publish([{ state: "available", text: english(`For friends, ${crypto.randomUUID()}`) }]);
      const earlier = rosterReads(world.bed).length;
      await world.component.restart();
      await until("the component tells of the change once more", () => rosterReads(world.bed).length > earlier);
      const before = rosterReads(world.bed).length;
      await ask(asker, encodeCheckRequest({ owner }));
      await until("a roster is read behind the refusal", () => rosterReads(world.bed).length > before);
      await ask(asker, encodeCheckRequest({ owner }));
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(rosterReads(world.bed).slice(before)).toEqual([owner]);
    }
    await juliet.schemes.setAccess({ model: "presence", allowed: [], blocked: [] });
  });
});
