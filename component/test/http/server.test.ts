// The server around the routes: what it tells, what it bears, how it stops.
import { afterEach, describe, expect, test } from "@jest/globals";
import { networkInterfaces } from "node:os";
import { PassThrough } from "node:stream";
import type { BlobStore } from "../../src/blob/blob-store.ts";
import type { Stage, StageOptions } from "./harness.ts";
import { until } from "@status-scheme/testbed";
import { dial, head, startStage } from "./harness.ts";

let stage: Stage;
afterEach(() => stage.close());
const start = async (options?: StageOptions) => (stage = await startStage(options));
const BYTES = Buffer.from("a picture of a balcony");

test("says that it is well", async () => {
  await start();
  const response = await fetch(`${stage.server.url}/health`);
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
});

test("says nothing of itself, also where there is nothing", async () => {
  await start();
  for (const path of ["/", "/media", "/media/a/b", "/upload", "/../etc/passwd", "/%2e%2e/x", "/health/x"]) {
    const response = await fetch(stage.server.url + path);
    expect([response.status, await response.json()]).toEqual([404, { error: "not-found" }]);
    expect([...response.headers.keys()].join()).not.toMatch(/server|powered/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  }
  for (const method of ["POST", "DELETE", "PATCH"]) {
    expect((await fetch(`${stage.server.url}/media/x`, { method })).status).toBe(404);
  }
});

describe("requests that are none", () => {
  test.each([
    [400, "no HTTP", "ABSURD\r\n\r\n"],
    [400, "a control character in a header", "GET / HTTP/1.1\r\nHost: x\r\nX: \x01\r\n\r\n"],
    [400, "no Host", "GET /health HTTP/1.1\r\n\r\n"],
    [400, "a broken escape", "GET /media/%zz HTTP/1.1\r\nHost: x\r\n\r\n"],
    [431, "a URL without end", `GET /${"a".repeat(10_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    [431, "headers without end", `GET / HTTP/1.1\r\nHost: x\r\nX: ${"a".repeat(10_000)}\r\n\r\n`],
  ])("%i: %s", async (status, _name, request) => {
    await start();
    const wire = dial(stage.port);
    wire.socket.end(request, "latin1");
    const answer = await wire.closed();
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).not.toMatch(/aaaa|FST_|at /);
    expect((await fetch(`${stage.server.url}/health`)).status).toBe(200);
  });

  test("408: headers that never end", async () => {
    await start({ bounds: { headerSeconds: 1 } });
    const wire = dial(stage.port);
    wire.socket.write("GET /health HTTP/1.1\r\nHost: x\r\n");
    const drip = setInterval(() => wire.socket.write("X: y\r\n"), 50);
    expect(await wire.closed()).toMatch(/^HTTP\/1.1 408 /);
    clearInterval(drip);
  });

  test("a connection that says nothing is closed", async () => {
    await start({ bounds: { stallSeconds: 1 } });
    expect(await dial(stage.port).closed()).toBe("");
  });

  test("more connections than it bears are turned away, and the others served", async () => {
    await start({ bounds: { connections: 1 } });
    const first = dial(stage.port);
    first.socket.write(head("GET", `${stage.server.url}/health`));
    await first.until(/"ok"/);
    expect(await dial(stage.port).closed()).toBe("");
    first.socket.write(head("GET", `${stage.server.url}/health`));
    await first.until(/"ok"[^]*"ok"/);
    first.socket.destroy();
  });
});

describe("behind a reverse proxy", () => {
  test.each(["/status/schemes", "/status/schemes/"])(
    "a public URL with a path works whether the path is taken off or not: %s",
    async (path) => {
      await start({ path });
      const url = await stage.publish(BYTES);
      expect(new URL(url).pathname).toMatch(/^\/status\/schemes\/media\/[^/]+$/);
      expect(await (await fetch(url)).text()).toBe(String(BYTES));
      expect(await (await fetch(url.replace("/status/schemes", ""))).text()).toBe(String(BYTES));
      expect((await fetch(url.replace("/status/schemes", "/status/schemesx"))).status).toBe(404);
      const slot = stage.slot(BYTES.length);
      const put = { method: "PUT", body: BYTES, headers: { "content-type": "image/png" } };
      expect((await fetch(slot.put.url, put)).status).toBe(201);
      expect(stage.server.url).toBe(`https://schemes.capulet.lit${path}`);
    },
  );
});

const hasIpv6 = networkInterfaces()["lo"]?.some(({ family }) => family === "IPv6") ?? false;
test("its URL has the port it listens on, and brackets around an IPv6 address", async () => {
  const starting = start({ host: "::1" });
  // A machine without IPv6 says so, and nothing is left listening.
  if (!hasIpv6) return expect(starting).rejects.toThrow(/EADDRNOTAVAIL|EAFNOSUPPORT/);
  await starting;
  expect(stage.server.url).toBe(`http://[::1]:${stage.port}`);
  expect((await fetch(`${stage.server.url}/health`)).status).toBe(200);
});

test("does not start where it cannot listen", async () => {
  await start();
  const { createHttpServer } = await import("../../src/http/server.ts");
  const { silentLog } = await import("../../src/log.ts");
  const { blobs, slots, urls, port, isShown } = stage;
  const options = { host: "127.0.0.1", port, blobs, slots, urls, isShown, log: silentLog, clock: Date.now };
  const second = createHttpServer(options);
  await expect(second.start()).rejects.toMatchObject({ code: "EADDRINUSE" });
  await second.stop();
});

describe("stopping", () => {
  const beginUpload = async () => {
    const wire = dial(stage.port);
    const slot = stage.slot(BYTES.length);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", slot.put.url, headers) + BYTES.subarray(0, 5));
    await until("the upload began", async () => (await stage.leftovers()).length > 0);
    return { wire, id: stage.slots.uploadIdOf(slot.get, "juliet@capulet.lit")! };
  };

  test("finishes the requests at work, lets idle connections go and takes no new ones", async () => {
    await start({ bounds: { graceSeconds: 600 } });
    const idle = dial(stage.port);
    idle.socket.write(head("GET", `${stage.server.url}/health`));
    await idle.until(/"ok"/);
    const { wire, id } = await beginUpload();
    const stopped = stage.server.stop();
    await idle.closed();
    await expect(fetch(`http://127.0.0.1:${stage.port}/health`)).rejects.toThrow();
    wire.socket.write(BYTES.subarray(5));
    expect(await wire.closed()).toMatch(/^HTTP\/1.1 201 [^]*connection: close/i);
    await stopped;
    expect(Buffer.from((await stage.blobs.readStaged(id))!)).toEqual(BYTES);
  });

  test("closes a connection whose answer was on its way already", async () => {
    const picture = new PassThrough();
    const store = (blobs: BlobStore): BlobStore => ({ ...blobs, stream: async () => picture });
    await start({ bounds: { graceSeconds: 600 }, store, hasShelf: false });
    const wire = dial(stage.port);
    wire.socket.write(head("GET", await stage.publish(BYTES)));
    picture.write(BYTES.subarray(0, 5));
    await wire.until(/a pic$/);
    const stopped = stage.server.stop();
    picture.end(BYTES.subarray(5));
    expect(await wire.closed()).toContain(String(BYTES));
    await stopped;
  });

  test("cuts off what takes longer than the grace period, and leaves nothing of it", async () => {
    await start({ bounds: { graceSeconds: 0.2 } });
    const { wire } = await beginUpload();
    await stage.server.stop();
    expect(await wire.closed()).toBe("");
    await until("the upload was removed", async () => (await stage.leftovers()).length === 0);
  });
});
