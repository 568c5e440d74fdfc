// What servers do that xmpp.js does not expect, by a server of nothing but the handshake.
import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { element, stanza } from "@status-scheme/protocol";
import { once } from "node:events";
import { createServer, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { AddressInfo, Server } from "node:net";
import { until } from "@status-scheme/testbed";
import { connect } from "../../src/xmpp/connection.ts";
import type { Connection, ConnectionEvents, ConnectionOptions } from "../../src/xmpp/connection.ts";

const HEADER =
  "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' " +
  "id='1' from='schemes.capulet.lit'>";

let server: Server | undefined;
let connection: Connection | undefined;
let remote: Socket | undefined;
afterEach(async () => {
  jest.restoreAllMocks();
  await connection?.close();
  remote?.destroy();
  server?.close();
});

/** Connects to a server that accepts, and says nothing. */
async function connected(events: Partial<ConnectionEvents> = {}, options: Partial<ConnectionOptions> = {}) {
  server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const service = `xmpp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const nothing = () => undefined;
  const made = connect(
    { service, domain: "schemes.capulet.lit", secret: "sesame", stanzaBytes: 131_072, ...options },
    { online: nothing, stanza: nothing, oversized: nothing, defect: nothing, ...events },
  );
  connection = made;
  const [socket] = (await once(server, "connection")) as [Socket];
  remote = socket.setEncoding("utf8").on("error", nothing);
  remote.on("data", (text) => String(text).endsWith("</stream:stream>") && remote?.end("</stream:stream>"));
  return { made, remote };
}

/** The same, with the handshake made. */
async function online(events: Partial<ConnectionEvents> = {}, options: Partial<ConnectionOptions> = {}) {
  const up = Promise.withResolvers<undefined>();
  const { made, remote } = await connected({ ...events, online: () => up.resolve(undefined) }, options);
  await once(remote, "data");
  remote.write(HEADER);
  await once(remote, "data");
  remote.write("<handshake/>");
  await up.promise;
  return { made, remote };
}

test("a request that comes in one packet with the handshake's answer is answered", async () => {
  const { remote } = await connected({
    stanza: (iq) => void connection!.send(stanza("iq", { type: "result", id: iq.attrs.id, to: iq.attrs.from })),
  });
  await once(remote, "data");
  remote.write(HEADER);
  await once(remote, "data");
  remote.write(
    "<handshake/><iq type='get' id='early' from='juliet@capulet.lit/balcony'><ping xmlns='urn:xmpp:ping'/></iq>",
  );
  const [answer] = (await once(remote, "data", { signal: AbortSignal.timeout(30_000) })) as [string];
  expect(answer).toContain('id="early"');
  expect(answer).toContain('from="schemes.capulet.lit"');
});

test("what is answered in one turn is sent by one write", async () => {
  const answered = Promise.withResolvers<undefined>();
  let asked = 0;
  const { made, remote } = await online({
    stanza: (iq) => {
      void made.send(stanza("iq", { type: "result", id: iq.attrs.id, to: iq.attrs.from }));
      if ((asked += 1) === 20) answered.resolve(undefined);
    },
  });
  const sockets = Socket.prototype as unknown as Record<"_write" | "_writev", () => void>;
  const spies = [jest.spyOn(sockets, "_write"), jest.spyOn(sockets, "_writev")];
  /** Writes to the test's server: whatever else has sockets in this process is none of it. */
  const { port } = server!.address() as AddressInfo;
  const writes = () =>
    spies.map(({ mock }) => mock.contexts.filter((socket) => (socket as unknown as Socket).remotePort === port).length);
  const iq = "<iq type='get' id='q' from='juliet@capulet.lit/balcony'><ping xmlns='urn:xmpp:ping'/></iq>";
  remote.write(iq.repeat(20));
  await answered.promise;
  await until("it was sent", () => Math.max(...writes()) > 0);
  expect(writes()).toEqual([1, 0]);
});

test("who does not take answers is not read from, until it does", async () => {
  const answer = stanza(
    "message",
    { to: "juliet@capulet.lit" },
    element("urn:example:x", "x", {}, "x".repeat(100_000)),
  );
  const questions = 800;
  let asked = 0;
  const { remote } = await online({
    stanza: () => {
      asked += 1;
      connection!.send(answer).catch(() => undefined);
    },
  });
  remote.pause();
  // More than any buffer on the way holds.
  const question = `<message from='juliet@capulet.lit'>${"?".repeat(10_000)}</message>`;
  for (let nth = 0; nth < questions; nth += 1) remote.write(question);
  let before = -1;
  await until("nothing moves any more", async () => {
    if (asked === before) return asked > 0;
    before = asked;
    await new Promise((resolve) => setTimeout(resolve, 250));
    return false;
  });
  // 4 MiB here, and what the system holds: far from all.
  expect(asked).toBeLessThan(questions / 2);
  remote.on("data", () => undefined).resume();
  await until("all is answered", () => asked === questions);
});

test("a server that closes the stream and not the socket is left", async () => {
  const { made, remote } = await online();
  remote.write("</stream:stream>");
  await expect(made.closed).resolves.toBeUndefined();
});

test("a server that never answers is given up", async () => {
  const { made } = await connected({}, { openMs: 50 });
  await expect(made.closed).resolves.toEqual(new Error("no answer in time"));
});

test("a server that never answers the handshake is given up", async () => {
  const { made, remote } = await connected({}, { openMs: 200 });
  await once(remote, "data");
  remote.write(HEADER);
  await expect(made.closed).resolves.toEqual(new Error("no answer in time"));
});

test("a connection given up leaves no timer behind to keep the process alive", async () => {
  const left = new Set<unknown>();
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  globalThis.setTimeout = ((...parameters: Parameters<typeof set>) => {
    const timer = set(...parameters);
    left.add(timer);
    return timer;
  }) as typeof set;
  globalThis.clearTimeout = (timer) => {
    left.delete(timer);
    clear(timer);
  };
  try {
    const { made, remote } = await connected();
    await once(remote, "data");
    expect(left.size).toBeGreaterThan(0);
    await made.close();
    expect(left.size).toBe(0);
  } finally {
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  }
});

test("XML that XMPP forbids ends the connection, and is the reason", async () => {
  const { made, remote } = await online();
  remote.write("<!-- a comment -->");
  await expect(made.closed).resolves.toMatchObject({ message: expect.stringContaining("XML that XMPP forbids") });
});

test("a listener that throws loses its stanza alone", async () => {
  const defects: unknown[] = [];
  const heard: string[] = [];
  const { remote } = await online({
    defect: (error) => defects.push(error),
    stanza: ({ attrs }) => {
      heard.push(attrs.id!);
      if (attrs.id === "1") throw new Error("defect");
    },
  });
  remote.write("<message id='1'/><message id='2'/>");
  await until("the second is heard", () => heard.length === 2);
  expect(defects).toEqual([new Error("defect")]);
});

describe("a server that takes no more of what is sent, so that nothing is read from it either", () => {
  const patience = { quietMs: 200, spacingMs: 200, tries: 5 };
  const body = "x".repeat(65_536);
  /** More than both ends' kernels keep, and than is left unsent before reading stops. */
  const send = (connection: Connection) => {
    for (let i = 0; i < 512; i += 1)
      connection
        .send(stanza("message", { to: "juliet@capulet.lit" }, element("jabber:component:accept", "body", {}, body)))
        .catch(() => undefined);
  };

  test("is left, where it hangs", async () => {
    const { made, remote } = await online({}, { patience });
    remote.pause();
    send(made);
    expect(String(await made.closed)).toContain("it takes nothing any more");
  });

  test("is waited for, where it is slow", async () => {
    const { made, remote } = await online({}, { patience });
    let isOver = false;
    void made.closed.then(() => (isOver = true));
    remote.removeAllListeners("data").pause();
    send(made);
    // Three times as long as one that hangs is given.
    for (const end = Date.now() + 3_600; Date.now() < end; await sleep(20)) remote.read();
    expect(isOver).toBe(false);
    remote.destroy();
    await made.closed;
  });
});
