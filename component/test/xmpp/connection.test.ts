import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { element, NS_PRIVILEGE, NS_ROSTER, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { freePorts, PATIENCE_MS, startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { xml } from "@xmpp/client";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { linkTo } from "./connecting.ts";
import type { ConnectionOptions } from "../../src/xmpp/connection.ts";

const X = "urn:example:x";

let bed: Testbed;
const links: { stop: () => Promise<void> }[] = [];
beforeAll(async () => {
  bed = await startTestbed();
});
afterEach(async () => {
  await Promise.all(links.splice(0).map((link) => link.stop()));
});
afterAll(() => bed?.stop());

function linked(over: Partial<ConnectionOptions> = {}) {
  const linking = linkTo(bed, over);
  links.push(linking.link);
  /** Answers every request with its own payload. */
  const echo = () =>
    linking.start((iq) => {
      if (iq.attrs.type !== "get") return;
      const { from, to, id } = iq.attrs;
      void linking.link.send(stanza("iq", { type: "result", from: to, to: from, id }, iq.getChildElements()[0]));
    });
  return { ...linking, echo };
}
const ask = (payload: Element) => stanza("iq", { type: "get", to: bed.componentDomain }, payload);

test("connects, and hears at once what the server lets it do", async () => {
  const { start, told, stanzas } = linked();
  start();
  await until("online", () => told.includes("online"));
  await until("privileges", () => stanzas.some((heard) => heard.getChild("privilege", NS_PRIVILEGE[0])));
});

test("asks the server, and takes its answer", async () => {
  const { start, link } = linked();
  start();
  await until("online", link.isOnline);
  const roster = stanza("iq", { type: "get", to: bed.jid("juliet") }, element(NS_ROSTER, "query"));
  const result = await link.ask(roster, PATIENCE_MS);
  expect(result.getChild("query", NS_ROSTER)?.getChildren("item").length).toBe(2);
});

test("answers clients; text that straddles packets arrives as it was sent", async () => {
  const { echo, link, stanzas } = linked();
  echo();
  await until("online", link.isOnline);
  const romeo = await bed.login("romeo");
  const text = "€𝄞é".repeat(20_000);
  await romeo.iqCaller.request(ask(element(X, "x", {}, text)), PATIENCE_MS);
  // Not shown where they differ: it is long.
  expect(stanzas.at(-1)?.getChild("x", X)?.getText() === text).toBe(true);
});

test("through an IPv6 address", async () => {
  const { start, link } = linked({ service: `xmpp://[::ffff:127.0.0.1]:${bed.ports.component}` });
  start();
  await until("online", link.isOnline);
});

describe("a stanza beyond the limits is told of by its start tag, and the next one is read", () => {
  const nested = (depth: number): Element => (depth === 0 ? element(X, "x") : element(X, "x", {}, nested(depth - 1)));
  test.each([
    ["bytes", () => element(X, "x", {}, "x".repeat(300_000))],
    ["depth", () => nested(200)],
    ["elements", () => element(X, "x", {}, ...Array.from({ length: 9_000 }, () => element(X, "y")))],
  ])("its %s", async (reason, payload) => {
    const { echo, link, oversized } = linked({ stanzaBytes: 131_072 });
    echo();
    await until("online", link.isOnline);
    const romeo = await bed.login("romeo");
    const request = ask(payload());
    request.attrs.id = "big";
    await romeo.send(request);
    await until("told", () => oversized.length === 1);
    expect(oversized[0]).toMatchObject({ name: "iq", reason, attrs: { id: "big", from: romeo.jid!.toString() } });
    const reply = await romeo.iqCaller.request(ask(element(X, "y")), PATIENCE_MS);
    expect(reply.getChild("y", X)).toBeDefined();
    expect(link.isOnline()).toBe(true);
  });
});

describe("why there is no connection is told in one line", () => {
  const elsewhere = async (answer: string | undefined, act: (service: string) => Promise<void>) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      if (answer === undefined) socket.destroy();
      else socket.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      await act(`xmpp://127.0.0.1:${(server.address() as AddressInfo).port}`);
    } finally {
      server.close();
    }
  };
  const lineOf = async (over: Partial<ConnectionOptions>) => {
    const { start, log, link } = linked(over);
    start();
    // Twice, so that one attempt is known to make one line.
    await until("told", () => log.length >= 2);
    await link.stop();
    expect(new Set(log.map(({ msg, level }) => `${level}: ${msg}`)).size).toBe(1);
    return log[0]!.msg;
  };

  test("a wrong secret", async () => {
    expect(await lineOf({ secret: "wrong" })).toMatch(/refuses the secret for schemes\.capulet\.lit/);
  });
  test("a domain the server does not know", async () => {
    expect(await lineOf({ domain: "other.capulet.lit" })).toMatch(/has no component other\.capulet\.lit/);
  });
  test("another component of that name", async () => {
    const first = linked();
    first.start();
    await until("online", first.link.isOnline);
    expect(await lineOf({})).toMatch(/another component is connected to .* as schemes\.capulet\.lit/);
    expect(first.link.isOnline()).toBe(true);
  });
  test("nothing that listens", async () => {
    const [port] = await freePorts(1);
    expect(await lineOf({ service: `xmpp://127.0.0.1:${port}` })).toMatch(/nothing listens at/);
  });
  test("a host that does not exist", async () => {
    expect(await lineOf({ service: "xmpp://nowhere.invalid:5347" })).toMatch(/cannot be resolved/);
  });
  test("a server of another kind", () =>
    elsewhere("HTTP/1.1 400 <html/>\r\n\r\n", async (service) => {
      expect(await lineOf({ service })).toMatch(/^no connection to|closed the connection$/);
    }));
  test("a server that hangs up", () =>
    elsewhere(undefined, async (service) => {
      expect(await lineOf({ service })).toMatch(/closed the connection|ECONNRESET/);
    }));
});

