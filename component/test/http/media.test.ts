// GET and HEAD of media under signed URLs, against a listening server and a real folder (RFC 9110).
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { createHash } from "node:crypto";
import type { Stage } from "./harness.ts";
import { JULIET, MEDIA_SECONDS, ROMEO, startStage } from "./harness.ts";

const BYTES = Buffer.from(Array.from({ length: 1_000 }, (_, i) => i % 251));
const ETAG = `"${createHash("sha256").update(BYTES).digest("hex")}"`;

let stage: Stage;
let url: string;
beforeAll(async () => {
  stage = await startStage();
  url = await stage.publish(BYTES);
});
afterAll(() => stage.close());

const get = (headers: Record<string, string> = {}, method = "GET") => fetch(url, { method, headers });
const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

describe("the whole", () => {
  // holds: media-headers, media-cache-control, media-get-and-head
  test("comes with its type, size, tag, and for as long as the URL is good", async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(await bodyOf(response)).toEqual(BYTES);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/webp",
      "content-length": "1000",
      etag: ETAG,
      "accept-ranges": "bytes",
      // Signed at 08:30 for an hour at least: good until 10:00.
      "cache-control": "private, immutable, max-age=5400",
    });
  });

  // holds: media-nosniff, media-csp, media-cors
  test("is never run as a page, and may be read by pages of any origin", async () => {
    expect(Object.fromEntries((await get()).headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "cross-origin-resource-policy": "cross-origin",
      "access-control-allow-origin": "*",
      "access-control-expose-headers": expect.stringContaining("ETag"),
    });
  });

  // holds: media-get-and-head
  test("HEAD says the same without a body, whatever range is asked for", async () => {
    const [whole, ...heads] = [await get(), await get({}, "HEAD"), await get({ range: "bytes=0-1" }, "HEAD")];
    const ofConnection = ["connection", "date", "keep-alive"];
    const headersOf = ({ headers }: Response) => [...headers].filter(([name]) => !ofConnection.includes(name));
    for (const response of heads) {
      expect(response.status).toBe(200);
      expect((await bodyOf(response)).length).toBe(0);
      expect(headersOf(response)).toEqual(headersOf(whole!));
    }
    await whole!.arrayBuffer();
  });
});

describe("conditions", () => {
  test.each([
    [304, "If-None-Match", ETAG],
    [304, "If-None-Match", `"other", W/${ETAG}`],
    [304, "If-None-Match", "*"],
    [200, "If-None-Match", '"other"'],
    [200, "If-None-Match", ETAG.replaceAll('"', "")],
    [200, "If-Match", `"other", ${ETAG}`],
    [200, "If-Match", "*"],
    [412, "If-Match", '"other"'],
    [412, "If-Match", `W/${ETAG}`], // strong comparison
  ])("%i: %s: %s", async (status, name, value) => {
    for (const method of ["GET", "HEAD"]) {
      const response = await get({ [name]: value }, method);
      expect(response.status).toBe(status);
      if (status !== 200) expect((await bodyOf(response)).length).toBe(0);
      else await response.arrayBuffer();
    }
  });

  test("If-Match comes first, and a 304 still says what may be kept", async () => {
    expect((await get({ "if-match": '"other"', "if-none-match": ETAG })).status).toBe(412);
    const { headers } = await get({ "if-none-match": ETAG, range: "bytes=0-1" });
    expect([headers.get("etag"), headers.get("cache-control")]).toEqual([ETAG, expect.stringContaining("immutable")]);
  });
});

