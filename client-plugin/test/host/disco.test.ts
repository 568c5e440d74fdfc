// What contacts learn of a client with the plugin, whoever answers disco#info and sends caps: each answer has our
// feature, and each answer about caps hashes to the `ver` that the caps had.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { element, NS, NS_CAPS, NS_DISCO_INFO, parseXml, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { eventually, startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { capsVer } from "../../src/host/caps.ts";
import { loginHosted, loginPlain } from "./people.ts";
import type { HostedPerson, Person } from "./people.ts";

let bed: Testbed;
let romeo: Person;
beforeAll(async () => {
  bed = await startTestbed();
  romeo = await loginPlain(bed, "romeo");
  await romeo.xmpp.send(stanza("presence", {}));
});
afterAll(() => bed.stop());
beforeEach(() => void romeo.received.splice(0));

const HOST_NODE = "https://client.example.org/";
const HOST_DISCO = {
  identities: [{ category: "client", type: "web", name: "Balcony" }],
  features: [NS_DISCO_INFO, NS_CAPS, "urn:xmpp:jingle:1"],
};
const hostQuery = (node?: string) =>
  element(
    NS_DISCO_INFO,
    "query",
    { node },
    ...HOST_DISCO.identities.map((identity) => element(NS_DISCO_INFO, "identity", identity)),
    ...HOST_DISCO.features.map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
  );
const hostCaps = async () => element(NS_CAPS, "c", { hash: "sha-1", node: HOST_NODE, ver: await capsVer(hostQuery()) });
/** The host program's own responder, which knows no caps of others. */
const respond = (xmpp: Client) =>
  xmpp.iqCallee.get(NS_DISCO_INFO, "query", ({ element: { attrs } }) =>
    attrs.node === undefined || attrs.node.startsWith(`${HOST_NODE}#`)
      ? hostQuery(attrs.node)
      : parseXml("<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"),
  );

async function info(of: HostedPerson, node?: string): Promise<Element> {
  const iq = stanza("iq", { type: "get", to: String(of.xmpp.jid) }, element(NS_DISCO_INFO, "query", { node }));
  return (await romeo.xmpp.iqCaller.request(iq)).getChild("query", NS_DISCO_INFO)!;
}
const isSubscriber = (jid: string) => jid === bed.jid("romeo");
const featuresOf = (query: Element) => query.getChildren("feature").map(({ attrs }) => attrs.var);

/** The caps that contacts get, after checking them against the answer they promise. */
async function verifiedCaps(of: HostedPerson, presence = stanza("presence", {})) {
  // The verification string takes a moment to compute: until then presence has no caps.
  const come = async () => {
    await of.xmpp.send(presence);
    const arrived = await romeo.get(({ name, attrs }) => name === "presence" && attrs.from === String(of.xmpp.jid));
    romeo.received.splice(0);
    return arrived.getChildren("c", NS_CAPS);
  };
  const caps = await eventually("caps", come, (now) => now.length > 0);
  expect(caps).toHaveLength(1);
  const { node, ver, hash } = caps[0]!.attrs;
  expect(hash).toBe("sha-1");
  const query = await info(of, `${node}#${ver}`);
  expect(query.attrs.node).toBe(`${node}#${ver}`);
  expect(await capsVer(query)).toBe(ver);
  return { node, ver: `${node}#${ver}`, features: featuresOf(query) };
}

// holds: feature-advertised
test("a host that says nothing: the plugin answers and sends caps", async () => {
  const juliet = await loginHosted(bed, "juliet", { features: [NS], isSubscriber });
  await juliet.xmpp.send(stanza("presence", {}));
  const query = await info(juliet);
  expect(query.getChildren("identity")).toHaveLength(1);
  expect(featuresOf(query)).toEqual(expect.arrayContaining([NS, NS_DISCO_INFO]));
  expect((await verifiedCaps(juliet)).features).toContain(NS);
  await expect(info(juliet, "urn:example:unknown")).rejects.toMatchObject({ condition: "item-not-found" });
  await juliet.xmpp.stop();
});

