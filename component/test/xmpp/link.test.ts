import { expect, test } from "@jest/globals";
import { SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { createLog } from "../../src/log.ts";
import type { Connection, ConnectionEvents } from "../../src/xmpp/connection.ts";
import { createLink } from "../../src/xmpp/link.ts";

const server = { service: "xmpp://127.0.0.1:5347", domain: "schemes.capulet.lit", secret: "sesame", stanzaBytes: 1 };

/** A link over connections that open and close as told. */
function linking() {
  let now = 0;
  const log: { level: string; msg: string }[] = [];
  const resets: number[] = [];
  const told: string[] = [];
  const sent: Element[] = [];
  const made: { events: ConnectionEvents; end: (reason?: unknown) => void }[] = [];
  const waiting: (() => void)[] = [];
  const link = createLink({
    server,
    clock: () => now,
    backoff: { next: () => 0, reset: () => resets.push(made.length) },
    log: createLog("info", { write: (line) => log.push(JSON.parse(line) as { level: string; msg: string }) }),
    connect: (_options, events): Connection => {
      const { promise: closed, resolve: end } = Promise.withResolvers<unknown>();
      made.push({ events, end });
      waiting.splice(0).forEach((resume) => resume());
      return {
        closed,
        send: async (element) => void sent.push(element),
        ask: async () => stanza("iq", {}),
        close: async () => end(undefined),
      };
    },
  });
  return {
    link,
    log,
    resets,
    told,
    sent,
    made,
    pass: (ms: number) => (now += ms),
    connection: async (nth: number) => {
      while (made.length < nth) await new Promise<void>((resolve) => waiting.push(resolve));
      return made[nth - 1]!;
    },
    start: () =>
      link.start({
        online: () => told.push("online"),
        offline: () => told.push("offline"),
        stanza: () => undefined,
        oversized: () => undefined,
      }),
  };
}

test("connects again and again, and tells why not in one line", async () => {
  const { start, connection, link, log } = linking();
  start();
  const failures: [reason: unknown, line: string][] = [
    [
      Object.assign(new Error("x"), { code: "ECONNREFUSED" }),
      "nothing listens at xmpp://127.0.0.1:5347: is the server running, and is this its port for components?",
    ],
    [Object.assign(new Error("x"), { code: "ENOTFOUND" }), "the host name in xmpp://127.0.0.1:5347 cannot be resolved"],
    [
      Object.assign(new Error("x"), { code: "EHOSTUNREACH" }),
      "xmpp://127.0.0.1:5347 cannot be reached over the network",
    ],
    [
      Object.assign(new Error("x"), { condition: "not-authorized" }),
      "the server at xmpp://127.0.0.1:5347 refuses the secret for schemes.capulet.lit: compare xmpp.secret and xmpp.domain with the server's",
    ],
    [
      Object.assign(new Error("x"), { condition: "conflict" }),
      "another component is connected to xmpp://127.0.0.1:5347 as schemes.capulet.lit",
    ],
    [
      Object.assign(new Error("x"), { condition: "host-unknown" }),
      "the server at xmpp://127.0.0.1:5347 has no component schemes.capulet.lit: compare xmpp.domain with the server's configuration",
    ],
    [
      Object.assign(new Error("x"), { condition: "system-shutdown", text: "Bye" }),
      "no connection to xmpp://127.0.0.1:5347: system-shutdown (Bye)",
    ],
    [new Error("no answer in time"), "no connection to xmpp://127.0.0.1:5347: no answer in time"],
    // xmpp.js says no more than this of a step that it has waited for.
    [Object.assign(new Error(), { name: "TimeoutError" }), "no connection to xmpp://127.0.0.1:5347: no answer in time"],
    [undefined, "the server at xmpp://127.0.0.1:5347 closed the connection"],
  ];
  for (const [index, [reason]] of failures.entries()) (await connection(index + 1)).end(reason);
  await connection(failures.length + 1);
  await link.stop();
  expect(log.map(({ msg }) => msg)).toEqual(failures.map(([, line]) => line));
});

test("sends and asks through the connection there is, and refuses at once while there is none", async () => {
  const { start, connection, link, sent } = linking();
  await expect(link.send(stanza("message", {}))).rejects.toMatchObject({ code: "try-later" });
  await expect(link.ask(stanza("iq", {}), 1)).rejects.toBeInstanceOf(SchemeError);
  start();
  (await connection(1)).events.online();
  await link.send(stanza("message", { id: "1" }));
  expect(sent.map(({ attrs }) => attrs.id)).toEqual(["1"]);
  await link.stop();
  await expect(link.send(stanza("message", {}))).rejects.toMatchObject({ code: "try-later" });
});

test("tells when it comes and goes; one that never came does not go", async () => {
  const { start, connection, link, told } = linking();
  start();
  (await connection(1)).end();
  (await connection(2)).events.online();
  expect(link.isOnline()).toBe(true);
  (await connection(2)).end();
  await connection(3);
  expect(told).toEqual(["online", "offline"]);
  expect(link.isOnline()).toBe(false);
  await link.stop();
});

test("only a connection that held for a while makes the next try an early one", async () => {
  const { start, connection, link, resets, pass } = linking();
  start();
  (await connection(1)).events.online();
  pass(59_000);
  (await connection(1)).end();
  (await connection(2)).events.online();
  pass(60_000);
  (await connection(2)).end();
  await connection(3);
  pass(60_000);
  (await connection(3)).end();
  await connection(4);
  expect(resets).toEqual([2]);
  await link.stop();
});

test("stops while it waits, and while it connects", async () => {
  const { start, link, made, connection } = linking();
  start();
  await connection(1);
  await link.stop();
  expect(made.length).toBe(1);
});

test("makes the next connection when told to, and not what was told before", async () => {
  const { start, connection, link, told, made, log } = linking();
  start();
  (await connection(1)).events.online();
  link.renew();
  (await connection(2)).events.online();
  expect({ told, connections: made.length }).toEqual({ told: ["online", "offline", "online"], connections: 2 });
  // That it was the server who closed it would be wrong.
  expect(log.filter(({ level }) => level === "warn")).toEqual([]);
  (await connection(2)).end();
  await connection(3);
  expect(log.filter(({ level }) => level === "warn").length).toBe(1);
  await link.stop();
});
