import { describe, expect, test } from "@jest/globals";
import { bareJid, fullJid, onlyBareJid, parseJid, SchemeError } from "../src/index.ts";
import { random } from "./random.ts";

describe("parseJid", () => {
  test.each([
    ["capulet.lit", { domain: "capulet.lit" }],
    ["Juliet@CAPULET.lit", { local: "juliet", domain: "capulet.lit" }],
    ["juliet@capulet.lit/", undefined],
    ["juliet@capulet.lit/Balcony", { local: "juliet", domain: "capulet.lit", resource: "Balcony" }],
    ["capulet.lit/a@b/c d", { domain: "capulet.lit", resource: "a@b/c d" }],
    ["juliet@[2001:DB8::1]/x", { local: "juliet", domain: "[2001:db8::1]", resource: "x" }],
    ["juliet@192.0.2.1", { local: "juliet", domain: "192.0.2.1" }],
    ["capulet.lit.", { domain: "capulet.lit" }],
    ["juliet@capulet..lit", undefined],
    ["@capulet.lit", undefined],
    ["my_host.example", { domain: "my_host.example" }],
    ["ΑΣ@example.org", { local: "ας", domain: "example.org" }],
    ["juliet@capulet.lit/👩‍💻\u00a0x", { local: "juliet", domain: "capulet.lit", resource: "👩‍💻 x" }],
    ["juliet@capulet.lit/\u202ex", undefined],
    ["juliet@capulet.lit/a\nb", undefined],
    ["juliet\\20capulet@capulet.lit", { local: "juliet\\20capulet", domain: "capulet.lit" }],
    ["a#b!c=d@capulet.lit", { local: "a#b!c=d", domain: "capulet.lit" }],
    ["\ud800@capulet.lit", undefined],
    ["ju#liet.lit", undefined],
  ])("%j", (text, expected) => {
    const parse = () => parseJid(text, "from");
    if (expected) expect(parse()).toEqual(expected);
    else
      expect(parse).toThrow(
        expect.objectContaining({ code: "bad-request", detail: expect.objectContaining({ what: "from" }) }),
      );
  });

  test("refuses what is far too long before any work on it", () => {
    expect(() => parseJid(`${"x".repeat(10_000)}@capulet.lit`)).toThrow("too long for a JID");
    expect(() => parseJid(`${"x".repeat(1024)}@capulet.lit`)).toThrow("not a JID");
    expect(parseJid(`${"x".repeat(1023)}@capulet.lit`)).toEqual({ local: "x".repeat(1023), domain: "capulet.lit" });
  });

  test("what it gives, it takes again unchanged", () => {
    const next = random(7);
    const letters = "aZ0.-_@/é\u0301ß İKſΣς½ﬁＡ。\u1e9e\u0345ǅ가\u1100ي\u{1d400}👍".split(/(?:)/u);
    let accepted = 0;
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: 1 + next(8) }, () => letters[next(letters.length)]).join("");
      try {
        const full = fullJid(`${text}@x.lit/r`);
        expect(fullJid(full)).toBe(full);
        accepted++;
      } catch (error) {
        if (!(error instanceof SchemeError)) throw error;
      }
    }
    expect(accepted).toBeGreaterThan(500);
  });
});

test("bareJid drops a resource, fullJid wants one, onlyBareJid refuses one", () => {
  expect(bareJid("Juliet@capulet.lit/Balcony")).toBe("juliet@capulet.lit");
  expect(bareJid("capulet.lit")).toBe("capulet.lit");
  expect(fullJid("Juliet@capulet.lit/Balcony")).toBe("juliet@capulet.lit/Balcony");
  expect(() => fullJid("juliet@capulet.lit", "from")).toThrow("what from, reason not a full JID");
  expect(onlyBareJid("Juliet@capulet.lit", "owner")).toBe("juliet@capulet.lit");
  expect(() => onlyBareJid("juliet@capulet.lit/Balcony", "owner")).toThrow("what owner, reason not a bare JID");
});
