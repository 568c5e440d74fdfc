// Where a stamp never goes, whom a hint cannot steer, and what stays as it was (draft, "Showing a State" and "Privacy
// Considerations").
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import {
  element,
  encodeShowing,
  NS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_HTTP_UPLOAD,
  stanza,
  toStamp,
} from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import componentModule from "@xmpp/component";
import { until } from "@status-scheme/testbed";
import { child, english, startWorld, type Person, type World } from "./support/world.ts";

const NS_MUC = "http://jabber.org/protocol/muc";
let world: World;
let juliet: Person;

beforeAll(async () => {
  world = await startWorld({ components: ["evil.example"] });
  juliet = await world.person("juliet", { resource: "balcony" });
  await juliet.schemes.publish([
    { state: "available", text: english("Here") },
    { state: "eating", show: "away", text: english("At dinner") },
  ]);
});
afterAll(() => world.stop());

const hintsIn = (stanzas: readonly Element[]) =>
  stanzas.filter(({ name }) => name === "presence").map((presence) => presence.getChild("showing", NS));

describe("the hint", () => {
  // holds: no-hint-in-directed-presence
  test("reaches contacts, and neither rooms nor strangers", async () => {
    const romeo = await world.plain("romeo", { resource: "orchard" });
    await romeo.xmpp.send(stanza("presence", {}));
    const tybalt = await world.plain("tybalt", { resource: "street" });
    await tybalt.xmpp.send(stanza("presence", {}));
    const room = `ball-${crypto.randomUUID()}@${world.bed.roomsDomain}`;
    const join = (one: { xmpp: Person["xmpp"] }, nick: string) =>
      one.xmpp.send(stanza("presence", { to: `${room}/${nick}` }, element(NS_MUC, "x")));
    await join(tybalt, "masked");
    await until("tybalt is in the room", () => tybalt.received.some(({ attrs }) => attrs.from === `${room}/masked`));
    await join(juliet, "guest");
    await juliet.xmpp.send(stanza("presence", { to: tybalt.jid }));
    await juliet.schemes.setState("eating");
    // A program that sends its room presence anew at each change, as Converse.js does.
    await juliet.xmpp.send(stanza("presence", { to: `${room}/guest` }, child("show", "away")));

    await until("romeo gets the hint", () => hintsIn(romeo.received).some((hint) => hint?.attrs.state === "eating"));
    const ofRoom = () => tybalt.received.filter(({ attrs }) => attrs.from === `${room}/guest`);
    await until("the room heard of it", () => ofRoom().some((presence) => presence.getChildText("show") === "away"));
    const toTybalt = () => tybalt.received.filter(({ attrs }) => attrs.from?.startsWith(juliet.jid));
    await until("tybalt has her presence", () => toTybalt().length > 0);
    expect({ room: hintsIn(ofRoom()).filter(Boolean), direct: hintsIn(toTybalt()).filter(Boolean) }).toEqual({
      room: [],
      direct: [],
    });
    expect(tybalt.received.map(String).join("")).not.toContain((await juliet.schemes.own())!.stamp);
  });

  // holds: stamp-only-if-all-see
  test("has no stamp where some subscriber may not see the scheme", async () => {
    const romeo = await world.plain("romeo", { resource: "phone" });
    await romeo.xmpp.send(stanza("presence", {}));
    const latest = () => hintsIn(romeo.received.filter(({ attrs }) => attrs.from?.startsWith(juliet.jid))).at(-1);
    await until("a stamp, where all subscribers may see", () => latest()?.attrs.stamp !== undefined);
    await juliet.schemes.setAccess({ model: "whitelist", allowed: [romeo.jid] });
    await until(
      "a hint without a stamp",
      () => latest()?.attrs.by !== undefined && latest()?.attrs.stamp === undefined,
    );
    await juliet.schemes.setAccess({ model: "presence" });
    await until("a stamp again", () => latest()?.attrs.stamp !== undefined);
  });

  let evil: ReturnType<typeof componentModule.component> | undefined;
  afterEach(async () => {
    evil?.reconnect.stop();
    await evil?.stop();
    evil = undefined;
  });

  // holds: hint-cannot-steer
  test("naming a service elsewhere is not followed, and said", async () => {
    const asked: string[] = [];
    const { component } = componentModule;
    evil = component({
      service: world.bed.componentService,
      domain: "evil.example",
      password: world.bed.componentSecret,
    });
    evil.on("error", () => undefined);
    evil.on("element", (got: Element) => asked.push(String(got)));
    await evil.start();
    const romeo = await world.person("romeo", { resource: "victim" });
    const mercutio = await world.plain("mercutio", { resource: "trickster" });
    const hint = encodeShowing({ by: "evil.example", stamp: toStamp(Date.now()) });
    await mercutio.xmpp.send(stanza("presence", {}, hint));
    await romeo.sees("mercutio", ({ loggedIn }) => loggedIn);
    await until("a warning", () => romeo.warnings.some(({ code }) => code === "foreign-service"));
    expect(romeo.warnings.find(({ code }) => code === "foreign-service")?.contact).toBe(mercutio.jid);
    // Asked by hand it answers: it is there to be asked.
    await romeo.ask("evil.example", "get", element("urn:xmpp:ping", "ping"));
    expect(asked.filter((got) => got.includes(NS) || got.includes("disco"))).toEqual([]);
  });
});