// holds: media-ranges
describe("one range", () => {
  test.each([
    ["bytes=0-9", 0, 9],
    ["bytes=990-", 990, 999],
    ["bytes=990-5000", 990, 999],
    ["bytes=-10", 990, 999],
    ["bytes=-5000", 0, 999],
    ["bytes=0-0", 0, 0],
    ["bytes=0-5,3-9", 0, 9], // overlapping
    ["bytes=0-4,5-9", 0, 9], // adjacent
    ["bytes=0-9,2000-", 0, 9], // what cannot be had is left out
  ])("%s", async (range, start, end) => {
    const response = await get({ range });
    expect(response.status).toBe(206);
    expect(response.headers.get("content-range")).toBe(`bytes ${start}-${end}/1000`);
    expect(response.headers.get("content-length")).toBe(String(end - start + 1));
    expect(response.headers.get("content-type")).toBe("image/webp");
    expect(await bodyOf(response)).toEqual(BYTES.subarray(start, end + 1));
  });

  test.each(["bytes=1000-", "bytes=2000-3000", "bytes=-0"])("416: %s", async (range) => {
    const response = await get({ range });
    expect([response.status, (await bodyOf(response)).length]).toEqual([416, 0]);
    expect(response.headers.get("content-range")).toBe("bytes */1000");
  });

  test.each(["bytes", "bytes=", "bytes=x-1", "bytes=-", "lines=0-9", "bytes=1-2-3", "bytes=0x0-9"])(
    "what makes no sense is ignored: %s",
    async (range) => {
      const response = await get({ range });
      expect([response.status, (await bodyOf(response)).length]).toEqual([200, 1_000]);
    },
  );

  test.each([
    [206, ETAG],
    [200, '"other"'],
    [200, `W/${ETAG}`],
    [200, new Date().toUTCString()],
  ])("%i with If-Range: %s", async (status, value) => {
    const response = await get({ range: "bytes=0-9", "if-range": value });
    expect([response.status, (await bodyOf(response)).length]).toEqual([status, status === 206 ? 10 : 1_000]);
  });
});

describe("several ranges", () => {
  test("come as parts, each with its own place and type", async () => {
    const response = await get({ range: "bytes=0-9, 500-509 ,-10" });
    expect(response.status).toBe(206);
    const body = await bodyOf(response);
    expect(response.headers.get("content-length")).toBe(String(body.length));
    const [, boundary] = /^multipart\/byteranges; boundary=(\S+)$/.exec(response.headers.get("content-type")!)!;
    const parts = body.toString("latin1").split(`--${boundary}`);
    expect([parts[0], parts.at(-1)]).toEqual(["\r\n", "--\r\n"]);
    const expected = [0, 500, 990].map((start) => {
      const bytes = BYTES.toString("latin1", start, start + 10);
      return `\r\nContent-Type: image/webp\r\nContent-Range: bytes ${start}-${start + 9}/1000\r\n\r\n${bytes}\r\n`;
    });
    expect(parts.slice(1, -1)).toEqual(expected);
  });

  test("are no lever: many small ones get the whole, once", async () => {
    const range = `bytes=${Array.from({ length: 400 }, (_, i) => `${i * 2}-${i * 2}`).join()}`;
    const response = await get({ range });
    expect([response.status, (await bodyOf(response)).length]).toEqual([200, 1_000]);
  });

  test("and neither is the same one many times", async () => {
    const range = `bytes=${Array.from({ length: 400 }, () => "0-999").join()}`;
    const response = await get({ range });
    expect([response.status, (await bodyOf(response)).length]).toEqual([206, 1_000]);
  });
});

test("a medium that is streamed is answered with as one at hand", async () => {
  const streaming = await startStage({ hasShelf: false });
  const streamed = await streaming.publish(BYTES);
  const answerOf = async (address: string, headers: Record<string, string>, method: string) => {
    const response = await fetch(address, { headers, method });
    const text = (await bodyOf(response)).toString("latin1");
    const boundary = response.headers.get("content-type")?.split("boundary=")[1] ?? "boundary";
    const fields = [...response.headers].filter(([name]) => name !== "date").map((field) => field.join(": "));
    return { status: response.status, text: [...fields, text].join("\n").replaceAll(boundary, "…") };
  };
  const asked = [{}, { range: "bytes=0-9" }, { range: "bytes=-5000" }, { range: "bytes=0-9,500-509,-10" }];
  for (const headers of [...asked, { range: "bytes=1000-" }, { "if-none-match": ETAG }] as Record<string, string>[]) {
    for (const method of ["GET", "HEAD"]) {
      expect(await answerOf(streamed, headers, method)).toEqual(await answerOf(url, headers, method));
    }
  }
  await streaming.close();
});

