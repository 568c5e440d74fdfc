// PUT of uploads, against a listening server and a real folder.
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Stage, StageOptions } from "./harness.ts";
import { until } from "@status-scheme/testbed";
import { dial, head, JULIET, SLOT_SECONDS, startStage } from "./harness.ts";

let stage: Stage;
afterEach(() => stage.close());
const start = async (options?: StageOptions) => (stage = await startStage(options));

const BYTES = Buffer.from("a picture of a balcony");
const PNG = { "content-type": "image/png" };
const put = (url: string, body: BodyInit = BYTES, headers: Record<string, string> = PNG) =>
  fetch(url, { method: "PUT", body, headers });
const idOf = (get: string, owner = JULIET) => stage.slots.uploadIdOf(get, owner)!;

describe("an upload as announced", () => {
  test("is there, exactly, for the publish that names it", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    const response = await put(slot.put.url);
    expect([response.status, await response.text()]).toEqual([201, ""]);
    expect(Buffer.from((await stage.blobs.readStaged(idOf(slot.get)))!)).toEqual(BYTES);
  });

  test("may come in pieces, and its type with parameters", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    const wire = dial(stage.port);
    const headers = { "Content-Type": "IMAGE/PNG; name=x", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", slot.put.url, headers));
    for (const byte of BYTES) wire.socket.write(Buffer.from([byte]));
    expect(await wire.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 201 /);
    wire.socket.destroy();
    expect(Buffer.from((await stage.blobs.readStaged(idOf(slot.get)))!)).toEqual(BYTES);
  });

  test("is sent only once asked for, where its sender asks first", async () => {
    await start();
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length, Expect: "100-continue" };
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, headers));
    await wire.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/);
    wire.socket.write(BYTES);
    await wire.until(/HTTP\/1.1 201 /);
    wire.socket.destroy();
  });

  test("without an announced type may have any", async () => {
    await start();
    const { put: target } = stage.slots.issue(JULIET, { filename: "balcony", size: BYTES.length });
    expect((await put(target.url, BYTES, { "content-type": "application/x-balcony" })).status).toBe(201);
  });

  // holds: upload-private
  test("is private until it is published: the slot's URLs serve nobody", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    await put(slot.put.url);
    for (const url of [slot.get, slot.put.url]) {
      for (const method of ["GET", "HEAD"]) expect((await fetch(url, { method })).status).toBe(403);
    }
  });
});

describe("an upload other than announced is refused and leaves nothing", () => {
  const nothingLeft = async () => expect(await stage.leftovers()).toEqual([]);

  // holds: upload-exact-size, upload-announced-type
  test.each([
    [413, "longer", Buffer.concat([BYTES, BYTES]), PNG, { error: "limit-exceeded", max: 22, actual: 44 }],
    [400, "shorter", BYTES.subarray(1), PNG, { error: "bad-request", what: "content-length" }],
    [400, "empty", Buffer.alloc(0), PNG, { error: "bad-request", what: "content-length" }],
    [415, "of another type", BYTES, { "content-type": "image/gif" }, { error: "bad-medium" }],
    [415, "of a type that is none", BYTES, { "content-type": ";;;" }, { error: "bad-request" }],
  ] as const)("%i: %s", async (status, _name, body, headers, answer) => {
    await start();
    const slot = stage.slot(BYTES.length);
    const response = await put(slot.put.url, body, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject(answer);
    await nothingLeft();
    expect((await put(slot.put.url)).status).toBe(201); // the slot is still good
  });

  // holds: upload-announced-type
  test("415: without a type where one was announced", async () => {
    await start();
    const wire = dial(stage.port);
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, { "Content-Length": BYTES.length }));
    wire.socket.write(BYTES);
    await wire.until(/^HTTP\/1.1 415 /);
    wire.socket.destroy();
    await nothingLeft();
  });

  // holds: upload-exact-size
  test("411: of a length that nobody knows", async () => {
    await start();
    const wire = dial(stage.port);
    const chunked = { "Content-Type": "image/png", "Transfer-Encoding": "chunked" };
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, chunked));
    wire.socket.write(`${BYTES.length.toString(16)}\r\n${BYTES}\r\n0\r\n\r\n`);
    await wire.until(/^HTTP\/1.1 411 [^]*"error":"bad-request"/);
    wire.socket.destroy();
    await nothingLeft();
  });

  test.each([
    ["both ways to say how long it is", { "Content-Length": BYTES.length, "Transfer-Encoding": "chunked" }],
    ["a length that is no number", { "Content-Length": "22x" }],
    ["a negative length", { "Content-Length": -22 }],
  ])("400: %s", async (_name, headers) => {
    await start();
    const wire = dial(stage.port);
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, { "Content-Type": "image/png", ...headers }));
    wire.socket.write(BYTES);
    expect(await wire.closed()).toMatch(/^HTTP\/1.1 400 /);
    await nothingLeft();
  });

  test("more bytes than the length says are no part of it, and end the connection", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", slot.put.url, headers) + BYTES + "and a garden");
    expect(await wire.closed()).toMatch(/^HTTP\/1.1 201 (?![^]*HTTP)/);
    expect(Buffer.from((await stage.blobs.readStaged(idOf(slot.get)))!)).toEqual(BYTES);
  });

  test("a sender that goes away in the middle", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", slot.put.url, headers));
    wire.socket.write(BYTES.subarray(0, 10));
    await until("the upload began", async () => (await stage.leftovers()).length > 0);
    wire.socket.destroy();
    await until("the upload was removed", async () => (await stage.leftovers()).length === 0);
    expect(stage.log.join()).not.toMatch(/request failed/); // nobody's defect
    expect((await put(slot.put.url)).status).toBe(201);
  });

  test("a sender that stops in the middle is dropped", async () => {
    await start({ bounds: { stallSeconds: 1 } });
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, headers));
    wire.socket.write(BYTES.subarray(0, 10));
    await wire.closed();
    await until("the upload was removed", async () => (await stage.leftovers()).length === 0);
  });

  test("408: a sender that never stops dripping, however large the upload: others have its place", async () => {
    await start({ bounds: { pace: { seconds: 0.5, bytesPerSecond: 200_000 }, uploads: 1 } });
    const size = 100_000;
    const wire = dial(stage.port);
    const begun = Date.now();
    wire.socket.write(head("PUT", stage.slot(size).put.url, { "Content-Type": "image/png", "Content-Length": size }));
    const drip = setInterval(() => wire.socket.write("."), 50);
    expect(await wire.closed()).toMatch(/^HTTP\/1.1 408 [^]*connection: close[^]*"error":"bad-request"/i);
    clearInterval(drip);
    // Half a second, and half a second more by its size.
    expect(Date.now() - begun).toBeGreaterThanOrEqual(900);
    await until("the upload was removed", async () => (await stage.leftovers()).length === 0);
    expect(stage.log.join()).not.toMatch(/request failed/);
    expect((await put(stage.slot(BYTES.length).put.url)).status).toBe(201);
  });

  test("201: a sender that drips and is done in time", async () => {
    await start({ bounds: { pace: { seconds: 0.2, bytesPerSecond: BYTES.length / 20 } } });
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, headers));
    let sent = 0;
    const drip = setInterval(() => wire.socket.write(BYTES.subarray(sent, (sent += 1))), 15);
    expect(await wire.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 201 /);
    clearInterval(drip);
    wire.socket.destroy();
  });

  test.each(["/health", "/nothing-here"])("a body that nobody asked for ends with its answer: %s", async (path) => {
    await start();
    const wire = dial(stage.port);
    wire.socket.write(head("GET", stage.server.url + path, { "Content-Length": 1_000_000 }));
    const drip = setInterval(() => wire.socket.write("."), 50);
    expect(await wire.closed()).toMatch(/^HTTP\/1.1 (200|404) /);
    clearInterval(drip);
  });
});