// holds: notices-believed-from-listed
test("notices are believed only from the owner's service", async () => {
  const romeo = await world.person("romeo", { resource: "fooled" });
  await romeo.sees("juliet", ({ look, fresh }) => look !== undefined && fresh);
  const before = romeo.sent.length;
  const mercutio = await world.plain("mercutio", { resource: "liar" });
  const changed = element(NS, "changed", { owner: juliet.jid, stamp: toStamp(Date.now()) });
  await mercutio.xmpp.send(stanza("message", { to: romeo.xmpp.jid!.toString(), type: "headline" }, changed));
  await until("it came", () =>
    romeo.received.some((got) => got.getChild("changed") && got.attrs.from?.startsWith(mercutio.jid)),
  );
  await romeo.ask(world.bed.domain, "get", element("urn:xmpp:ping", "ping"));
  const questions = romeo.sent.slice(before).filter((sent) => sent.getChild("check") ?? sent.getChild("fetch"));
  expect(questions).toEqual([]);
});

// holds: service-is-no-attachment-uploader
test("ordinary attachments still go to the host's own uploader", async () => {
  // As XEP-0363 clients find it: the items of the domain, the one with the feature.
  const romeo = await world.plain("romeo", { resource: "attaching" });
  const query = async (to: string, xmlns: string) =>
    (await romeo.ask(to, "get", element(xmlns, "query"))).getChild("query", xmlns)!;
  const items = (await query(world.bed.domain, NS_DISCO_ITEMS)).getChildren("item").map(({ attrs }) => attrs.jid!);
  expect(items).toContain(world.bed.componentDomain);
  const uploaders: string[] = [];
  for (const jid of items) {
    const reply = await romeo.ask(jid, "get", element(NS_DISCO_INFO, "query"));
    const features =
      reply
        .getChild("query")
        ?.getChildren("feature")
        .map(({ attrs }) => attrs.var) ?? [];
    if (features.includes(NS_HTTP_UPLOAD)) uploaders.push(jid);
  }
  expect(uploaders).toEqual([world.bed.uploadDomain]);
  const request = element(NS_HTTP_UPLOAD, "request", { filename: "letter.txt", size: 5, "content-type": "text/plain" });
  const slot = (await romeo.ask(world.bed.uploadDomain, "get", request)).getChild("slot", NS_HTTP_UPLOAD)!;
  const put = slot.getChild("put")!;
  const headers = Object.fromEntries(put.getChildren("header").map((header) => [header.attrs.name!, header.text()]));
  const response = await fetch(put.attrs.url!, {
    method: "PUT",
    body: "adieu",
    headers: { "content-type": "text/plain", ...headers },
  });
  expect(response.status).toBe(201);
  expect(await (await fetch(slot.getChild("get")!.attrs.url!)).text()).toBe("adieu");
});