// holds: media-403-alike, media-url-expires, media-url-ends-with-sight, media-nosniff, media-csp, media-cors
test("what a stranger asks for looks the same, whether it is there or not", async () => {
  const gone = await stage.publish(Buffer.from("gone"));
  await stage.blobs.remove(createHash("sha256").update("gone").digest("hex"));
  const never = stage.urls.sign({ owner: JULIET, viewer: ROMEO, hash: "00".repeat(32) })!;
  const forged = `${url.slice(0, -1)}${url.endsWith("A") ? "B" : "A"}`;
  const long = `${url}${"A".repeat(2_000)}`;
  const upload = stage.slot(10).get.replace("/upload/", "/media/");
  const old = await startStage();
  const expired = (await old.publish(BYTES)).replace(old.server.url, stage.server.url);
  await old.close();

  const answers = [];
  for (const address of [gone, never, forged, long, upload, `${stage.server.url}/media/x`]) {
    const response = await fetch(address);
    const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "date"));
    answers.push({ status: response.status, headers, body: await response.json() });
  }
  expect((await fetch(expired)).status).toBe(200); // the same secret: good, until its time is over
  stage.wait(2 * MEDIA_SECONDS);
  const response = await fetch(expired);
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "date"));
  answers.push({ status: response.status, headers, body: await response.json() });
  stage.wait(-2 * MEDIA_SECONDS);
  stage.isShown = async () => false;
  for (const more of [{}, { range: "bytes=0-9" }, { "if-none-match": ETAG }]) {
    const refused = await get(more);
    const fields = Object.fromEntries([...refused.headers].filter(([name]) => name !== "date"));
    answers.push({ status: refused.status, headers: fields, body: await refused.json() });
  }
  stage.isShown = async () => true;

  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]).toMatchObject({
    status: 403,
    body: { error: "forbidden" },
    headers: {
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
      "access-control-allow-origin": "*",
    },
  });
  expect(answers[0]!.headers).not.toHaveProperty("etag");
});

test("the service is asked about the viewer that the URL was made for, at each request", async () => {
  const asked: unknown[] = [];
  stage.isShown = async ({ owner, viewer, hash }) => asked.push([owner, viewer, `"${hash}"`]) > 0;
  for (const method of ["GET", "HEAD"]) await (await get({}, method)).arrayBuffer();
  stage.isShown = () => Promise.reject(new SchemeError("try-later"));
  expect((await get()).status).toBe(504);
  stage.isShown = async () => true;
  expect(asked).toEqual([[JULIET, ROMEO, ETAG], [JULIET, ROMEO, ETAG]]); // prettier-ignore
});

test("a blob that is swept between the look and the read is as gone as any", async () => {
  const racing = await startStage({
    hasShelf: false,
    store: (blobs) => ({ ...blobs, stream: async () => undefined }),
  });
  const response = await fetch(await racing.publish(BYTES));
  expect([response.status, await response.json()]).toEqual([403, { error: "forbidden" }]);
  expect(response.headers.get("etag")).toBeNull();
  await racing.close();
});

test("a damaged blob is our defect, and no word of it goes out", async () => {
  const damaged = await startStage({
    store: (blobs) => ({ ...blobs, stat: () => Promise.reject(new Error("the blob /srv/media/ab is damaged")) }),
  });
  const response = await fetch(await damaged.publish(BYTES));
  expect([response.status, await response.json()]).toEqual([500, { error: "internal" }]);
  expect(damaged.log.join()).toMatch(/is damaged/);
  await damaged.close();
});

// holds: media-preflight
test("a browser's preflight is told what it may send, whatever the URL", async () => {
  for (const address of [url, stage.slot(1).put.url, `${stage.server.url}/media/x`]) {
    const response = await fetch(address, {
      method: "OPTIONS",
      headers: { origin: "https://chat.example.org", "access-control-request-method": "PUT" },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get("access-control-allow-methods")).toMatch(/PUT/);
    expect(response.headers.get("access-control-allow-headers")).toMatch(/Content-Type/);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  }
});
