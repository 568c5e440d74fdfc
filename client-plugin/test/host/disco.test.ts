// What contacts learn of a client with the plugin, whoever answers disco#info and sends caps: each answer has our
// feature, and each answer about caps hashes to the `ver` that the caps had.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { element, NS, NS_CAPS, NS_DISCO_INFO, parseXml, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
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
const featuresOf = (query: Element) => query.getChildren("feature").map(({ attrs }) => attrs.var);

/** The caps that contacts get, after checking them against the answer they promise. */
async function verifiedCaps(of: HostedPerson, presence = stanza("presence", {})) {
  // The verification string takes a moment to compute: until then presence has no caps.
  let caps: Element[] = [];
  for (const end = Date.now() + 5_000; caps.length === 0 && Date.now() < end;) {
    await of.xmpp.send(presence);
    const arrived = await romeo.get(({ name, attrs }) => name === "presence" && attrs.from === String(of.xmpp.jid));
    romeo.received.splice(0);
    caps = arrived.getChildren("c", NS_CAPS);
  }
  expect(caps).toHaveLength(1);
  const { node, ver, hash } = caps[0]!.attrs;
  expect(hash).toBe("sha-1");
  const query = await info(of, `${node}#${ver}`);
  expect(query.attrs.node).toBe(`${node}#${ver}`);
  expect(await capsVer(query)).toBe(ver);
  return { node, features: featuresOf(query) };
}

// holds: feature-advertised
test("a host that says nothing: the plugin answers and sends caps", async () => {
  const juliet = await loginHosted(bed, "juliet", { features: [NS] });
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
      ...options,
      ...(order === "first" && { prepare: respond }),
    });
    if (order === "last") respond(juliet.xmpp);
    return juliet;
  };

  // holds: feature-advertised
  test("its answer gets our feature, once", async () => {
    const juliet = await login();
    const query = await info(juliet);
    expect(query.getChild("identity")!.attrs.name).toBe("Balcony");
    expect(featuresOf(query)).toEqual([...HOST_DISCO.features, NS]);
    await juliet.xmpp.stop();
  });

  test("and sends no caps: ours are right, and tell of the host's features once these were seen", async () => {
    const juliet = await login();
    await verifiedCaps(juliet);
    await info(juliet);
    let { features } = await verifiedCaps(juliet);
    for (const end = Date.now() + 5_000; !features.includes("urn:xmpp:jingle:1") && Date.now() < end;) {
      ({ features } = await verifiedCaps(juliet));
    }
    expect(features).toEqual([...HOST_DISCO.features, NS]);
    await juliet.xmpp.stop();
  });

  test("and sends caps, which we know the meaning of: they tell of our feature too", async () => {
    const juliet = await login({ disco: HOST_DISCO });
    const caps = await verifiedCaps(juliet, stanza("presence", {}, await hostCaps()));
    expect(caps).toEqual({ node: HOST_NODE, features: [...HOST_DISCO.features, NS] });
    await juliet.xmpp.stop();
  });

  test("and sends caps that we do not know the meaning of: they stay as they are, and true", async () => {
    const juliet = await login();
    const caps = await verifiedCaps(juliet, stanza("presence", {}, await hostCaps()));
    expect(caps).toEqual({ node: HOST_NODE, features: HOST_DISCO.features });
    await juliet.xmpp.stop();
  });

  test("and only told us what it answers: our caps tell of both", async () => {
    const juliet = await login({ disco: HOST_DISCO });
    expect((await verifiedCaps(juliet)).features).toEqual([...HOST_DISCO.features, NS]);
    await juliet.xmpp.stop();
  });
});
