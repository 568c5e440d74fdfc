// What operators type, read; and what they are answered, printed.
import { describe, expect, test } from "@jest/globals";
import { base64OfHex } from "@status-scheme/protocol";
import { configOf } from "../src/config.ts";
import { print } from "../src/operator/answer.ts";
import { HASH, OWNER, REASON } from "../src/operator/arguments.ts";
import { readRequest } from "../src/operator/request.ts";

const HEX = "0123456789abcdef".repeat(4);

describe("an argument", () => {
  test("of a hash is hex in any case, or base64", () => {
    for (const text of [HEX, HEX.toUpperCase(), base64OfHex(HEX)]) expect(HASH.parse(text)).toBe(HEX);
    for (const text of ["", HEX.slice(1), `${HEX}0`, "g".repeat(64), ` ${HEX}`]) {
      expect(HASH.parse(text)).toBeUndefined();
    }
  });

  test("of an owner is a bare JID, prepared", () => {
    expect(OWNER.parse("Juliet@CAPULET.lit")).toBe("juliet@capulet.lit");
    for (const text of ["capulet.lit", "juliet@capulet.lit/balcony", "@", ""])
      expect(OWNER.parse(text)).toBeUndefined();
  });

  test("of a reason is one line that XML can carry, and not too long", () => {
    expect(REASON.parse("spam: see report 7 …")).toBe("spam: see report 7 …");
    for (const text of ["", "two\nlines", "\u001b[2J", "\ud800", "x".repeat(501)]) {
      expect(REASON.parse(text)).toBeUndefined();
    }
  });
});

describe("a command line", () => {
  test.each([
    ["suspend", ["juliet@capulet.lit"], "spam", { name: "suspend", target: "juliet@capulet.lit", reason: "spam" }],
    ["block-hash", [HEX.toUpperCase()], undefined, { name: "block-hash", target: HEX }],
    ["audit", [], undefined, { name: "audit" }],
    ["audit", ["7"], undefined, { name: "audit", target: "7" }],
    ["audit", ["0"], undefined, "audit takes no more than the number of an entry, to go on before it."],
    ["suspend", [], undefined, "suspend takes one bare JID, such as juliet@capulet.lit."],
    ["blocked", ["all"], undefined, "blocked takes nothing."],
    ["constructor", [], undefined, "There is no command constructor."],
  ] as const)("%s %j %s", (name, targets, reason, expected) => {
    expect(readRequest(name, targets, reason)).toEqual(expected);
  });
});

test("what others wrote neither steers a terminal nor makes rows of its own", () => {
  const columns = ["Number", "Text"].map((label) => ({ name: label, label }));
  const rows = [["1", "\u001b[2J\u009b1A\n2\tspam\u202e\u2028"]];
  expect(print({ text: "Open reports: 1.", table: { columns, rows } })).toBe(
    "Number\tText\n1\t\ufffd[2J\ufffd1A\ufffd2\ufffdspam\ufffd\ufffd\nOpen reports: 1.\n",
  );
  expect(print({ text: "No open reports.", table: { columns, rows: [] } })).toBe("No open reports.\n");
});

test("administrators are bare JIDs", () => {
  const xmpp = { domain: "schemes.capulet.lit", secret: "sesame", serves: ["capulet.lit"] };
  expect(configOf({ xmpp }).xmpp.admins).toBeUndefined();
  expect(configOf({ xmpp: { ...xmpp, admins: ["Escalus@capulet.lit"] } }).xmpp.admins).toEqual(["escalus@capulet.lit"]);
  for (const admin of ["capulet.lit", "escalus@capulet.lit/hall", ""]) {
    expect(() => configOf({ xmpp: { ...xmpp, admins: [admin] } })).toThrow("xmpp.admins");
  }
});
