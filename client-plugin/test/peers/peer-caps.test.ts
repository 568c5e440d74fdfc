// What is believed of contacts' clients, and of whom (XEP-0115 section 5.4): a contact may tell anything of itself, and
// nothing of others.
import { describe, expect, test } from "@jest/globals";
import { NS_DISCO_INFO, parseXml, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { capsVer } from "../../src/host/caps.ts";
import { createPeerCaps } from "../../src/peers/peer-caps.ts";
import { realDeps } from "../../src/viewer/deps.ts";
import { createClock, idle } from "../viewer/support/clock.ts";

const TYBALT = "tybalt@capulet.lit/street";
const JULIET = "juliet@capulet.lit/balcony";
const BENVOLIO = "benvolio@capulet.lit/grove";
const NODE = "https://client.capulet.lit/";

const query = (...children: string[]) => parseXml(`<query xmlns='${NS_DISCO_INFO}'>${children.join("")}</query>`);
const identity = (more = "") => `<identity category='client' type='pc' ${more}/>`;
const feature = (name: string) => `<feature var='${name}'/>`;
const field = (name: string, values: readonly string[], more = "") =>
  `<field var='${name}' ${more}>${values.map((value) => `<value>${value}</value>`).join("")}</field>`;
const form = (type: string, ...fields: string[]) =>
  `<x xmlns='jabber:x:data' type='result'>${field("FORM_TYPE", [type], "type='hidden'")}${fields.join("")}</x>`;
const FEATURES = ["urn:xmpp:jingle:1", "urn:xmpp:status-scheme:0", "urn:xmpp:status-scheme:0#push"];
const HONEST = query(identity(), ...FEATURES.map(feature));

/** Contacts' clients by full JID, each with its answer: none says nothing. */
function createWorld(answers: Readonly<Record<string, Element | SchemeError | undefined>>) {
  const clock = createClock();
  const asked: string[] = [];
  const waiting = new Map<string, () => void>();
  const caps = createPeerCaps({
    deps: { ...realDeps(), ...clock },
    async ask(iq) {
      const { to } = iq.attrs as { to: string };
      asked.push(to);
      const answer = answers[to];
      if (!answer) await new Promise<void>((resolve) => waiting.set(to, resolve));
      if (!answer || answer instanceof SchemeError) throw answer ?? new SchemeError("try-later");
      return stanza("iq", { type: "result", from: to }, answer);
    },
  });
  return { caps, asked, giveUp: (jid: string) => waiting.get(jid)!() };
}
const featuresOf = async (found: Promise<{ features: ReadonlySet<string> } | undefined>) => [
  ...((await found)?.features ?? []),
];

describe("an answer that hashes to the caps counts for all that have them", () => {
  test("and is asked for once", async () => {
    const { caps, asked } = createWorld({ [JULIET]: HONEST, [BENVOLIO]: HONEST });
    const ver = `${NODE}#${await capsVer(HONEST)}`;
    const both = [JULIET, BENVOLIO].map((jid) => caps.find({ jid, caps: ver }));
    expect(await Promise.all(both.map(featuresOf))).toEqual([FEATURES, FEATURES]);
    expect(asked).toEqual([JULIET]);
  });

  test("whatever forms it has, where each says what it is", async () => {
    const software = form("urn:xmpp:dataforms:softwareinfo", field("os", ["Mac"]), field("software", ["Psi"]));
    const limits = form("urn:xmpp:status-scheme:0", field("ibb-bytes", ["5000"]));
    const told = query(identity("name='Psi'"), ...FEATURES.map(feature), software, limits);
    const { caps, asked } = createWorld({ [JULIET]: told });
    const ver = `${NODE}#${await capsVer(told)}`;
    expect(await caps.find({ jid: JULIET, caps: ver })).toMatchObject({ ibbBytes: 5_000 });
    expect(caps.known({ jid: BENVOLIO, caps: ver })).toMatchObject({ ibbBytes: 5_000 });
    expect(asked).toEqual([JULIET]);
  });
});

describe("whoever has another's caps, and does not answer what they stand for", () => {
  test("tells of itself alone", async () => {
    const { caps, asked } = createWorld({ [TYBALT]: query(identity(), feature("urn:evil")), [JULIET]: HONEST });
    const ver = `${NODE}#${await capsVer(HONEST)}`;
    expect(await featuresOf(caps.find({ jid: TYBALT, caps: ver }))).toEqual(["urn:evil"]);
    expect(caps.known({ jid: JULIET, caps: ver })).toBeUndefined();
    expect(await featuresOf(caps.find({ jid: JULIET, caps: ver }))).toEqual(FEATURES);
    // What it told of itself is what is known of it, until the caps' true meaning is known.
    expect(asked).toEqual([TYBALT, JULIET]);
  });

  test("has others asked in its place one after the other, and not all at once", async () => {
    const many = Array.from({ length: 50 }, (_, index) => `friend-${index}@capulet.lit/home`);
    const honest = Object.fromEntries(many.map((jid) => [jid, HONEST]));
    const { caps, asked } = createWorld({ [TYBALT]: query(identity()), ...honest });
    const ver = `${NODE}#${await capsVer(HONEST)}`;
    const found = [TYBALT, ...many].map((jid) => caps.find({ jid, caps: ver }));
    expect(await featuresOf(found.at(-1)!)).toEqual(FEATURES);
    expect(asked).toEqual([TYBALT, many[0]]);
  });

  test("keeps others waiting for a while at most, where it says nothing", async () => {
    const { caps, asked, giveUp } = createWorld({ [TYBALT]: undefined, [JULIET]: HONEST });
    const ver = `${NODE}#${await capsVer(HONEST)}`;
    const first = caps.find({ jid: TYBALT, caps: ver });
    const found = caps.find({ jid: JULIET, caps: ver });
    await idle();
    expect(asked).toEqual([TYBALT]);
    giveUp(TYBALT);
    expect(await first).toBeUndefined();
    expect(await featuresOf(found)).toEqual(FEATURES);
  });
});

describe("an answer that is ill-formed, though it hashes to the caps, counts for its client alone", () => {
  const alone = async (told: Element) => {
    const { caps } = createWorld({ [TYBALT]: told });
    const ver = `${NODE}#${await capsVer(told)}`;
    expect(await caps.find({ jid: TYBALT, caps: ver })).toBeDefined();
    expect(caps.known({ jid: JULIET, caps: ver })).toBeUndefined();
  };
  test.each<[rule: string, ...told: string[]]>([
    ["3.3: an identity twice", identity("name='Psi'"), identity("name='Psi'")],
    ["3.4: a feature twice", identity(), feature("urn:xmpp:jingle:1"), feature("urn:xmpp:jingle:1")],
    ["3.5: two forms of a type", identity(), form("urn:a", field("os", ["Mac"])), form("urn:a", field("os", ["BSD"]))],
    [
      "3.5: a form of two types",
      identity(),
      `<x xmlns='jabber:x:data'>${field("FORM_TYPE", ["urn:a", "urn:b"], "type='hidden'")}${field("os", ["Mac"])}</x>`,
    ],
  ])("rule %s", (_, ...told) => alone(query(...told)));

  test("rule 3.3: but not identities of several names, or languages", async () => {
    const told = query(identity("name='Psi'"), identity("name='Psi+'"), identity("name='Psi' xml:lang='el'"));
    const { caps } = createWorld({ [JULIET]: told });
    const ver = `${NODE}#${await capsVer(told)}`;
    await caps.find({ jid: JULIET, caps: ver });
    expect(caps.known({ jid: BENVOLIO, caps: ver })).toBeDefined();
  });

  test.each([
    ["without FORM_TYPE", ""],
    ["whose FORM_TYPE is not hidden", field("FORM_TYPE", ["urn:xmpp:status-scheme:0"])],
  ])("rule 3.6: a form %s is none", async (_, type) => {
    const strange = `<x xmlns='jabber:x:data' type='result'>${type}${field("ibb-bytes", ["5000"])}</x>`;
    const told = query(identity(), ...FEATURES.map(feature), strange);
    expect(await capsVer(told)).toBe(await capsVer(HONEST));
    const { caps } = createWorld({ [JULIET]: told });
    const ver = `${NODE}#${await capsVer(HONEST)}`;
    expect((await caps.find({ jid: JULIET, caps: ver }))!.ibbBytes).toBeUndefined();
    expect(caps.known({ jid: BENVOLIO, caps: ver })).toBeDefined();
  });
});

// What is hashed is a list without structure: the same list can be had from an answer that says something else.
describe("an answer made to hash like an honest one, and to say something else, counts for its client alone", () => {
  test.each<[how: string, ...told: string[]]>([
    ["features run together", identity(), feature(FEATURES.join("&lt;"))],
    ["features in a name", identity(`name='&lt;${FEATURES.slice(0, 2).join("&lt;")}'`), feature(FEATURES[2]!)],
    ["features as a form", identity(), feature(FEATURES[0]!), form(FEATURES[1]!, field(FEATURES[2]!, []))],
    ["a feature as the type of a form", identity(), ...FEATURES.slice(0, 2).map(feature), form(FEATURES[2]!)],
    ["features as a form's values", identity(), form(FEATURES[0]!, field(FEATURES[1]!, [FEATURES[2]!]))],
  ])("%s", async (_, ...told) => {
    const poisoned = query(...told);
    const ver = `${NODE}#${await capsVer(HONEST)}`;
    expect(`${NODE}#${await capsVer(poisoned)}`).toBe(ver);
    const { caps } = createWorld({ [TYBALT]: poisoned, [JULIET]: HONEST });
    await caps.find({ jid: TYBALT, caps: ver });
    expect(await featuresOf(caps.find({ jid: JULIET, caps: ver }))).toEqual(FEATURES);
  });

  test("features as identities", async () => {
    const honest = query(identity(), feature("http://jabber.org/protocol/caps"), feature("urn:xmpp:jingle:1"));
    const hidden = "<identity category='http:' type='' xml:lang='jabber.org' name='protocol/caps'/>";
    const poisoned = query(identity(), hidden, feature("urn:xmpp:jingle:1"));
    const ver = `${NODE}#${await capsVer(honest)}`;
    expect(`${NODE}#${await capsVer(poisoned)}`).toBe(ver);
    const { caps } = createWorld({ [TYBALT]: poisoned });
    await caps.find({ jid: TYBALT, caps: ver });
    expect(caps.known({ jid: JULIET, caps: ver })).toBeUndefined();
  });
});

// Rules 1 and 2: what is not hashed as is known here says nothing of others.
test.each([
  ["another hash", "sha-256 of something"],
  ["none, as before version 1.4", "1.0"],
])("caps with %s count for their client alone", async (_, ver) => {
  const { caps, asked } = createWorld({ [JULIET]: HONEST, [BENVOLIO]: HONEST });
  for (const jid of [JULIET, BENVOLIO, JULIET]) await caps.find({ jid, caps: `${NODE}#${ver}` });
  expect(asked).toEqual([JULIET, BENVOLIO]);
});
