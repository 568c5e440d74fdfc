// The running component beside a real server, asked by real clients.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  base64OfHex,
  decodeLimitsForm,
  DEFAULT_LIMITS,
  element,
  encodeScheme,
  NS,
  NS_BOB,
  NS_DATA_FORMS,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  NS_HINTS,
  NS_PING,
  NS_PRIVILEGE,
  NS_ROSTER,
  NS_VERSION,
  stanza,
} from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { ComponentProcess, Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { VERSION } from "../../src/version.ts";
import { ask, errorIn, schemeOf } from "./asking.ts";

let bed: Testbed;
let component: ComponentProcess;
let juliet: Client;
let romeo: Client;
let tybalt: Client;
beforeAll(async () => {
  bed = await startTestbed();
  component = await bed.startComponent();
  [juliet, romeo, tybalt] = (await Promise.all(["juliet", "romeo", "tybalt"].map((name) => bed.login(name)))) as [
    Client,
    Client,
    Client,
  ];
});
afterAll(() => bed?.stop());

const service = (client: Client, type: "get" | "set", ...payloads: Element[]) =>
  ask(client, bed.componentDomain, type, ...payloads);

describe("discovery", () => {
  // holds: feature-advertised, store-feature-advertised, upload-feature-advertised, bits-feature-advertised, report-feature-advertised, block-reports-not-promised, service-identity, service-is-no-attachment-uploader, service-advertises-form, form-has-every-limit, form-has-media-origins
  test("says what the service is, what it can do, its limits, and where media come from", async () => {
    const query = (await service(romeo, "get", element(NS_DISCO_INFO, "query"))).getChild("query", NS_DISCO_INFO)!;
    expect(query.getChild("identity")!.attrs).toMatchObject({
      category: "component",
      type: "generic",
      name: "Status schemes",
    });
    expect(query.getChildren("feature").map(({ attrs }) => attrs.var)).toEqual([
      NS_DISCO_INFO,
      NS_DISCO_ITEMS,
      NS_VERSION,
      NS_BOB,
      NS_PING,
      NS,
      `${NS}#report`,
      `${NS}#store`,
      `${NS}#upload`,
    ]);
    expect(decodeLimitsForm(query.getChild("x", NS_DATA_FORMS)!)).toEqual({
      limits: DEFAULT_LIMITS,
      origins: [component.url],
    });
  });

  test("has no items and no nodes", async () => {
    const items = await service(romeo, "get", element(NS_DISCO_ITEMS, "query"));
    expect(items.getChild("query", NS_DISCO_ITEMS)?.children).toEqual([]);
    for (const ns of [NS_DISCO_INFO, NS_DISCO_ITEMS]) {
      const reply = await service(romeo, "get", element(ns, "query", { node: "x" }));
      expect(errorIn(reply)).toEqual({ condition: "item-not-found", type: "cancel" });
    }
  });

  test("the server lists it", async () => {
    const items = await ask(romeo, bed.domain, "get", element(NS_DISCO_ITEMS, "query"));
    const jids = items
      .getChild("query")!
      .getChildren("item")
      .map(({ attrs }) => attrs.jid);
    expect(jids).toContain(bed.componentDomain);
  });

  test("ping and version", async () => {
    expect((await service(romeo, "get", element(NS_PING, "ping"))).attrs.type).toBe("result");
    const version = (await service(romeo, "get", element(NS_VERSION, "query"))).getChild("query", NS_VERSION)!;
    expect(version.getChildElements().map((child) => [child.name, child.getText()])).toEqual([
      ["name", "status-scheme-component"],
      ["version", VERSION],
    ]);
  });
});

test("publish, check, fetch and sync", async () => {
  const published = await service(juliet, "set", element(NS, "publish", {}, schemeOf(bed.jid("juliet"))));
  const { stamp } = published.getChild("publish", NS)!.getChild("scheme")!.attrs;
  const owner = bed.jid("juliet");
  const check = await service(romeo, "get", element(NS, "check", { owner }));
  expect(check.getChild("check", NS)!.attrs).toMatchObject({ owner, status: "changed", stamp });
  const fetched = await service(romeo, "get", element(NS, "fetch", { owner }));
  expect(fetched.getChild("fetch", NS)!.getChild("scheme")!.attrs.stamp).toBe(stamp);
  const sync = await service(romeo, "get", element(NS, "sync"));
  expect(
    sync
      .getChild("sync", NS)!
      .getChildren("changed")
      .map(({ attrs }) => attrs.owner),
  ).toEqual([owner]);
  const stranger = await service(tybalt, "get", element(NS, "check", { owner }));
  expect(stranger.getChild("check", NS)!.attrs).toMatchObject({ owner, status: "none" });
});

// holds: published-stamp-ignored
test("a stamp that is published is not taken: the service issues its own", async () => {
  const scheme = schemeOf(bed.jid("juliet"), "Anon, anon!");
  scheme.attrs.stamp = "2099-01-01T00:00:00.000Z";
  const reply = await service(juliet, "set", element(NS, "publish", {}, scheme));
  const { stamp } = reply.getChild("publish", NS)!.getChild("scheme")!.attrs;
  expect(Math.abs(Date.parse(stamp!) - Date.now())).toBeLessThan(60_000);
});

// holds: access-private
test("access is shown to its owner alone, whoever is named", async () => {
  const listed = element(NS, "allowed", {}, element(NS, "item", { jid: bed.jid("tybalt") }));
  const set = element(NS, "access", {}, listed);
  expect((await service(juliet, "set", set)).attrs.type).toBe("result");
  expect(String(await service(juliet, "get", element(NS, "access")))).toContain(bed.jid("tybalt"));
  const asked = await service(romeo, "get", element(NS, "access", { owner: bed.jid("juliet") }));
  expect(String(asked.getChild("access", NS))).not.toContain(bed.jid("tybalt"));
});

// holds: service-fetches-nothing
test("a URL elsewhere that a publish names is not fetched", async () => {
  const requests: (string | undefined)[] = [];
  const elsewhere = createServer((request, response) => {
    requests.push(request.url);
    response.end("a picture");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/door.png`;
  const hash = base64OfHex(createHash("sha256").update("a picture").digest("hex"));
  const medium = { kind: "image", mediaType: "image/png", size: 9, desc: [], hash, sources: [url] } as const;
  const text = [{ lang: "en", text: "A door" }];
  const scheme = encodeScheme({ owner: bed.jid("juliet"), looks: [{ state: "dnd", text, media: [medium] }] });
  const reply = await service(juliet, "set", element(NS, "publish", {}, scheme));
  expect(errorIn(reply)).toMatchObject({ condition: "item-not-found" });
  elsewhere.close();
  expect(requests).toEqual([]);
});

describe("privileges", () => {
  const claim = (ns: string, type: string) =>
    stanza(
      "message",
      { to: bed.componentDomain },
      element(ns, "privilege", {}, element(ns, "perm", { access: "roster", type })),
    );

  test("are not a user's to take away", async () => {
    for (const ns of NS_PRIVILEGE) await tybalt.send(claim(ns, "none"));
    await service(tybalt, "get", element(NS_PING, "ping"));
    const access = await service(juliet, "get", element(NS, "access"));
    expect(access.getChild("access", NS)!.attrs.roster).toBe("server");
  });

  test("are not a user's to give", async () => {
    const other = await startTestbed({ privilege: "none" });
    try {
      await other.startComponent();
      const [owner, stranger] = await Promise.all([other.login("juliet"), other.login("tybalt")]);
      for (const ns of NS_PRIVILEGE) await stranger.send(claim(ns, "get"));
      await ask(stranger, other.componentDomain, "get", element(NS_PING, "ping"));
      const access = await ask(owner, other.componentDomain, "get", element(NS, "access"));
      expect(access.getChild("access", NS)!.attrs.roster).toBe("owner");
    } finally {
      await other.stop();
    }
  });
});

describe("presence", () => {
  const noticesTo = (client: Client) => {
    const notices: Element[] = [];
    client.on("stanza", (message: Element) => {
      if (message.name === "message" && message.getChild("changed", NS)) notices.push(message);
    });
    return notices;
  };
  const listen = async (client: Client, type?: "unavailable") => {
    await client.send(stanza("presence", { to: bed.componentDomain, type }));
    await service(client, "get", element(NS_PING, "ping"));
  };
  /** Resolves to the stamp. */
  const publish = async (text: string) => {
    const reply = await service(juliet, "set", element(NS, "publish", {}, schemeOf(bed.jid("juliet"), text)));
    return reply.getChild("publish", NS)!.getChild("scheme")!.attrs.stamp!;
  };
  const noticeOf = (stamp: string, notices: readonly Element[]) =>
    notices.find((notice) => notice.getChild("changed", NS)!.attrs.stamp === stamp);

  // holds: notices-to-listeners, notices-end, notice-is-headline, notice-not-stored
  test("directed presence brings a notice of each change, and its end ends that", async () => {
    const mercutio = await bed.login("mercutio");
    const [toRomeo, toMercutio] = [noticesTo(romeo), noticesTo(mercutio)];
    await publish("before");
    await Promise.all([listen(romeo), listen(mercutio)]);
    const both = await publish("while both listen");
    await until("notices to both", () => [toRomeo, toMercutio].every((all) => noticeOf(both, all)));
    const notice = noticeOf(both, toRomeo);
    expect(notice!.attrs).toMatchObject({ type: "headline", from: bed.componentDomain, to: romeo.jid!.toString() });
    expect(notice!.getChild("changed", NS)!.attrs.owner).toBe(bed.jid("juliet"));
    expect(notice!.getChild("no-store", NS_HINTS)).toBeDefined();

    await listen(romeo, "unavailable");
    const one = [await publish("while one listens"), await publish("after that")];
    // Notices of one change are out before those of the next.
    await until("notices to one", () => one.every((stamp) => noticeOf(stamp, toMercutio)));
    await service(romeo, "get", element(NS_PING, "ping"));
    expect(one.map((stamp) => noticeOf(stamp, toRomeo))).toEqual([undefined, undefined]);
  });

  // holds: service-has-no-presence
  test("nobody subscribes to the service", async () => {
    await ask(romeo, romeo.jid!.bare().toString(), "get", element(NS_ROSTER, "query"));
    await romeo.send(stanza("presence", {}));
    const answers: (string | undefined)[] = [];
    romeo.on("stanza", (presence: Element) => {
      if (presence.name === "presence" && presence.attrs.from === bed.componentDomain)
        answers.push(presence.attrs.type);
    });
    await romeo.send(stanza("presence", { to: bed.componentDomain, type: "subscribe" }));
    await until("an answer", () => answers.length > 0);
    expect(answers).toEqual(["unsubscribed"]);
  });
});

test("the log names no user and shows no content", async () => {
  const shown = component.log();
  expect(shown).toContain("connected to the server");
  for (const name of ["juliet", "romeo", "tybalt", "disturb", bed.componentSecret]) expect(shown).not.toContain(name);
});