test("is back without a restart when the server restarts, also when the server comes late", async () => {
  const other = await startTestbed();
  const { link, start, told, log, stanzas } = linkTo(other);
  try {
    await other.stopServer();
    start((iq) => {
      const { from, to, id, type } = iq.attrs;
      if (type === "get") void link.send(stanza("iq", { type: "result", from: to, to: from, id }));
    });
    await until("refused", () => log.some(({ msg }) => msg.startsWith("nothing listens")));
    await other.startServer();
    await until("online", link.isOnline);
    await other.restart();
    await until("online again", () => link.isOnline() && told.length === 3);
    expect(told).toEqual(["online", "offline", "online"]);
    expect(stanzas.filter((heard) => heard.getChild("privilege", NS_PRIVILEGE[0])).length).toBe(2);
    const romeo = await other.login("romeo");
    const reply = await romeo.iqCaller.request(
      xml("iq", { type: "get", to: other.componentDomain }, xml("x", X)),
      PATIENCE_MS,
    );
    expect(reply.attrs.type).toBe("result");
  } finally {
    await link.stop();
    await other.stop();
  }
});

test("what is asked while the connection is lost fails at once, and not by its timeout", async () => {
  const other = await startTestbed();
  const { link, start } = linkTo(other);
  try {
    start();
    await until("online", link.isOnline);
    const romeo = await other.login("romeo");
    // Answered by nobody: @xmpp/client has no handler for it that would ever return.
    romeo.iqCallee.get(X, "x", () => new Promise(() => undefined));
    const asked = link.ask(stanza("iq", { type: "get", to: romeo.jid!.toString() }, element(X, "x")), 60_000);
    asked.catch(() => undefined);
    process.kill(other.serverPid()!, "SIGKILL");
    await expect(asked).rejects.toMatchObject({ code: "try-later" });
  } finally {
    await link.stop();
    await other.stop();
  }
});
