// Presence is state: however much comes at once, and however slowly it is applied, what counts is what was said last.
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { createLog } from "../../src/log.ts";
import { addressOf } from "../../src/xmpp/address.ts";
import { createGate } from "../../src/xmpp/gate.ts";
import type { Gate } from "../../src/xmpp/gate.ts";
import type { LastWords, Word } from "../../src/xmpp/last-words.ts";
import { createLastWords } from "../../src/xmpp/last-words.ts";

const ORCHARD = "romeo@montague.lit/orchard";

let told: string[];
let log: string[];
/** Awaited by each word before it is applied. */
let onWord: (word: Word, fullJid: string) => Promise<unknown>;
let gate: Gate;
let words: LastWords;
beforeEach(() => begin());
afterEach(() => void jest.useRealTimers());

function begin(places = { total: 100_000, perAsker: 64 }) {
  told = [];
  log = [];
  onWord = async () => undefined;
  const apply = (word: Word) => async (fullJid: string) => {
    await onWord(word, fullJid);
    told.push(`${word} ${fullJid}`);
  };
  gate = createGate(places);
  words = createLastWords({
    listeners: { available: apply("available"), unavailable: apply("unavailable") },
    gate,
    log: createLog("info", { write: (line) => void log.push(line) }),
  });
}
const hear = (word: Word, fullJid = ORCHARD) => words.hear(addressOf(fullJid)!, word);
const all = () => expect(gate.empty(5_000)).resolves.toBe(true);
/** Nothing is applied until this is called. */
function hold() {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  onWord = () => promise;
  return () => resolve(undefined);
}

test("what is said while much is under way is applied when there is time: as it was said last", async () => {
  const release = hold();
  for (let i = 0; i < 100; i++) hear("available", `servant${i}@capulet.lit/hall`);
  for (const word of ["available", "unavailable", "available", "unavailable"] as const) hear(word);
  hear("available", "juliet@capulet.lit/balcony");
  release();
  await all();
  expect(told).toContain("available juliet@capulet.lit/balcony");
  expect(told.filter((line) => line.endsWith(ORCHARD))).toEqual([`unavailable ${ORCHARD}`]);
  expect(told).toHaveLength(102);
});

test("who went and came again comes anew", async () => {
  const release = hold();
  for (const word of ["available", "unavailable", "available", "available"] as const) hear(word);
  release();
  await all();
  expect(told).toEqual(["available", "unavailable", "available"].map((word) => `${word} ${ORCHARD}`));
});

test("who says much keeps nobody waiting", async () => {
  let flaps = 0;
  onWord = async (_word, fullJid) => {
    if (fullJid === ORCHARD && ++flaps < 100) hear(flaps % 2 === 0 ? "available" : "unavailable");
    await new Promise((resolve) => setImmediate(resolve));
  };
  hear("available");
  for (let i = 0; i < 60; i++) hear("available", `servant${i}@capulet.lit/hall`);
  await all();
  expect(told.filter((line) => !line.endsWith(ORCHARD))).toHaveLength(60);
  expect(told.indexOf("available servant59@capulet.lit/hall")).toBeLessThan(100);
});

test("what comes too often is applied later, and its end at once", async () => {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate"] });
  let isTooOften = true;
  onWord = async (word) => {
    if (isTooOften && word === "available") throw new SchemeError("rate-exceeded", { after: 2 });
  };
  hear("available");
  hear("available", "juliet@capulet.lit/balcony");
  await jest.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual([]);
  hear("unavailable", "juliet@capulet.lit/balcony");
  await jest.advanceTimersByTimeAsync(500);
  expect(told).toEqual(["unavailable juliet@capulet.lit/balcony"]);
  await jest.advanceTimersByTimeAsync(2_000);
  expect(told).toHaveLength(1);
  isTooOften = false;
  await jest.advanceTimersByTimeAsync(2_000);
  expect(told.at(-1)).toBe(`available ${ORCHARD}`);
  expect(jest.getTimerCount()).toBe(0);
});

test("a stop waits for what is under way, and for nothing that was put off", async () => {
  onWord = (word) => (word === "available" ? Promise.reject(new SchemeError("rate-exceeded", { after: 60 })) : all());
  hear("available");
  await new Promise((resolve) => setImmediate(resolve));
  words.close();
  await all();
  // What comes in the meantime is not put off any more.
  hear("available");
  await all();
  expect(told).toEqual([]);
  expect(log).toEqual([]);
});

test("is bounded: one account's share does not grow, and what is dropped is said once", async () => {
  begin({ total: 1_000, perAsker: 10 });
  const release = hold();
  for (let i = 0; i < 500; i++) hear("available", `romeo@montague.lit/${i}`);
  hear("available", "juliet@capulet.lit/balcony");
  release();
  await all();
  expect(told).toHaveLength(11);
  expect(told).toContain("available juliet@capulet.lit/balcony");
  expect(log).toEqual([expect.stringContaining("presence was dropped")]);
  expect(log[0]).not.toContain("romeo");
});
