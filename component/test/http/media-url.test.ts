import { expect, test } from "@jest/globals";
import { createMediaUrls } from "../../src/http/media-url.ts";
import { createSlots } from "../../src/http/slots.ts";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { JULIET, ROMEO, SECRET, START } from "./harness.ts";

const HASH = "ab".repeat(32);
const TTL = 3_600;
const BASE = "https://schemes.capulet.lit/status";
const medium = { owner: JULIET, viewer: ROMEO, hash: HASH };

function urlsAt(secret = SECRET) {
  const time = { now: START };
  const urls = createMediaUrls({ secret, baseUrl: `${BASE}/`, ttlSeconds: TTL, clock: () => time.now });
  return { urls, time };
}
type Urls = ReturnType<typeof createMediaUrls>;
const sign = (urls: Urls, differing: Partial<typeof medium> = {}) => urls.sign({ ...medium, ...differing })!;
const tokenOf = (url: string) => url.slice(url.lastIndexOf("/") + 1);

// holds: media-url-good-for-a-while
test("a signed URL says which blob, for whom, and until when", () => {
  const { urls } = urlsAt();
  const url = sign(urls);
  expect(url.startsWith(`${BASE}/media/`)).toBe(true);
  expect(urls.verify(tokenOf(url))).toMatchObject({ hash: HASH });
  const { expires } = urls.verify(tokenOf(url))!;
  expect(expires).toBeGreaterThanOrEqual(START + TTL * 1000);
  expect(expires).toBeLessThan(START + 2 * TTL * 1000);
});

test("it stays the same for a while, so that caches keep it, and then changes", () => {
  const { urls, time } = urlsAt();
  const url = sign(urls);
  // 08:30 with a lifetime of an hour: good until 10:00, and the URL of the next half hour is the same.
  time.now += 1_799_000;
  expect(sign(urls)).toBe(url);
  time.now += 2_000;
  expect(sign(urls)).not.toBe(url);
});

// holds: media-url-expires
test("it is good until it expires and not a moment longer", () => {
  const { urls, time } = urlsAt();
  const token = tokenOf(sign(urls));
  time.now = urls.verify(token)!.expires - 1;
  expect(urls.verify(token)).toBeDefined();
  time.now += 1;
  expect(urls.verify(token)).toBeUndefined();
});

test("it names nobody, and differs by viewer and by owner", () => {
  const { urls } = urlsAt();
  const url = sign(urls);
  expect(Buffer.from(tokenOf(url), "base64url").toString("latin1")).not.toMatch(/juliet|romeo|capulet/);
  expect(sign(urls, { viewer: "mercutio@capulet.lit" })).not.toBe(url);
  expect(sign(urls, { owner: ROMEO })).not.toBe(url);
});

test("the service reads in it whose medium it is, and for whom", () => {
  const { urls } = urlsAt();
  const people = [[JULIET, ROMEO], [ROMEO, JULIET], ["jülïet@capulet.lit", "a@b"]] as const; // prettier-ignore
  for (const [owner, viewer] of people) {
    expect(urls.verify(tokenOf(sign(urls, { owner, viewer })))).toMatchObject({ hash: HASH, owner, viewer });
  }
});

test("two JIDs too long to fit a URL get none", () => {
  const { urls } = urlsAt();
  const owner = `${"j".repeat(512 - ROMEO.length)}`;
  expect(tokenOf(urls.sign({ ...medium, owner })!).length).toBeLessThan(1_024);
  expect(urls.sign({ ...medium, owner: `${owner}j` })).toBeUndefined();
});

// holds: media-url-unguessable
test("any change to a token makes it none", () => {
  const { urls } = urlsAt();
  const token = tokenOf(sign(urls));
  for (let i = 0; i < token.length; i++) {
    const changed = token.slice(0, i) + (token[i] === "A" ? "B" : "A") + token.slice(i + 1);
    expect(urls.verify(changed)).toBeUndefined();
  }
  for (const other of ["", "A", token.slice(1), `${token}A`, `${token}=`, `${token} `, token.repeat(2), "%00", "é"]) {
    expect(urls.verify(other)).toBeUndefined();
  }
});

test("only one spelling of a token is good", () => {
  const { urls } = urlsAt();
  const token = tokenOf(sign(urls, { hash: "ff".repeat(32) }));
  const spellings = [token.replaceAll("_", "/").replaceAll("-", "+"), `${token.slice(0, 10)}\n${token.slice(10)}`];
  for (const spelling of spellings) {
    expect(spelling).not.toBe(token);
    expect(Buffer.from(spelling, "base64url").equals(Buffer.from(token, "base64url"))).toBe(true);
    expect(urls.verify(spelling)).toBeUndefined();
  }
});

// holds: media-url-unguessable
test("a token of another secret or another purpose is none", () => {
  const { urls } = urlsAt();
  const stranger = urlsAt(Buffer.alloc(32, 2)).urls;
  expect(urls.verify(tokenOf(sign(stranger)))).toBeUndefined();
  const slots = createSlots({
    secret: SECRET,
    baseUrl: BASE,
    ttlSeconds: 60,
    limits: DEFAULT_LIMITS,
    clock: () => START,
  });
  const slot = slots.issue(JULIET, { filename: "x", size: 1, contentType: "image/png" });
  expect(urls.verify(tokenOf(slot.get))).toBeUndefined();
  expect(urls.verify(tokenOf(slot.put.url))).toBeUndefined();
  expect(slots.verifyPut(tokenOf(sign(urls)))).toBeUndefined();
});

test("only a SHA-256 is signed", () => {
  expect(() => sign(urlsAt().urls, { hash: "not-a-hash" })).toThrow(TypeError);
});
