// Sync tokens: good for one asker, and for nobody who makes one up.
import { describe, expect, test } from "@jest/globals";
import { createTokenSigner } from "../../src/http/token.ts";
import type { PageToken, StartToken } from "../../src/service/sync-token.ts";
import { createSyncTokens } from "../../src/service/sync-token.ts";

const SECRET = new Uint8Array(32).fill(7);
const tokens = createSyncTokens(createTokenSigner(SECRET, "sync"));
const ROMEO = "romeo@capulet.lit";
const since = { incarnation: "0123456789abcdef", seq: 4711 };
const upTo = { incarnation: "fedcba9876543210", seq: 2 ** 48 - 1 };
const start: StartToken = { since };
const page: PageToken = { since, upTo, after: "juliët@capulet.lit", isComplete: true };

describe("a sync token", () => {
  test.each([
    ["the beginning", {}],
    ["a position", start],
    ["a page", page],
    ["a page of an answer in full", { upTo, after: "juliet@capulet.lit", isComplete: true }],
    ["a page after something was left out", { ...page, isComplete: false }],
  ])("comes back as it was: %s", (_name, token) => {
    expect(tokens.open(ROMEO, tokens.seal(ROMEO, token))).toEqual(token);
  });

  test("has one size, whoever asks and wherever the store is", () => {
    const sizes = ["a@b", ROMEO, `${"r".repeat(1023)}@${"c".repeat(1023)}`].flatMap((asker) =>
      [{}, start, { since: upTo }].map((token) => tokens.seal(asker, token).length),
    );
    expect(new Set(sizes).size).toBe(1);
    expect(sizes[0]).toBeLessThan(64);
  });

  test("says nothing of the asker in plain", () => {
    const bytes = Buffer.from(tokens.seal(ROMEO, start), "base64url").toString("latin1");
    expect(bytes).not.toContain("romeo");
    expect(bytes).not.toContain("capulet");
  });

  test("of the longest address is taken back", () => {
    const after = `${"j".repeat(1023)}@${"c".repeat(1023)}`;
    expect(tokens.open(ROMEO, tokens.seal(ROMEO, { ...page, after }))).toEqual({ ...page, after });
  });

  // holds: token-bound-to-asker
  test("is nothing to another asker, another store or another purpose", () => {
    const text = tokens.seal(ROMEO, start);
    expect(tokens.open("mercutio@capulet.lit", text)).toBeUndefined();
    const elsewhere = createSyncTokens(createTokenSigner(new Uint8Array(32).fill(8), "sync"));
    expect(elsewhere.open(ROMEO, text)).toBeUndefined();
    expect(createSyncTokens(createTokenSigner(SECRET, "media")).open(ROMEO, text)).toBeUndefined();
  });

  test.each([
    ["start", start],
    ["page", page],
  ])("with any bit flipped or byte missing is nothing: %s", (_name, token) => {
    const text = tokens.seal(ROMEO, token);
    const bytes = Buffer.from(text, "base64url");
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(tokens.open(ROMEO, flipped.toString("base64url"))).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(tokens.open(ROMEO, bytes.subarray(0, length).toString("base64url"))).toBeUndefined();
    }
    expect(tokens.open(ROMEO, `${text}A`)).toBeUndefined();
    expect(tokens.open(ROMEO, `${text}=`)).toBeUndefined();
  });

  test("too long for one is not even looked at", () => {
    const signer = createTokenSigner(SECRET, "sync");
    const unwilling = createSyncTokens({
      ...signer,
      open: () => {
        throw new Error("looked at");
      },
    });
    expect(unwilling.open(ROMEO, "A".repeat(1_000_000))).toBeUndefined();
  });

  test.each(["", " ", "AQ-token-1", "…", "\0", "=".repeat(100), "A".repeat(1_000_000)])(
    "is not made up: %#",
    (text) => {
      expect(tokens.open(ROMEO, text)).toBeUndefined();
    },
  );
});
