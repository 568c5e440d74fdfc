// Uploads at once, and uploads onto a disk that fails.
import { afterEach, describe, expect, test } from "@jest/globals";
import type { BlobStore } from "../../src/blob/blob-store.ts";
import type { Stage, StageOptions } from "./harness.ts";
import { until } from "@status-scheme/testbed";
import { dial, head, ROMEO, startStage } from "./harness.ts";

let stage: Stage;
afterEach(() => stage.close());
const start = async (options?: StageOptions) => (stage = await startStage(options));

const BYTES = Buffer.from("a picture of a balcony");
const put = (url: string) => fetch(url, { method: "PUT", body: BYTES, headers: { "content-type": "image/png" } });

describe("uploads at once", () => {
  const begin = async (slot: ReturnType<Stage["slot"]>) => {
    const before = (await stage.leftovers()).length;
    const wire = dial(stage.port);
    const headers = { "Content-Type": "image/png", "Content-Length": BYTES.length };
    wire.socket.write(head("PUT", slot.put.url, headers) + BYTES.subarray(0, 5));
    await until("the upload began", async () => (await stage.leftovers()).length > before);
    return wire;
  };

  test("503: are so many in all", async () => {
    await start({ bounds: { uploads: 1 } });
    const wire = await begin(stage.slot(BYTES.length));
    const slot = stage.slot(BYTES.length, "image/png", ROMEO);
    const refused = await put(slot.put.url);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    wire.socket.destroy();
    await until("there is a place again", async () => (await put(slot.put.url)).status === 201);
  });

  test("429: of one owner leave as many places as they take", async () => {
    await start({ bounds: { uploads: 4, uploadsPerOwner: 4 } });
    const wires = [await begin(stage.slot(BYTES.length)), await begin(stage.slot(BYTES.length))];
    expect((await put(stage.slot(BYTES.length).put.url)).status).toBe(429);
    expect((await put(stage.slot(BYTES.length, "image/png", ROMEO).put.url)).status).toBe(201);
    for (const { socket } of wires) socket.destroy();
  });

  test("429: are so many of one owner, and others are not kept out", async () => {
    await start({ bounds: { uploadsPerOwner: 1 } });
    const wire = await begin(stage.slot(BYTES.length));
    expect((await put(stage.slot(BYTES.length).put.url)).status).toBe(429);
    expect((await put(stage.slot(BYTES.length, "image/png", ROMEO).put.url)).status).toBe(201);
    wire.socket.destroy();
  });
});

describe("a disk that fails", () => {
  const failing = (error: Error) => ({
    store: (blobs: BlobStore): BlobStore => ({
      ...blobs,
      stage: async (_id, source) => {
        // In the middle of the body, as disks do.
        for await (const chunk of source) if (chunk.length > 0) throw error;
      },
    }),
  });
  const errno = (code: string) => Object.assign(new Error(`${code}: /srv/media/staged`), { code });

  test.each([
    [507, "quota-exceeded", errno("ENOSPC")],
    [507, "quota-exceeded", new Error("the blob store fails", { cause: errno("EDQUOT") })],
    [500, "internal", errno("EIO")],
  ])("%i, in few words, and in more in the log: %s", async (status, error, cause) => {
    await start(failing(cause));
    const slot = stage.slot(BYTES.length);
    const response = await put(slot.put.url);
    expect([response.status, await response.json()]).toEqual([status, { error }]);
    const line = stage.log.find((entry) => entry.includes("request failed"))!;
    expect(line).toMatch(/srv\/media/);
    expect(line).not.toContain(slot.put.url.slice(slot.put.url.lastIndexOf("/") + 1));
  });

  test("is in the log also where it is full only for the last of the body, or when that is forced to it", async () => {
    await start({
      store: (blobs) => ({
        ...blobs,
        stage: async (_id, source) => {
          for await (const chunk of source) void chunk;
          throw errno("ENOSPC");
        },
      }),
    });
    expect((await put(stage.slot(BYTES.length).put.url)).status).toBe(507);
    expect(stage.log.filter((entry) => entry.includes("request failed")).length).toBe(1);
  });
});
