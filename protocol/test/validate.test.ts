// What vectors cannot hold: schemes made by code, and limits of one's own. The rest is in fixtures/stanzas.
import { describe, expect, test } from "@jest/globals";
import { brokenRules, byteLength, DEFAULT_LIMITS, encodeScheme, validateScheme } from "../src/index.ts";
import type { Look, Scheme } from "../src/index.ts";

const of = (...looks: Partial<Look>[]): Scheme => ({
  owner: "juliet@capulet.lit",
  looks: looks.map((look) => ({ state: "dnd", text: [{ lang: "", text: "busy" }], media: [], ...look })),
});
const text = (value: string, lang = "") => ({ text: [{ lang, text: value }] });

describe("a scheme made by code is refused with", () => {
  test.each([
    [
      "a state that is no state",
      of({ state: "In a meeting", show: "dnd" }),
      { reason: "state is not 1 to 64 of a-z, 0-9 and _" },
    ],
    ["a lone surrogate", of(text("\ud83d")), { look: "dnd", reason: "control characters in text" }],
    ["a null character", of(text("a\0b")), { look: "dnd", reason: "control characters in text" }],
    ["a language that is none", of(text("x", "en_GB")), { look: "dnd", reason: "not a language tag" }],
    [
      "two texts of a language",
      of({ text: ["en", "EN"].map((lang) => ({ lang, text: "x" })) }),
      { look: "dnd", reason: "more than one text for a language" },
    ],
  ])("%s", (_, scheme, detail) => {
    expect(() => validateScheme(scheme)).toThrow(expect.objectContaining({ code: "bad-look", detail }));
  });
});

test("a scheme without looks is a cleared one", () => {
  validateScheme(of(), DEFAULT_LIMITS);
});

test("limits that are not given do not limit; rules always hold", () => {
  const scheme = of(text("x".repeat(100_000)));
  validateScheme(scheme);
  expect(() => validateScheme(scheme, { "text-characters": 99_999 })).toThrow(
    expect.objectContaining({ detail: { limit: "text-characters", max: 99_999, actual: 100_000, look: "dnd" } }),
  );
});

test("what moves has a still, unless one may follow", () => {
  const moving = { kind: "animation", mediaType: "image/gif", size: 1, desc: [], hash: "", sources: [] } as const;
  const scheme = of({ media: [moving] });
  validateScheme(scheme, {}, { stillsMayFollow: true });
  expect(() => validateScheme(scheme)).toThrow(
    expect.objectContaining({
      code: "bad-look",
      detail: { look: "dnd", medium: "animation", reason: "no image as its still" },
    }),
  );
  validateScheme(of({ media: [moving, { ...moving, kind: "image" }] }));
});

test("the size of a scheme is that of its XML in UTF-8", () => {
  const scheme = of(text("€uro"));
  const bytes = byteLength(encodeScheme(scheme));
  validateScheme(scheme, { "scheme-bytes": bytes });
  expect(() => validateScheme(scheme, { "scheme-bytes": bytes - 1 })).toThrow(
    expect.objectContaining({ detail: { limit: "scheme-bytes", max: bytes - 1, actual: bytes } }),
  );
});

test("everything that is wrong is told, each at its place", () => {
  const long = [{ lang: "de", text: "x".repeat(129) }];
  const sound = { kind: "audio", mediaType: "audio/ogg", size: 600_000, desc: long, hash: "", sources: [] } as const;
  const scheme: Scheme = {
    owner: "juliet@capulet.lit",
    looks: [
      { state: "dnd", text: [{ lang: "en", text: "a\u0000b" }], media: [] },
      { state: "in_a_meeting", text: long, media: [sound] },
      { state: "away", text: [], media: [] },
    ],
  };
  const limit = { rule: "limit", look: "in_a_meeting" } as const;
  expect([...brokenRules(scheme, DEFAULT_LIMITS)]).toEqual([
    { rule: "characters", look: "dnd", field: "text", lang: "en" },
    { rule: "show", look: "in_a_meeting" },
    { ...limit, field: "text", lang: "de", limit: "text-characters", max: 128, actual: 129 },
    { ...limit, medium: "audio", field: "desc", lang: "de", limit: "text-characters", max: 128, actual: 129 },
    { ...limit, medium: "audio", limit: "audio-bytes", max: 524_288, actual: 600_000 },
    { rule: "words", look: "away" },
  ]);
});
