// What is left of looks when media are taken out of them.
import { describe, expect, test } from "@jest/globals";
import { base64OfHex, validateScheme } from "@status-scheme/protocol";
import type { Look, Medium, MediumKind } from "@status-scheme/protocol";
import { hashesIn, withoutMedia } from "../../src/service/without-media.ts";
import { JULIET } from "./world.ts";

const KINDS: readonly MediumKind[] = ["image", "animation", "audio", "video"];
const hashOf = (kind: MediumKind) => String(KINDS.indexOf(kind)).repeat(64);
const TEXT = [{ lang: "en", text: "Good night" }];
const medium = (kind: MediumKind): Medium => ({
  ...{ kind, mediaType: "x/y", size: 1, desc: TEXT, hash: base64OfHex(hashOf(kind)), sources: [] },
});
const look = (kinds: readonly MediumKind[], text = TEXT): Look => ({ state: "dnd", text, media: kinds.map(medium) });
const left = (of: Look, ...blocked: readonly MediumKind[]) => {
  const out = new Set(blocked.map(hashOf));
  const { looks } = withoutMedia({ owner: JULIET, looks: [of] }, (hash) => out.has(hash));
  return looks[0]?.media.map(({ kind }) => kind);
};

// holds: rest-of-look-keeps-rules
describe("a look", () => {
  test.each<[readonly MediumKind[], MediumKind, readonly MediumKind[]]>([
    [["image"], "image", []],
    [["image", "audio"], "image", ["audio"]],
    [["image", "animation"], "animation", ["image"]],
    [["image", "animation"], "image", []],
    [["image", "video", "audio"], "image", ["audio"]],
    [["image", "animation", "video"], "video", ["image", "animation"]],
  ])("with %j that loses its %s has %j", (kinds, blocked, expected) => {
    expect(left(look(kinds), blocked)).toEqual(expected);
  });

  // holds: empty-look-leaves-scheme
  test("that has nothing left goes", () => {
    expect(left(look(["image"], []), "image")).toBeUndefined();
    expect(left(look(["image", "animation"], []), "image")).toBeUndefined();
    expect(left(look(["image", "audio"], []), "image")).toEqual(["audio"]);
  });

  test("without anything blocked is as it was, one that breaks the rules as well", () => {
    expect(left(look(["animation"]), "image")).toEqual(["animation"]);
  });
});

test("whatever is taken out of whatever look, the rest keeps the rules", () => {
  const subsets = Array.from({ length: 16 }, (_, bits) => KINDS.filter((_kind, index) => bits & (1 << index)));
  for (const kinds of subsets) {
    for (const text of [TEXT, []]) {
      const scheme = { owner: JULIET, looks: [look(kinds, text)] };
      try {
        validateScheme(scheme);
      } catch {
        continue;
      }
      for (const blocked of subsets) {
        const out = blocked.map(hashOf);
        const rest = withoutMedia(scheme, (hash) => out.includes(hash));
        expect(() => validateScheme(rest)).not.toThrow();
        expect(hashesIn(rest).filter((hash) => out.includes(hash))).toEqual([]);
      }
    }
  }
});