describe.each(["first", "last"])("a host that answers, registered %s", (order) => {
  const login = async (options: Parameters<typeof loginHosted>[2] = {}) => {
    const juliet = await loginHosted(bed, "juliet", {
      features: [NS],
      isSubscriber,
      ...options,
      ...(order === "first" && { prepare: respond }),
    });
    if (order === "last") respond(juliet.xmpp);
    return juliet;
  };

  // holds: feature-advertised
  test("its answer gets our feature, once", async () => {
    const juliet = await login();
    await juliet.xmpp.send(stanza("presence", {}));
    const query = await info(juliet);
    expect(query.getChild("identity")!.attrs.name).toBe("Balcony");
    expect(featuresOf(query)).toEqual([...HOST_DISCO.features, NS]);
    await juliet.xmpp.stop();
  });

  test("and sends no caps: ours are right, and tell of the host's features once these were seen", async () => {
    const juliet = await login();
    await verifiedCaps(juliet);
    await info(juliet);
    const { features } = await eventually(
      "the host's features",
      () => verifiedCaps(juliet),
      (now) => now.features.includes("urn:xmpp:jingle:1"),
    );
    expect(features).toEqual([...HOST_DISCO.features, NS]);
    await juliet.xmpp.stop();
  });

  test("and sends caps, which we know the meaning of: they tell of our feature too", async () => {
    const juliet = await login({ disco: HOST_DISCO });
    const caps = await verifiedCaps(juliet, stanza("presence", {}, await hostCaps()));
    expect(caps).toMatchObject({ node: HOST_NODE, features: [...HOST_DISCO.features, NS] });
    await juliet.xmpp.stop();
  });

  test("and sends caps that we do not know the meaning of: they stay as they are, and true", async () => {
    const juliet = await login();
    const caps = await verifiedCaps(juliet, stanza("presence", {}, await hostCaps()));
    expect(caps).toMatchObject({ node: HOST_NODE, features: HOST_DISCO.features });
    await juliet.xmpp.stop();
  });

  test("and only told us what it answers: our caps tell of both", async () => {
    const juliet = await login({ disco: HOST_DISCO });
    expect((await verifiedCaps(juliet)).features).toEqual([...HOST_DISCO.features, NS]);
    await juliet.xmpp.stop();
  });
});

// holds: features-for-those-with-presence
describe("who gets no presence is told what a client without the plugin tells", () => {
  let tybalt: Person;
  beforeAll(async () => {
    tybalt = await loginPlain(bed, "tybalt");
  });
  /** The whole answer as text, but for its id and the address asked. */
  const answerTo = async (asker: Person, jid: string, node?: string): Promise<string> => {
    const id = crypto.randomUUID();
    const iq = stanza("iq", { type: "get", to: jid, id }, element(NS_DISCO_INFO, "query", { node }));
    await asker.xmpp.send(iq);
    const answer = await asker.get(({ attrs }) => attrs.id === id);
    return String(answer).replaceAll(id, "ID").replaceAll(jid, "JID");
  };

  test.each(["says nothing", "answers"])("of a host that %s", async (kind) => {
    const hosted = await loginHosted(bed, "juliet", { features: [NS], isSubscriber });
    const plain = await loginPlain(bed, "juliet", { resource: "plain" });
    if (kind === "answers") [hosted, plain].forEach(({ xmpp }) => respond(xmpp));
    const [ours, other] = [String(hosted.xmpp.jid), String(plain.xmpp.jid)];
    await plain.xmpp.send(stanza("presence", {}));
    const same = async (asker: Person) => expect(await answerTo(asker, ours)).toBe(await answerTo(asker, other));
    const differs = async (asker: Person) => expect(await answerTo(asker, ours)).toContain(NS);

    await same(romeo); // no presence was sent yet
    await hosted.xmpp.send(stanza("presence", {}));
    await differs(romeo);
    await same(tybalt);
    await hosted.xmpp.send(stanza("presence", { to: String(tybalt.xmpp.jid) }));
    await differs(tybalt);
    await hosted.xmpp.send(stanza("presence", { to: String(tybalt.xmpp.jid), type: "unavailable" }));
    await same(tybalt);
    await hosted.xmpp.send(stanza("presence", { type: "unavailable" }));
    await plain.xmpp.send(stanza("presence", { type: "unavailable" }));
    await same(romeo);
    await hosted.xmpp.stop();
    await plain.xmpp.stop();
  });

  test("nor what caps stand for, nor while the server keeps presence from everybody", async () => {
    let isInvisible = false;
    const juliet = await loginHosted(bed, "juliet", { features: [NS], isSubscriber, isInvisible: () => isInvisible });
    const plain = await loginPlain(bed, "juliet", { resource: "plain" });
    const { ver } = await verifiedCaps(juliet);
    const [ours, other] = [String(juliet.xmpp.jid), String(plain.xmpp.jid)];
    expect(await answerTo(romeo, ours, ver)).toContain(NS);
    expect(await answerTo(tybalt, ours, ver)).toBe(await answerTo(tybalt, other, ver));
    isInvisible = true;
    expect(await answerTo(romeo, ours, ver)).toBe(await answerTo(romeo, other, ver));
    await juliet.xmpp.stop();
    await plain.xmpp.stop();
  });
});
