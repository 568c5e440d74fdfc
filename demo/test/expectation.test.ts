import { describe, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import type { Shown } from "@status-scheme/client-plugin";
import { parseStamp, type StampedScheme } from "@status-scheme/protocol";
import { difference, expectation, GREY } from "../src/expectation.ts";

const BYTES = new TextEncoder().encode("a closed door");
const HASH = createHash("sha256").update(BYTES).digest("base64");
const IMAGE = {
  kind: "image",
  mediaType: "image/webp",
  size: BYTES.length,
  desc: [],
  hash: HASH,
  sources: [],
} as const;
const STAMP = parseStamp("2026-11-22T08:30:00.123Z");
const SCHEME: StampedScheme = {
  owner: "juliet@capulet.lit",
  stamp: STAMP,
  looks: [{ state: "dnd", text: [], media: [IMAGE] }],
};
const TEXTS = new Map([["dnd", [{ lang: "en", text: "Please do not disturb" }]]]);
const EXPECTED = expectation("dnd", TEXTS, SCHEME);

const SHOWN: Shown = {
  contact: "juliet@capulet.lit",
  resource: "demo",
  loggedIn: true,
  state: "dnd",
  show: "dnd",
  stamp: STAMP,
  fresh: true,
  look: {
    state: "dnd",
    text: "Please do not disturb",
    texts: TEXTS.get("dnd")!,
    offered: ["image"],
    media: [{ kind: "image", mediaType: "image/webp", size: BYTES.length, hash: HASH, bytes: BYTES, url: "data:," }],
  },
};
const withImage = (change: object): Shown => ({
  ...SHOWN,
  look: { ...SHOWN.look!, media: [{ ...SHOWN.look!.media[0]!, ...change }] },
});

describe("what romeo's client shows", () => {
  test("is right when state, text and the image's very bytes are", () => {
    expect(difference(SHOWN, EXPECTED)).toBeUndefined();
  });

  test.each<[string, Shown | undefined, string]>([
    ["nothing", undefined, "loggedIn is false, not true"],
    ["another state", { ...SHOWN, state: "away" }, "state is away, not dnd"],
    ["no look", { ...SHOWN, look: undefined! }, "text is undefined, not Please do not disturb"],
    ["another text", { ...SHOWN, look: { ...SHOWN.look!, text: "Come in" } }, "text is Come in"],
    ["no image", { ...SHOWN, look: { ...SHOWN.look!, media: [] } }, "size is undefined"],
    ["too few bytes", withImage({ bytes: BYTES.slice(1) }), "size is 12, not 13"],
    ["other bytes under the same name", withImage({ bytes: BYTES.slice().reverse() }), "hash is"],
  ])("is wrong with %s", (_name, shown, why) => {
    expect(difference(shown, EXPECTED)).toContain(why);
  });

  test("is grey of an owner who is not logged in and has no looks", () => {
    expect(difference(undefined, GREY)).toBeUndefined();
    expect(difference(SHOWN, GREY)).toBe("loggedIn is true, not false");
  });
});

test("there is no expectation without text and image to expect", () => {
  expect(() => expectation("away", TEXTS, SCHEME)).toThrow("no text and image for away");
});
