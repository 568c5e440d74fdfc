import { expect, test } from "@jest/globals";
import { base64OfHex, hexOfBase64 } from "../src/index.ts";

const HEX = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const BASE64 = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

test("base64 and hex of a SHA-256 are one value", () => {
  expect(hexOfBase64(BASE64)).toBe(HEX);
  expect(base64OfHex(HEX)).toBe(BASE64);
  expect(base64OfHex("00".repeat(32))).toBe(`${"A".repeat(43)}=`);
});

test.each(["", HEX.toUpperCase(), `${HEX}00`, HEX.slice(2), `${HEX}\n`, "../".repeat(21) + "x"])(
  "%j is not the hex of a SHA-256, nor base64",
  (text) => {
    expect(() => base64OfHex(text)).toThrow(expect.objectContaining({ code: "bad-request" }));
    expect(() => hexOfBase64(text)).toThrow(expect.objectContaining({ code: "bad-request" }));
  },
);
