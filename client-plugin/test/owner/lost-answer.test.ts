import { expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import type { Medium, StampedScheme } from "@status-scheme/protocol";
import { findPublished } from "../../src/owner/lost-answer.ts";
import { JULIET } from "../viewer/support/juliet.ts";
import { S1, S2 } from "../viewer/support/values.ts";

const text = [{ lang: "en", text: "Please do not disturb" }];
const desc = [{ lang: "en", text: "A closed door" }];
const medium = (hash: string): Medium => ({
  kind: "image",
  mediaType: "image/png",
  size: 7,
  desc,
  hash,
  sources: [],
});
const schemeWith = (hash: string, words = text, stamp = S2): StampedScheme => ({
  owner: JULIET,
  stamp,
  looks: [{ state: "dnd", text: words, media: [medium(hash)] }],
});
const LOST = new SchemeError("try-later");
const publish = { scheme: schemeWith("of-the-upload"), uploaded: new Set(["of-the-upload"]), before: undefined };
const has = (stored: StampedScheme | undefined) => ({ fetch: () => Promise.resolve(stored) });

test("a publish that is found stored, with the media as the service made them, was answered", async () => {
  const stored = schemeWith("of-what-is-served", [{ lang: "EN", text: text[0]!.text }]);
  await expect(findPublished(LOST, publish, has(stored))).resolves.toBe(stored);
});

test.each([
  ["nothing is stored", has(undefined), publish],
  ["the service cannot be asked", { fetch: () => Promise.reject(new SchemeError("try-later")) }, publish],
  [
    "what was there before is stored",
    has(schemeWith("x", text, S1)),
    { ...publish, before: schemeWith("x", text, S1) },
  ],
  ["another device published other words", has(schemeWith("x", [{ lang: "en", text: "Elsewhere" }])), publish],
  ["another device published another medium", has(schemeWith("x")), { ...publish, uploaded: new Set<string>() }],
  ["another device cleared it", has({ owner: JULIET, stamp: S2, looks: [] }), publish],
])("where %s, it failed", async (_, own, lost) => {
  await expect(findPublished(LOST, lost, own)).rejects.toBe(LOST);
});

test("an answer needs no second look", async () => {
  const conflict = new SchemeError("conflict");
  await expect(findPublished(conflict, publish, has(schemeWith("of-the-upload")))).rejects.toBe(conflict);
});
