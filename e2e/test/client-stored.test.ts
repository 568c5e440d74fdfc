// Schemes that need no service: an owner's client serves its own, on a server that has none (draft, "Client-Stored
// Schemes" and "Push Mode"; rows 4, 8 and 11 of the method).
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { folderStore } from "@status-scheme/client-plugin/folder-store";
import { element, NS, NS_DISCO_INFO, NS_SERVE, parseXml, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { english, lastingCache, payloads, picture, startWorld, until } from "./support/world.ts";
import type { Person, Plain, World } from "./support/world.ts";

let world: World;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "status-scheme-served-"));
  world = await startWorld();
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true });
});

const looks = async () => [
  {
    state: "available",
    text: english("At home"),
    media: [{ kind: "image", bytes: await picture("red"), mediaType: "image/png", desc: english("Red") }] as const,
  },
  { state: "dnd", text: english("Please do not disturb") },
  { state: "offline", text: english("Asleep") },
];
/** Stanzas to this full JID that ask for something. */
const asked = (person: Plain, jid: string, name: string) =>
  payloads(
    person.sent.filter(({ attrs }) => attrs.to === jid),
    name,
  );
const full = ({ xmpp }: Plain) => String(xmpp.jid);

describe("row 4, the client: the scheme is on the owner's", () => {
  let juliet: Person;
  let romeo: Person;
  const store = () => folderStore(join(folder, "juliet"));
  beforeAll(async () => {
    juliet = await world.person("juliet", { resource: "balcony" });
    await juliet.schemes.serve({ store: store(), looks: await looks() });
    romeo = await world.person("romeo", { resource: "orchard" });
  });
  afterAll(async () => {
    await romeo.leave();
    await juliet.leave();
  });

  // holds: served-scheme-is-hinted, serving-client-has-caps, serving-features, no-file-transfer-feature-for-schemes-alone
  test("its presence hints at it without `by`, and its caps tell how it is asked", async () => {
    const arrived = () =>
      romeo.received.findLast(({ name, attrs }) => name === "presence" && attrs.from === full(juliet));
    const presence = arrived()!;
    const hint = presence.getChild("showing", NS)!.attrs;
    expect(hint).toMatchObject({ stamp: (await juliet.schemes.own())!.stamp });
    expect(hint.by).toBeUndefined();
    const { node, ver } = presence.getChild("c", "http://jabber.org/protocol/caps")!.attrs;
    const query = element(NS_DISCO_INFO, "query", { node: `${node}#${ver}` });
    const info = await romeo.ask(full(juliet), "get", query);
    const features = info.getChild("query", NS_DISCO_INFO)!.getChildren("feature");
    const names = features.map(({ attrs }) => attrs.var);
    expect(names).toEqual(
      expect.arrayContaining([
        NS,
        NS_SERVE,
        "urn:xmpp:jingle:1",
        "urn:xmpp:jingle:transports:ibb:1",
        "urn:xmpp:hashes:2",
        "urn:xmpp:hash-function-text-names:sha-256",
      ]),
    );
    expect(names).not.toContain("urn:xmpp:jingle:apps:file-transfer:5");
  });

  // holds: only-hinting-clients-asked, no-owner-to-a-client, client-answers-check-and-fetch, shown-resource-is-asked
  test("a contact sees its text and its image, which came from the client alone", async () => {
    const { look, fresh } = await romeo.sees("juliet", (one) => one.look?.media.length === 1 && one.fresh);
    expect({ text: look?.text, fresh }).toEqual({ text: "At home", fresh: true });
    expect(Buffer.from(look!.media[0]!.bytes)).toEqual(Buffer.from(await picture("red")));
    const toService = romeo.sent.filter(({ attrs }) => attrs.to === world.bed.componentDomain);
    expect([...payloads(toService, "check"), ...payloads(toService, "fetch")]).toEqual([]);
    for (const name of ["check", "fetch"]) {
      for (const question of payloads(romeo.sent, name)) expect(question.attrs.owner).toBeUndefined();
    }
  });

  test("a state with no question at all", async () => {
    const before = romeo.sent.length;
    await juliet.schemes.setState("dnd");
    await romeo.sees("juliet", ({ look }) => look?.text === "Please do not disturb");
    const since = romeo.sent.slice(before);
    expect([...payloads(since, "check"), ...payloads(since, "fetch"), ...payloads(since, "jingle")]).toEqual([]);
    await juliet.schemes.setState("available");
  });

  // holds: client-notifies-those-online
  test("a change reaches contacts by a notice, and is shown", async () => {
    const { stamp } = await juliet.schemes.edit({ state: "dnd", text: english("Really, do not") });
    await until(
      () => payloads(romeo.received, "changed").some(({ attrs }) => attrs.stamp === stamp),
      "romeo has the notice",
    );
    await juliet.schemes.setState("dnd");
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "Really, do not" && fresh);
    await juliet.schemes.setState("available");
  });

  test("offline, it is shown by the offline look that was kept, also after a new login of the contact", async () => {
    const cache = lastingCache();
    const before = await world.person("mercutio", { resource: "before", plugin: { cache } });
    await before.sees("juliet", ({ look }) => look?.media.length === 1);
    await before.leave();
    await juliet.leave();
    await romeo.sees("juliet", ({ loggedIn, look }) => !loggedIn && look?.text === "Asleep");
    const after = await world.person("mercutio", { resource: "after", plugin: { cache } });
    const shown = await after.sees("juliet", ({ look }) => look !== undefined);
    expect(shown).toMatchObject({ loggedIn: false, look: { text: "Asleep" } });
    await after.leave();
  });

  test("back with what was kept, it is the same version: nobody asks for anything", async () => {
    const before = romeo.sent.length;
    juliet = await world.person("juliet", { resource: "balcony" });
    expect(await juliet.schemes.serve({ store: store() })).toMatchObject({ looks: expect.any(Array) });
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "At home" && fresh);
    const since = romeo.sent.slice(before);
    expect([...payloads(since, "fetch"), ...payloads(since, "jingle")]).toEqual([]);
  });
});