describe("a refusal", () => {
  test("is read by a sender that is still sending, and the rest of the body ends with the connection", async () => {
    await start();
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": 1_000_000_000 };
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, headers));
    const flood = setInterval(() => wire.socket.write(Buffer.alloc(65_536)), 5);
    await wire.until(/^HTTP\/1.1 413 [^]*"limit-exceeded"/);
    await wire.closed();
    clearInterval(flood);
  });

  test("comes before the body is asked for", async () => {
    await start();
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": 23, Expect: "100-continue" };
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, headers));
    expect(await wire.until(/\r\n\r\n/)).toMatch(/^HTTP\/1.1 413 /);
    wire.socket.destroy();
  });

  test("leaves the connection good for the next request where the body was small", async () => {
    await start();
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/gif", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", stage.slot(BYTES.length).put.url, headers) + BYTES);
    wire.socket.write(head("GET", stage.server.url + "/health"));
    expect(await wire.until(/"status":"ok"/)).toMatch(/^HTTP\/1.1 415 /);
    wire.socket.destroy();
  });
});

describe("a slot", () => {
  // holds: slot-once
  test("409: takes one upload, and keeps it", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    await put(slot.put.url);
    expect((await put(slot.put.url, Buffer.alloc(BYTES.length))).status).toBe(409);
    expect(Buffer.from((await stage.blobs.readStaged(idOf(slot.get)))!)).toEqual(BYTES);
  });

  // holds: slot-once
  test("409: takes no other once its upload was published", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    await put(slot.put.url);
    await stage.blobs.removeStaged(idOf(slot.get));
    expect((await put(slot.put.url)).status).toBe(409);
  });

  // holds: slot-once
  test("409: takes one upload, also across a restart", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    await stage.blobs.stage(idOf(slot.get), new Blob([BYTES]).stream(), BYTES.length);
    expect((await put(slot.put.url)).status).toBe(409);
  });

  test("409: takes one upload at a time", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", slot.put.url, headers) + BYTES.subarray(0, 5));
    await until("the first upload began", async () => (await stage.leftovers()).length > 0);
    expect((await put(slot.put.url)).status).toBe(409);
    wire.socket.write(BYTES.subarray(5));
    await wire.until(/^HTTP\/1.1 201 /);
    wire.socket.destroy();
  });

  test("403: that expired, that is another's token or none", async () => {
    await start();
    const slot = stage.slot(BYTES.length);
    const media = await stage.publish(BYTES);
    const tokens = [
      slot.get,
      media,
      `${slot.put.url}A`,
      slot.put.url + "A".repeat(2_000),
      `${stage.server.url}/upload/x`,
    ];
    const urls = tokens.map((url) => `${stage.server.url}/upload/${url.slice(url.lastIndexOf("/") + 1)}`);
    stage.wait(SLOT_SECONDS);
    for (const url of [slot.put.url, ...urls]) {
      const response = await put(url);
      expect([response.status, await response.json()]).toEqual([403, { error: "forbidden" }]);
    }
    expect(await stage.leftovers()).toEqual([]);
  });
});
