// ejabberd, and two servers that federate: what tests across servers stand on.
import { existsSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { xml, type Client } from "@xmpp/client";
import { startFederation, startTestbed, until, type FederationBed, type Testbed } from "@status-scheme/testbed";

const DISCO = xml("query", "http://jabber.org/protocol/disco#info");
const ask = (xmpp: Client, to: string, child = xml("ping", "urn:xmpp:ping")) =>
  xmpp.iqCaller.request(xml("iq", { type: "get", to }, child), 30_000);

const contactsOf = async (xmpp: Client) => {
  const iq = xml("iq", { type: "get" }, xml("query", "jabber:iq:roster"));
  const items = (await xmpp.iqCaller.request(iq)).getChild("query")!.getChildren("item");
  return items.map((item) => `${item.attrs.jid} ${item.attrs.subscription}`).sort();
};

describe("an ejabberd", () => {
  let bed: Testbed;
  beforeAll(async () => {
    bed = await startTestbed({ server: "ejabberd" });
  });
  afterAll(() => bed.stop());

  test("has the accounts and contacts asked for, over TCP and WebSocket", async () => {
    const juliet = await bed.login("juliet");
    expect(await contactsOf(juliet)).toEqual(["mercutio@capulet.lit both", "romeo@capulet.lit both"]);
    const romeo = await bed.login("romeo", { transport: "websocket", resource: "orchard" });
    expect(String(romeo.jid)).toBe("romeo@capulet.lit/orchard");
  });

  test("lets the component read rosters (XEP-0356, its namespace :1)", async () => {
    const component = await bed.startComponent();
    try {
      await until("the grant", () => component.log().includes('"rosters":true'));
    } finally {
      await component.stop();
    }
  });

  test("keeps accounts and contacts through a restart", async () => {
    await bed.befriend("juliet", "tybalt");
    await bed.restart();
    const juliet = await bed.login("juliet");
    const contacts = await contactsOf(juliet);
    await bed.unfriend("juliet", "tybalt");
    expect(contacts).toEqual(["mercutio@capulet.lit both", "romeo@capulet.lit both", "tybalt@capulet.lit both"]);
  });

  test("leaves nothing behind", async () => {
    const short = await startTestbed({ server: "ejabberd", component: false });
    await short.stop();
    expect(existsSync(short.directory)).toBe(false);
  });
});

describe("a federation", () => {
  let bed: FederationBed;
  let juliet: Client;
  let romeo: Client;
  beforeAll(async () => {
    bed = await startFederation({ friends: [["juliet@capulet.lit", "romeo@montague.lit"]] });
    [juliet, romeo] = await Promise.all([bed.capulet.login("juliet"), bed.montague.login("romeo")]);
  });
  afterAll(() => bed.stop());

  test("carries stanzas both ways, to servers and to what is below them", async () => {
    await Promise.all([
      ask(juliet, "montague.lit"),
      ask(romeo, "capulet.lit"),
      ask(juliet, "rooms.montague.lit", DISCO),
      ask(romeo, "rooms.capulet.lit", DISCO),
    ]);
  });

  test("trusts certificates, not names (RFC 6120 section 13.7.2)", () => {
    expect(bed.capulet.log()).toContain("Accepting SASL EXTERNAL identity from montague.lit");
    expect(bed.montague.log()).toContain("Accepted inbound s2s EXTERNAL authentication capulet.lit");
  });

  test("carries nothing while the link is cut, and everything again when it is mended", async () => {
    bed.cut();
    await expect(ask(juliet, "montague.lit"))
      .rejects.toThrow()
      .finally(() => bed.mend());
    const both = () => Promise.all([ask(juliet, "montague.lit"), ask(romeo, "capulet.lit")]);
    await until("answers of both", () => both().then(() => true));
  });
});