describe("to whom the client tells nothing, it answers as one without the plugin", () => {
  let juliet: Person;
  let plain: Plain;
  beforeAll(async () => {
    juliet = await world.person("juliet", { resource: "balcony" });
    await juliet.schemes.serve({ looks: await looks() });
    plain = await world.plain("juliet", { resource: "plain" });
    await plain.xmpp.send(stanza("presence", {}, priority("-1")));
  });
  afterAll(async () => {
    await juliet.leave();
    await plain.leave();
  });

  const QUESTIONS = [
    `<check xmlns='${NS}'/>`,
    `<check xmlns='${NS}' stamp='nonsense'/>`,
    `<fetch xmlns='${NS}'/>`,
    `<fetch xmlns='${NS}' owner='romeo@capulet.lit'/>`,
    `<query xmlns='${NS_DISCO_INFO}'/>`,
    `<query xmlns='${NS_DISCO_INFO}' node='urn:xmpp:status-scheme:0#client#x'/>`,
    `<jingle xmlns='urn:xmpp:jingle:1' action='session-terminate' sid='unheard-of'><reason><success/></reason></jingle>`,
    `<open xmlns='http://jabber.org/protocol/ibb' sid='s' block-size='4096'/>`,
    `<data xmlns='http://jabber.org/protocol/ibb' sid='s' seq='0'>AAAA</data>`,
    `<close xmlns='http://jabber.org/protocol/ibb' sid='s'/>`,
  ];
  const types = (xml: string) => (/^<(check|fetch|query)/.test(xml) ? "get" : "set");
  const answer = async (asker: Plain, of: Plain, xml: string): Promise<string> => {
    const reply = await asker.ask(full(of), types(xml), parseXml(xml));
    return String(reply).replaceAll(String(reply.attrs.id), "ID").replaceAll(full(of), "JID");
  };

  // holds: unseen-asker-learns-nothing, features-for-those-with-presence
  test.each(QUESTIONS)("a stranger: %s", async (xml) => {
    const tybalt = await world.plain("tybalt");
    expect(await answer(tybalt, juliet, xml)).toBe(await answer(tybalt, plain, xml));
    await tybalt.leave();
  });

  // holds: may-ask-decided-at-once
  test("a contact who may not see any more, from one moment to the next", async () => {
    const romeo = await world.plain("romeo");
    const check = QUESTIONS[0]!;
    expect(await answer(romeo, juliet, check)).toContain("changed");
    await juliet.schemes.setAccess({ model: "whitelist", allowed: [world.bed.jid("mercutio")] });
    expect(await answer(romeo, juliet, check)).toBe(await answer(romeo, plain, check));
    await juliet.schemes.setAccess({ model: "presence" });
    expect(await answer(romeo, juliet, check)).toContain("changed");
    await romeo.leave();
  });

  // holds: client-speaks-for-its-owner-alone
  test("about another owner there is nothing", async () => {
    const romeo = await world.plain("romeo");
    expect(await answer(romeo, juliet, `<check xmlns='${NS}' owner='romeo@capulet.lit'/>`)).toContain("none");
    expect(await answer(romeo, juliet, QUESTIONS[3]!)).toContain("item-not-found");
    await romeo.leave();
  });

  // holds: invisible-owner-serves-nobody
  test("while invisible, a contact, and whoever still has the address", async () => {
    const romeo = await world.plain("romeo");
    const tybalt = await world.plain("tybalt");
    await juliet.schemes.setInvisible(true);
    await plain.xmpp.send(stanza("presence", { type: "unavailable" }));
    for (const asker of [romeo, tybalt]) {
      for (const xml of QUESTIONS) expect(await answer(asker, juliet, xml)).toBe(await answer(asker, plain, xml));
    }
    await juliet.schemes.setInvisible(false);
    await romeo.leave();
    await tybalt.leave();
  });
});

function priority(value: string): Element {
  return parseXml(`<priority>${value}</priority>`);
}
