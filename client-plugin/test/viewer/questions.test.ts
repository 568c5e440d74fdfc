// What comes back is believed only as far as it answers what was asked, from whoever may know.
import { describe, expect, test } from "@jest/globals";
import {
  DEFAULT_LIMITS,
  element,
  encodeChanged,
  encodeCheckResult,
  encodeFetchResult,
  NS,
  SchemeError,
  stanza,
} from "@status-scheme/protocol";
import type { Element, StampedScheme } from "@status-scheme/protocol";
import { readNotice } from "../../src/viewer/notices.ts";
import { createQuestions } from "../../src/viewer/questions.ts";
import { makeMedium, S1, S2, schemeOf, SERVICE, textLook } from "./support/values.ts";

const JULIET = "juliet@capulet.lit";
const TYBALT = "tybalt@capulet.lit";
const source = { jid: SERVICE, isClient: false, limits: DEFAULT_LIMITS, origins: [] };
const answering = (answer: Element) =>
  createQuestions({ ask: () => Promise.resolve(stanza("iq", { type: "result" }, answer)) });
const changed = (scheme: StampedScheme, owner = JULIET) =>
  encodeFetchResult({ owner, stamp: scheme.stamp, status: "changed", scheme });
const image = makeMedium(new Uint8Array(1));

// holds: answer-to-what-was-asked
describe("check", () => {
  test.each([
    ["about someone else", encodeCheckResult({ owner: TYBALT, status: "none" })],
    ["current, of another stamp", encodeCheckResult({ owner: JULIET, status: "current", stamp: S2 })],
    ["something else", element(NS, "fetch")],
    ["without a stamp", element(NS, "check", { status: "changed" })],
  ])("an answer %s is none", async (_, answer) => {
    await expect(answering(answer).check(source, JULIET, S1)).rejects.toMatchObject({ code: "bad-request" });
  });

  test("an answer that leaves the owner out is about whom was asked", async () => {
    const answer = encodeCheckResult({ status: "changed", stamp: S2 });
    await expect(answering(answer).check(source, JULIET, S1)).resolves.toMatchObject({ stamp: S2 });
  });

  test("what the service refuses is refused", async () => {
    const questions = createQuestions({ ask: () => Promise.reject(new SchemeError("bad-request")) });
    await expect(questions.check(source, JULIET, S1)).rejects.toMatchObject({ code: "bad-request" });
  });
});

// holds: answer-to-what-was-asked, viewer-bounds-schemes
describe("fetch", () => {
  test.each([
    ["about someone else", changed(schemeOf(TYBALT, S2), TYBALT)],
    [
      "of someone else's scheme",
      element(NS, "fetch", { stamp: S2, status: "changed" }, ...[changed(schemeOf(TYBALT, S2)).getChild("scheme")!]),
    ],
    ["current, of another stamp", encodeFetchResult({ owner: JULIET, status: "current", stamp: S2 })],
    [
      "of endless looks",
      changed(schemeOf(JULIET, S2, ...Array.from({ length: 65 }, (_, at) => textLook(`s${at}`, "x", { show: "dnd" })))),
    ],
    [
      "of endless media",
      changed(schemeOf(JULIET, S2, textLook("dnd", "x", { media: Array<typeof image>(5).fill(image) }))),
    ],
  ])("an answer %s is none", async (_, answer) => {
    await expect(answering(answer).fetch(source, JULIET, S1)).rejects.toMatchObject({ code: "bad-request" });
  });

  test("the scheme asked for is taken", async () => {
    const scheme = schemeOf(JULIET, S2, textLook("dnd", "Busy"));
    await expect(answering(changed(scheme)).fetch(source, JULIET, S1)).resolves.toMatchObject({ scheme });
  });
});

// holds: notices-believed-from-listed
describe("a change notice", () => {
  const notice = (from: string, type = "headline", content = encodeChanged({ owner: JULIET, stamp: S1 })) =>
    readNotice(stanza("message", { from, type }, content), (domain) =>
      domain === "capulet.lit" ? [source] : undefined,
    );

  test.each([SERVICE, `${JULIET}/balcony`])("from %s is believed", (from) => {
    expect(notice(from)).toEqual({ from, owner: JULIET, stamp: S1 });
  });
  test.each([
    "schemes.montague.lit",
    TYBALT,
    `${TYBALT}/street`,
    JULIET,
    "capulet.lit",
    `${SERVICE}/x`,
    `${JULIET}.evil.example/x`,
  ])("from %s is not", (from) => {
    expect(notice(from)).toBeUndefined();
  });
  test("that bounced, or cannot be read, is none", () => {
    expect(notice(SERVICE, "error")).toBeUndefined();
    expect(notice(SERVICE, "headline", element(NS, "changed", { owner: JULIET }))).toBeUndefined();
    expect(notice(SERVICE, "headline", element("other", "changed", { owner: JULIET, stamp: S1 }))).toBeUndefined();
  });
});
