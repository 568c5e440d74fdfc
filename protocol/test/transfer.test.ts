// What of transfers no vector can say: pure functions, and the elements that have nothing to decode.
import { expect, test } from "@jest/globals";
import { NS_BYTESTREAMS, SchemeError } from "../src/index.ts";
import { candidatePriority, destinationAddress, encodeIbbData, encodeStreamhostQuery } from "../src/transfer.ts";

const ROMEO = "romeo@montague.lit/orchard";
const JULIET = "juliet@capulet.lit/balcony";

test.each([
  ["the initiator", ROMEO, JULIET, "972b7bf47291ca609517f67f86b5081086052dad"],
  ["the responder", JULIET, ROMEO, "1a12fb7bc625e55f3ed5b29a53dbe0e4aa7d80ba"],
])("XEP-0260's own example: a candidate offered by %s", async (_, requester, target, address) => {
  expect(await destinationAddress("vj3hs98y", requester, target)).toBe(address);
});

test("a destination address is made of normalised JIDs", async () => {
  const address = await destinationAddress("vj3hs98y", "Romeo@MONTAGUE.lit/orchard", JULIET);
  expect(address).toBe(await destinationAddress("vj3hs98y", ROMEO, JULIET));
});

test("a destination address needs full JIDs", async () => {
  await expect(destinationAddress("vj3hs98y", "romeo@montague.lit", JULIET)).rejects.toThrow(SchemeError);
  await expect(destinationAddress("vj3hs98y", ROMEO, "capulet.lit")).rejects.toThrow(SchemeError);
});

test("priorities put every direct candidate before every proxy", () => {
  expect(candidatePriority("direct")).toBe(8_257_536);
  expect(candidatePriority("proxy", 65_535)).toBeLessThan(candidatePriority("tunnel"));
  expect(candidatePriority("assisted", 65_535)).toBeLessThan(candidatePriority("direct"));
});

test("asking a proxy for its address is an empty element", () => {
  expect(encodeStreamhostQuery().toString()).toBe(`<query xmlns="${NS_BYTESTREAMS}"/>`);
});

test("no block is larger than its number of bytes can be told", () => {
  const write = (length: number) => encodeIbbData({ sid: "a", seq: 0, data: new Uint8Array(length) });
  expect(write(65_535).getText()).toHaveLength(87_380);
  expect(() => write(65_536)).toThrow(SchemeError);
});
