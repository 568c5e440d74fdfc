import { expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { createSlots, slotLimit } from "../../src/http/slots.ts";
import { JULIET, ROMEO, SECRET, START } from "./harness.ts";

const BASE = "https://schemes.capulet.lit/status";
const time = { now: START };
const slots = createSlots({
  secret: SECRET,
  baseUrl: BASE,
  ttlSeconds: 300,
  limits: DEFAULT_LIMITS,
  clock: () => time.now,
});
const request = { filename: "juliet@capulet.lit.png", size: 1_000, contentType: "image/png" };
const tokenOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

test("the PUT URL says what may be put and until when; the get URL names the same upload", () => {
  const slot = slots.issue(JULIET, request);
  const grant = slots.verifyPut(tokenOf(slot.put.url))!;
  expect(grant).toMatchObject({ size: 1_000, contentType: "image/png", expires: START + 300_000 });
  expect(slots.uploadIdOf(slot.get, JULIET)).toBe(grant.id);
  expect(grant.id).toMatch(/^[0-9a-f]{32}$/);
  for (const url of [slot.put.url, slot.get]) expect(url.startsWith(`${BASE}/upload/`)).toBe(true);
});

test("every slot is another upload, and its URLs name neither owner nor file", () => {
  const [one, two] = [slots.issue(JULIET, request), slots.issue(JULIET, request)];
  expect(slots.uploadIdOf(one.get, JULIET)).not.toBe(slots.uploadIdOf(two.get, JULIET));
  const text = [one.put.url, one.get].map((url) => url + Buffer.from(tokenOf(url), "base64url").toString("latin1"));
  expect(text.join()).not.toMatch(/juliet/);
});

test("a get URL names an upload to its owner alone", () => {
  const { get, put } = slots.issue(JULIET, request);
  expect(slots.uploadIdOf(get, ROMEO)).toBeUndefined();
  expect(slots.uploadIdOf(put.url, JULIET)).toBeUndefined();
  expect(slots.uploadIdOf(get.replace("schemes.", "evil."), JULIET)).toBeUndefined();
  expect(slots.uploadIdOf(`${get}?`, JULIET)).toBeUndefined();
  expect(slots.uploadIdOf("", JULIET)).toBeUndefined();
});

test("a slot is good until it expires; its upload keeps its name", () => {
  const { get, put } = slots.issue(JULIET, request);
  time.now = START + 299_999;
  expect(slots.verifyPut(tokenOf(put.url))).toBeDefined();
  time.now = START + 300_000;
  expect(slots.verifyPut(tokenOf(put.url))).toBeUndefined();
  expect(slots.uploadIdOf(get, JULIET)).toBeDefined();
  time.now = START;
});

test("a get token is no PUT token, and neither is a changed one", () => {
  const { get, put } = slots.issue(JULIET, request);
  expect(slots.verifyPut(tokenOf(get))).toBeUndefined();
  const token = tokenOf(put.url);
  for (let i = 0; i < token.length; i++) {
    const changed = token.slice(0, i) + (token[i] === "A" ? "B" : "A") + token.slice(i + 1);
    expect(slots.verifyPut(changed)).toBeUndefined();
  }
});

test("without a content type any may be put", () => {
  const { put } = slots.issue(JULIET, { filename: "balcony", size: 10 });
  expect(slots.verifyPut(tokenOf(put.url))).not.toHaveProperty("contentType");
});

test.each([
  ["image/jpeg", "image-bytes"],
  ["IMAGE/JPEG; charset=utf-8", "image-bytes"],
  ["image/png", "animation-bytes"], // it may be an APNG
  ["image/gif", "animation-bytes"],
  ["audio/ogg", "audio-bytes"],
  ["video/mp4", "video-bytes"],
  [undefined, "video-bytes"],
] as const)("%s may be as large as %s", (contentType, limit) => {
  const max = DEFAULT_LIMITS[limit];
  expect(slotLimit(contentType, DEFAULT_LIMITS)).toMatchObject({ limit, max });
  const sized = (size: number) => slots.issue(JULIET, { filename: "x", size, ...(contentType && { contentType }) });
  expect(() => sized(max)).not.toThrow();
  expect(() => sized(max + 1)).toThrow(
    expect.objectContaining({
      code: "limit-exceeded",
      detail: expect.objectContaining({ limit, max, actual: max + 1 }),
    }),
  );
});

test.each(["image/svg+xml", "text/html", "application/octet-stream", "image/*", "", "constructor"])(
  "%p is no type of a medium",
  (contentType) => {
    expect(() => slots.issue(JULIET, { ...request, contentType })).toThrow(
      expect.objectContaining({ code: "bad-medium" }),
    );
  },
);

test.each([0, -1, 1.5, Number.NaN, Infinity])("%p is no size", (size) => {
  expect(() => slots.issue(JULIET, { ...request, size })).toThrow(expect.objectContaining({ code: "bad-request" }));
});
