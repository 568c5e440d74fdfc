// What examples show clients saying and hearing outside sessions, by the whole plugin on a client without a wire: Juliet's
// says what they say, and Romeo's takes it and goes on as they do.
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { statusScheme } from "@status-scheme/client-plugin";
import type { StatusScheme, StatusSchemeOptions } from "@status-scheme/client-plugin";
import { element, NS, NS_CAPS, NS_DISCO_INFO, NS_PUSH, parseXml, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { capsVer } from "../../client-plugin/src/host/caps.ts";
import { idle } from "../../client-plugin/test/viewer/support/clock.ts";
import { readDraft } from "../src/index.ts";
import { canonical } from "./support/canonical.ts";
import { createExecuted } from "./support/executed.ts";
import { SERVICE, startService } from "./support/service.ts";
import type { RunningService } from "./support/service.ts";
import { createWireless } from "./support/wireless.ts";
import type { WirelessClient } from "./support/wireless.ts";

const JULIET = "juliet@capulet.lit/balcony";
const ROMEO = "romeo@capulet.lit/orchard";
const BENVOLIO = "benvolio@capulet.lit/grove";
const { examples } = readDraft();
const executed = createExecuted("draft/test/client-examples.test.ts");
const exampleOf = (id: string): Element => parseXml(examples.find((example) => example.id === id)!.xml);

let now = 0;
const people: Person[] = [];
beforeEach(() => {
  jest.spyOn(Date, "now").mockImplementation(() => now);
});
afterEach(async () => {
  for (const { plugin, lose } of people.splice(0)) {
    lose();
    await idle();
    await plugin.stop();
  }
  jest.restoreAllMocks();
});

interface Person extends WirelessClient {
  readonly jid: string;
  readonly plugin: StatusScheme;
}
/** `items`: what the domain lists; "asked": its question is to be answered. */
async function login(
  jid: string,
  options: StatusSchemeOptions = {},
  items: readonly string[] | "asked" = [],
): Promise<Person> {
  const contacts = [JULIET, ROMEO, BENVOLIO].filter((other) => other !== jid).map((other) => other.split("/")[0]!);
  const wireless = createWireless(jid, { contacts, ...(items !== "asked" && { items }) });
  const plugin = statusScheme(wireless.xmpp, options);
  const person = { ...wireless, jid, plugin };
  people.push(person);
  await wireless.login();
  return person;
}

/** The next that it says is the example, but for the id of a question or message, which is a client's own choice. */
async function expectSaid(person: Person, id: string): Promise<Element> {
  const [example, said] = [exampleOf(id), await person.next()];
  const isReply = ["result", "error"].includes(example.attrs.type!);
  const more = !isReply && example.attrs.id !== undefined && { id: example.attrs.id };
  expect(canonical(withAttributes(said, { ...said.attrs, ...more }))).toBe(canonical(example));
  executed.note(id);
  return said;
}
/** It hears an example; `more`: what the sender chooses. */
async function hear(person: Person, id: string, more: Record<string, string> = {}): Promise<void> {
  const example = exampleOf(id);
  await person.hear(withAttributes(example, { ...example.attrs, ...more }));
  executed.note(id);
}
function withAttributes(of: Element, attributes: Element["attrs"]): Element {
  return stanza(of.name as "iq", attributes, ...of.getChildElements());
}

/** Juliet's program answers disco#info itself, and has caps of its own. */
const PROGRAM = { identities: [{ category: "client", type: "pc" }], features: [NS_CAPS, NS_DISCO_INFO] };
const queryOf = ({ identities, features }: typeof PROGRAM, node?: string) =>
  element(
    NS_DISCO_INFO,
    "query",
    { node },
    ...identities.map((identity) => element(NS_DISCO_INFO, "identity", identity)),
    ...features.map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
  );
const capsOf = async (program: typeof PROGRAM) =>
  element(NS_CAPS, "c", {
    hash: "sha-1",
    node: "https://client.capulet.lit/",
    ver: await capsVer(queryOf(program)),
  });
const show = (person: Person, state: string, ...more: Element[]) =>
  person.xmpp.send(stanza("presence", {}, parseXml(`<show>${state}</show>`), ...more));
const textLook = (state: string, text: string) => ({ state, text: [{ lang: "en", text }] });

/** A client with these features comes online, and tells what its caps stand for when it is asked. */
async function arrive(at: Person, jid: string, ...features: readonly string[]): Promise<() => Promise<void>> {
  const program = { ...PROGRAM, features: [...PROGRAM.features, NS, ...features] };
  await at.hear(stanza("presence", { from: jid, to: at.jid }, await capsOf(program)));
  return async () => {
    const { attrs, children } = await at.next();
    const [query] = children as Element[];
    expect([attrs.to, query!.getNS()]).toEqual([jid, NS_DISCO_INFO]);
    const reply = { type: "result", id: attrs.id, from: jid, to: at.jid };
    await at.hear(stanza("iq", reply, queryOf(program, query!.attrs.node)));
  };
}

describe("client-iq", () => {
  test("Juliet's client", async () => {
    now = Date.parse("2026-11-23T09:00:00.250Z");
    const juliet = await login(JULIET, { disco: PROGRAM });
    await juliet.plugin.serve({ looks: [textLook("dnd", "Please do not disturb")] });
    await show(juliet, "dnd", await capsOf(PROGRAM));
    await expectSaid(juliet, "client-presence");
    for (const id of ["client-info", "client-check", "client-fetch"]) {
      await hear(juliet, id);
      await expectSaid(juliet, `${id}-result`);
    }
    expect(juliet.out).toEqual([]);
  });

  test("Romeo's client, which goes on with a session, since both can", async () => {
    const romeo = await login(ROMEO);
    await hear(romeo, "client-presence");
    const { id } = (await expectSaid(romeo, "client-info")).attrs;
    await hear(romeo, "client-info-result", { id: id! });
    const { attrs, children } = await romeo.next();
    expect(attrs.to).toBe(JULIET);
    expect(children).toMatchObject([{ name: "jingle", attrs: { action: "session-initiate" } }]);
  });
});

describe("client-notice", () => {
  test("Juliet's client", async () => {
    now = Date.parse("2026-11-23T08:00:00.000Z");
    const juliet = await login(JULIET, { disco: PROGRAM });
    await juliet.plugin.serve({ looks: [textLook("dnd", "Please do not disturb")] });
    await show(juliet, "dnd");
    await juliet.next();
    const answer = await arrive(juliet, ROMEO);
    now = Date.parse("2026-11-23T09:00:00.250Z");
    await juliet.plugin.publish([textLook("dnd", "Do not disturb")]);
    expect((await juliet.next()).getChild("showing", NS)!.attrs.stamp).toBe("2026-11-23T09:00:00.250Z");
    await answer();
    await expectSaid(juliet, "client-notice");
    expect(juliet.out).toEqual([]);
  });

  test("Romeo's client, which was told of no stamp before, asks for that scheme", async () => {
    const romeo = await login(ROMEO);
    await romeo.hear(stanza("presence", { from: JULIET }, element(NS, "showing")));
    const first = await romeo.next();
    expect(first.getChild("check", NS)).toBeDefined();
    const none = element(NS, "check", { status: "none" });
    await romeo.hear(stanza("iq", { type: "result", id: first.attrs.id, from: JULIET, to: ROMEO }, none));
    expect(romeo.out).toEqual([]);
    await hear(romeo, "client-notice");
    const { attrs, children } = await romeo.next();
    expect([attrs.to, children]).toMatchObject([JULIET, [{ name: "fetch" }]]);
  });
});

describe("push", () => {
  const LOOKS = [textLook("away", "At Friar Laurence's cell"), textLook("offline", "Good night, good night!")];

  test("Juliet's client", async () => {
    now = Date.parse("2026-11-23T09:40:12.007Z");
    const juliet = await login(JULIET, { disco: PROGRAM, push: true });
    await juliet.plugin.serve({ looks: LOOKS });
    await show(juliet, "chat");
    await juliet.next();
    // A push at her login, to one who is there already, is not shown.
    await (
      await arrive(juliet, ROMEO, NS_PUSH)
    )();
    expect((await juliet.next()).name).toBe("message");
    now += 11_000;
    await show(juliet, "away", await capsOf(PROGRAM));
    await expectSaid(juliet, "push");
    await expectSaid(juliet, "push-presence");
    expect(juliet.out).toEqual([]);
  });

  test("Romeo's client, which asks nothing", async () => {
    const romeo = await login(ROMEO, { takePushes: true });
    await hear(romeo, "push");
    await hear(romeo, "push-presence");
    expect(romeo.out).toEqual([]);
    expect(romeo.plugin.shown("juliet@capulet.lit")).toMatchObject({
      look: { state: "away", text: "At Friar Laurence's cell" },
      stamp: "2026-11-23T09:40:12.007Z",
      fresh: true,
    });
  });
});

describe("the hint of a scheme that a service stores", () => {
  /** Carries between her and the service until nobody has anything to say to the other. */
  const beside = async <T>(juliet: Person, service: RunningService, job: Promise<T>): Promise<T> => {
    let isOver = false;
    const end = job.finally(() => (isOver = true));
    await until("all is said", async () => {
      const asked = juliet.out.findIndex(({ attrs }) => attrs.to === SERVICE);
      if (asked >= 0) service.feed(juliet.out.splice(asked, 1)[0]!);
      await service.idle();
      for (const said of service.sent.splice(0)) if (said.attrs.to === JULIET) await juliet.hear(said);
      await idle();
      return isOver && !juliet.out.some(({ attrs }) => attrs.to === SERVICE);
    });
    return end;
  };
  let service: RunningService;
  let juliet: Person;
  beforeEach(async () => {
    now = Date.parse("2026-11-22T08:31:00.456Z");
    service = await startService();
    service.now = now;
    juliet = await login(JULIET, {}, [SERVICE]);
    await beside(
      juliet,
      service,
      juliet.plugin.publish([textLook("in_a_meeting", "Later")].map((look) => ({ ...look, show: "dnd" as const }))),
    );
    juliet.out.splice(0);
  });
  afterEach(() => service.stop());
  const meet = async (options: { status?: string; until?: Date } = {}) => {
    await beside(juliet, service, juliet.plugin.setState("in_a_meeting", options));
    // What else is in her presence is not shown.
    for (const presence of juliet.out) presence.remove("c", NS_CAPS);
  };

  test("that every contact may see", async () => {
    await meet({ status: "With the nurse", until: new Date("2026-11-22T10:00:00.000Z") });
    await expectSaid(juliet, "showing");
    expect(juliet.out).toEqual([]);
  });

  test("that one roster group may see", async () => {
    await beside(juliet, service, juliet.plugin.setAccess({ model: "roster", groups: ["Friends"] }));
    await meet();
    await expectSaid(juliet, "showing-without-stamp");
    expect(juliet.out).toEqual([]);
  });

  test.each([
    ["showing", { status: "With the nurse", until: Date.parse("2026-11-22T10:00:00.000Z") }],
    ["showing-without-stamp", {}],
  ])("Romeo's client takes %s for her state", async (id, more) => {
    const romeo = await login(ROMEO);
    await hear(romeo, id);
    const shown = { state: "in_a_meeting", show: "dnd", resource: "balcony", ...more };
    expect(romeo.plugin.shown("juliet@capulet.lit")).toMatchObject(shown);
  });
});

test("scheme: Romeo's client shows it", async () => {
  const romeo = await login(ROMEO, { takePushes: true });
  const scheme = exampleOf("scheme");
  const { owner, stamp } = scheme.attrs;
  const from = `${owner!}/balcony`;
  await romeo.hear(stanza("message", { from }, element(NS, "changed", { owner, stamp }, scheme)));
  await romeo.hear(stanza("presence", { from }, parseXml("<show>dnd</show>"), element(NS, "showing", { stamp })));
  const shown = romeo.plugin.shown(owner!);
  const text = scheme
    .getChildren("look")
    .find(({ attrs }) => attrs.state === "dnd")!
    .getChildText("text");
  expect(shown).toMatchObject({ stamp, look: { state: "dnd", text } });
  executed.note("scheme");
});

test("disco-items: Romeo's client looks for services", async () => {
  const romeo = await login(ROMEO, {}, "asked");
  const { id } = (await expectSaid(romeo, "disco-items")).attrs;
  await hear(romeo, "disco-items-result", { id: id! });
  const asked = [await romeo.next(), await romeo.next()];
  expect(asked.map(({ attrs: { to } }) => to)).toEqual(["rooms.capulet.lit", SERVICE]);
  for (const question of asked) expect(question.getChild("query", NS_DISCO_INFO)).toBeDefined();
});

// After all others: what was executed is what the other examples' list says.
test("every example that is said to be executed here was", () => {
  expect(executed.difference()).toEqual([]);
});
