import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { xml, type Client } from "@xmpp/client";
import componentModule from "@xmpp/component";
import { once } from "node:events";
import { connect } from "node:tls";
import { PATIENCE_MS, startTestbed, type Testbed } from "../src/index.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed({
    accounts: ["juliet", "romeo", "tybalt", "benvolio@montague.lit"],
    friends: [["juliet", "romeo"]],
  });
});
afterAll(() => bed.stop());

const ask = (xmpp: Client, to: string | undefined, payload: ReturnType<typeof xml>) =>
  xmpp.iqCaller.request(xml("iq", { type: "get", ...(to === undefined ? {} : { to }) }, payload), PATIENCE_MS);
const roster = async (xmpp: Client) =>
  (await ask(xmpp, undefined, xml("query", "jabber:iq:roster")))
    .getChild("query")!
    .getChildren("item")
    .map(({ attrs }) => `${attrs.jid} ${attrs.subscription}`)
    .sort();
const features = async (xmpp: Client, to: string) =>
  (await ask(xmpp, to, xml("query", "http://jabber.org/protocol/disco#info")))
    .getChild("query")!
    .getChildren("feature")
    .map(({ attrs }) => attrs.var);

describe("a testbed", () => {
  test.each(["tcp", "websocket"] as const)("lets accounts log in over %s and see their contacts", async (transport) => {
    const juliet = await bed.login("juliet", { resource: "balcony", transport });
    expect(juliet.jid?.toString()).toBe("juliet@capulet.lit/balcony");
    expect(await roster(juliet)).toEqual(["romeo@capulet.lit both"]);
    await juliet.stop();
  });

  test("has accounts on further domains, and strangers with empty rosters", async () => {
    const [benvolio, tybalt] = await Promise.all([bed.login("benvolio@montague.lit"), bed.login("tybalt")]);
    expect(benvolio.jid?.domain).toBe("montague.lit");
    expect(await roster(tybalt)).toEqual([]);
  });

  test("makes and ends mutual contacts through the accounts' own clients", async () => {
    const tybalt = await bed.login("tybalt");
    await bed.befriend("tybalt", "juliet");
    const friends = await roster(tybalt);
    await bed.unfriend("tybalt", "juliet");
    expect(friends).toEqual(["juliet@capulet.lit both"]);
    expect(await roster(tybalt)).toEqual([]);
    const juliet = await bed.login("juliet");
    expect(await roster(juliet)).toEqual(["romeo@capulet.lit both"]);
  });

  test("lets contacts see each other's presence from the start", async () => {
    const [juliet, romeo] = await Promise.all([bed.login("juliet"), bed.login("romeo")]);
    const seen = new Promise<string | undefined>((resolve) => {
      romeo.on("stanza", (stanza) => {
        if (stanza.attrs.from === juliet.jid?.toString()) resolve(stanza.getChildText("show"));
      });
    });
    await romeo.send(xml("presence"));
    await juliet.send(xml("presence", {}, xml("show", {}, "dnd")));
    expect(await seen).toBe("dnd");
  });

  test("offers what the house is tested with", async () => {
    const romeo = await bed.login("romeo");
    expect(await features(romeo, bed.domain)).toEqual(
      expect.arrayContaining(["urn:xmpp:ping", "urn:xmpp:blocking", "jabber:iq:version"]),
    );
    expect(await features(romeo, bed.uploadDomain)).toContain("urn:xmpp:http:upload:0");
    expect(await features(romeo, bed.roomsDomain)).toContain("http://jabber.org/protocol/muc");
    expect(await features(romeo, bed.jid("romeo"))).toContain("http://jabber.org/protocol/pubsub#publish-options");
  });

  test("lets the component in, and lets it read rosters (XEP-0356)", async () => {
    const component = componentModule.component({
      service: bed.componentService,
      domain: bed.componentDomain,
      password: bed.componentSecret,
    });
    component.on("error", () => undefined);
    await component.start();
    try {
      const query = xml("query", "jabber:iq:roster");
      const iq = xml("iq", { type: "get", to: bed.jid("juliet"), from: bed.componentDomain }, query);
      const reply = await component.iqCaller.request(iq, PATIENCE_MS);
      expect(reply.getChild("query")?.getChild("item")?.attrs.jid).toBe("romeo@capulet.lit");
    } finally {
      component.reconnect.stop();
      await component.stop();
    }
  });

  test("restarts on the same ports with the same data", async () => {
    const before = bed.serverPid();
    const starts = () => bed.log().match(/Activated service 'c2s'/g)!.length;
    const earlier = starts();
    await bed.restart();
    expect(bed.serverPid()).not.toBe(before);
    const juliet = await bed.login("juliet");
    expect(await roster(juliet)).toEqual(["romeo@capulet.lit both"]);
    expect(starts()).toBe(earlier + 1);
  });
});

test("without the privilege the component may not read rosters", async () => {
  const strict = await startTestbed({ privilege: "none" });
  try {
    const component = componentModule.component({
      service: strict.componentService,
      domain: strict.componentDomain,
      password: strict.componentSecret,
    });
    component.on("error", () => undefined);
    await component.start();
    const query = xml("query", "jabber:iq:roster");
    const request = xml("iq", { type: "get", to: strict.jid("juliet"), from: strict.componentDomain }, query);
    await expect(component.iqCaller.request(request, PATIENCE_MS)).rejects.toThrow("service-unavailable");
    await component.stop();
  } finally {
    await strict.stop();
  }
});

test("a server without any component comes up, and takes clients by TLS where asked to", async () => {
  const plain = await startTestbed({ component: false, tls: true });
  try {
    const socket = connect({
      host: "127.0.0.1",
      port: plain.ports.tls,
      servername: plain.domain,
      rejectUnauthorized: false,
    });
    await once(socket, "secureConnect");
    expect(socket.getPeerCertificate().subject.CN).toBe("capulet.lit");
    socket.destroy();
  } finally {
    await plain.stop();
  }
});
