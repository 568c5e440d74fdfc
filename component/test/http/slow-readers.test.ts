// Readers that are slow, stop reading, or go away: what they hold is let go of, and nothing is read for them ahead.
import { describe, expect, test } from "@jest/globals";
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { Readable } from "node:stream";
import { until } from "@status-scheme/testbed";
import { dial, head, startStage } from "./harness.ts";

const BYTES = Buffer.from("a picture of a balcony");
const openFiles = () => readdirSync("/proc/self/fd").length;

test("a reader that goes away, or stops reading, lets go of the file", async () => {
  const streams: Readable[] = [];
  const endless = function* () {
    for (;;) yield Buffer.alloc(65_536);
  };
  const slow = await startStage({
    bounds: { stallSeconds: 1 },
    store: (blobs) => ({
      ...blobs,
      stat: async (hash) => ({ hash, size: 1e12, mediaType: "image/webp" }),
      stream: async () => {
        streams.push(Readable.from(endless()));
        return streams.at(-1);
      },
    }),
  });
  const address = await slow.publish(BYTES);
  const leaves = dial(slow.port);
  leaves.socket.write(head("GET", address));
  await leaves.until(/200 OK/);
  leaves.socket.destroy();
  await until("the first stream was closed", () => streams[0]!.destroyed);

  const stalls = dial(slow.port);
  stalls.socket.write(head("GET", address, { Range: "bytes=0-9,100-" }));
  await stalls.until(/206 Partial/);
  stalls.socket.pause();
  await until("all streams were closed", () => streams.length > 1 && streams.every(({ destroyed }) => destroyed));
  stalls.socket.destroy();
  await slow.close();
});

test("a reader that reads a little now and then is cut off in the end, and lets go of the file", async () => {
  const stage = await startStage({ bounds: { pace: { seconds: 0.5, bytesPerSecond: 1e9 } } });
  const large = randomBytes(24_000_000);
  const address = await stage.publish(large, "video/webm");
  const before = openFiles();
  const wire = dial(stage.port);
  wire.socket.write(head("GET", address));
  await wire.until(/200 OK/);
  wire.socket.pause();
  // Never idle for long.
  const sip = setInterval(() => {
    wire.socket.resume();
    setImmediate(() => wire.socket.pause());
  }, 50);
  try {
    await until("the file was closed", () => openFiles() <= before + 1);
  } finally {
    clearInterval(sip);
  }
  wire.socket.resume();
  expect((await wire.closed()).length).toBeLessThan(large.length);
  await stage.close();
});

describe("many readers of a large medium", () => {
  const readers = 10;
  /** More than what the system buffers for one connection. */
  const large = randomBytes(24_000_000);

  test("that stop reading cost a connection each, and no more of the medium than is on its way", async () => {
    const stage = await startStage({ bounds: { stallSeconds: 2 } });
    const address = await stage.publish(large, "video/webm");
    await (await fetch(address)).arrayBuffer();
    const before = { files: openFiles(), bytes: process.memoryUsage().arrayBuffers };
    const wires = Array.from({ length: readers }, () => dial(stage.port));
    for (const { socket } of wires) socket.write(head("GET", address));
    await Promise.all(wires.map(({ until, socket }) => until(/200 OK/).then(() => socket.pause())));
    // Both ends of each connection are this process's, and each answer has its file open.
    expect(openFiles() - before.files).toBeLessThanOrEqual(3 * readers + 5);
    expect(process.memoryUsage().arrayBuffers - before.bytes).toBeLessThan(readers * large.length * 0.1);
    expect((await fetch(`${stage.server.url}/health`)).status).toBe(200);
    await until("the stalled were let go of", () => openFiles() <= before.files + readers + 5);
    for (const { socket } of wires) socket.destroy();
    await until("every file was closed", () => openFiles() <= before.files + 5);
    await stage.close();
  });

  test("that go away in the middle leave no file open", async () => {
    const stage = await startStage();
    const address = await stage.publish(large, "video/webm");
    await (await fetch(address)).arrayBuffer();
    const before = openFiles();
    for (let round = 0; round < 5; round++) {
      const wires = Array.from({ length: readers }, () => dial(stage.port));
      for (const { socket } of wires) socket.write(head("GET", address, { Range: "bytes=0-20000000,21000000-" }));
      await Promise.all(wires.map(({ until }) => until(/206 Partial/)));
      for (const { socket } of wires) socket.destroy();
    }
    await until("every file was closed", () => openFiles() <= before + 5);
    await stage.close();
  });

  test("that pause all the time get all of it, while others are served", async () => {
    const stage = await startStage({ bounds: { stallSeconds: 2 } });
    const address = await stage.publish(large.subarray(0, 300_000), "video/webm");
    const slow = dial(stage.port);
    slow.socket.write(head("GET", address, { Connection: "close" }));
    const all = slow.closed();
    const drip = setInterval(() => {
      slow.socket.pause();
      setImmediate(() => slow.socket.resume());
    }, 5);
    for (let other = 0; other < 10; other++) {
      expect((await (await fetch(address)).arrayBuffer()).byteLength).toBe(300_000);
    }
    expect((await all).length).toBeGreaterThan(300_000);
    clearInterval(drip);
    await stage.close();
  });
});
