import { expect, test } from "@jest/globals";
import type { Shown } from "@status-scheme/client-plugin";
import { labelOf, tame } from "../src/label.ts";
import { createDictionary } from "../src/words.ts";

const now = new Date(2026, 10, 22, 12, 0).getTime();
const dictionary = createDictionary(() => {});
function label(shown: Partial<Shown> | undefined, language = "en", name = "Juliet") {
  const base = { contact: "juliet@capulet.lit", loggedIn: true, state: "available", show: "available", fresh: true };
  const one = shown && ({ ...base, ...shown } as Shown);
  return labelOf(one, { name, now, ...dictionary.find([language]) });
}
const look = (text?: string, desc?: string): NonNullable<Shown["look"]> => ({
  state: "available",
  ...(text !== undefined && { text }),
  texts: [],
  offered: [],
  media: [{ kind: "image", mediaType: "", size: 0, hash: "", bytes: new Uint8Array(), url: "", ...(desc && { desc }) }],
});

test("says who, what they say of it, and the state", () => {
  expect(label({ state: "dnd", show: "dnd" })).toBe("Juliet: Do not disturb");
  expect(label({ look: look("Out on the balcony", "Juliet waves") })).toBe("Juliet: Out on the balcony, Available");
  expect(label({ look: look(undefined, "Juliet waves") })).toBe("Juliet: Juliet waves, Available");
  expect(label({ status: "here and there" })).toBe("Juliet: here and there, Available");
  expect(label(undefined)).toBe("Juliet: Not logged in");
  expect(label({}, "en", "")).toBe("Available");
});

test("says a state of the owner's own, with its base", () => {
  expect(label({ state: "in_a_meeting", show: "dnd" })).toBe("Juliet: in a meeting (Do not disturb)");
  expect(label({ state: "toString", show: "dnd" })).toBe("Juliet: toString (Do not disturb)");
});

test("says until when, in the person's language", () => {
  const until = new Date(2026, 10, 22, 14, 30).getTime();
  expect(label({ until })).toMatch(/^Juliet: Available, until 2:30\sPM$/);
  expect(label({ until }, "de-CH")).toBe("Juliet: Verfügbar, bis 14:30");
  expect(label({ until: until + 86_400_000 })).toContain("Nov 23, 2026");
  expect(label({ until: now - 1 })).toBe("Juliet: Available");
  expect(label({ until: 1e300 })).toBe("Juliet: Available");
});

test("speaks the languages that are added, and other words", () => {
  dictionary.add("fr", { states: { away: "Absente", eating: "À table" } });
  expect(label({ state: "eating", show: "away" }, "fr-CA")).toBe("Juliet: À table (Absente)");
  expect(label({}, "fr")).toBe("Juliet: Available");
  dictionary.add("de", { states: { xa: "Lange weg" } });
  expect(label({ state: "xa", show: "xa" }, "de")).toBe("Juliet: Lange weg");
  expect(label({}, "la")).toBe("Juliet: Available");
});

test("a text leaves alone what stands beside it", () => {
  expect(tame("one\ntwo\u2029three\u0000")).toBe("one two three");
  expect(tame("\u202Eevil")).toBe("evil");
  expect(tame("שלום")).toBe("\u2068שלום\u2069");
  const long = tame("x".repeat(100_000));
  expect([long.length, long.endsWith("…")]).toEqual([200, true]);
  expect([...tame("🙂".repeat(1_000))]).toHaveLength(200);
});
