// Vectors, damaged at random but always the same way: whatever comes, it is a value or a SchemeError, and soon.
import { expect, test } from "@jest/globals";
import { stanzaCases } from "@status-scheme/fixtures";
import { DEFAULT_LIMITS, parseXml, SchemeError, validateScheme } from "../src/index.ts";
import type { Element, Scheme } from "../src/index.ts";
import { CODEC_NAMES, codecOf } from "./codecs.ts";
import { random } from "./random.ts";

const SEED = 20261122;
const ROUNDS = 20; // a vector: some 9,000 mutants in all
const { valid, invalid } = stanzaCases();
const PIECES = [
  ...["<", ">", "/>", "'", '"', "&", "&#0;", "]]>", "<![CDATA[", "<!--", "<?", "xmlns=''", "xmlns:a=''", ":", "=", ""],
  ...[
    "\0",
    "\ud800",
    "\u202e",
    "\ufffe",
    "9".repeat(30),
    "-1",
    "NaN",
    "__proto__",
    "constructor",
    " ",
    "🚪",
    "a".repeat(70),
  ],
];

test("mutated text", () => {
  const next = random(SEED);
  const tally = { accepted: 0, refused: 0 };
  for (const { xml, as } of [...valid, ...invalid].filter((found) => found.xml.length < 20_000)) {
    for (let round = 0; round < ROUNDS; round++) attempt(as, () => parseXml(mutateText(xml, next)), tally);
  }
  expect(tally.accepted).toBeGreaterThan(500);
  expect(tally.refused).toBeGreaterThan(3_000);
});

test("mutated trees, which a stream could bring", () => {
  const next = random(SEED);
  const tally = { accepted: 0, refused: 0 };
  for (const { xml, as } of valid) {
    for (let round = 0; round < ROUNDS; round++) attempt(as, () => mutateTree(parseXml(xml), next), tally);
  }
  expect(tally.accepted).toBeGreaterThan(500);
  expect(tally.refused).toBeGreaterThan(500);
});

test("any payload given to any decoder", () => {
  const tally = { accepted: 0, refused: 0 };
  for (const { xml } of valid) for (const as of CODEC_NAMES) attempt(as, () => parseXml(xml), tally);
  expect(tally.refused).toBeGreaterThan(1_000);
});

/** What was accepted can be written, and read again as the same. */
function attempt(as: string, make: () => Element, tally: { accepted: number; refused: number }): void {
  const { decode, encode } = codecOf(as);
  try {
    const value = decode(make());
    const written = encode(value);
    expect(decode(written)).toEqual(value);
    tally.accepted++;
    if (as === "Scheme") validateScheme(value as Scheme, DEFAULT_LIMITS);
  } catch (error) {
    if (!(error instanceof SchemeError)) throw error;
    tally.refused++;
  }
}

function mutateText(text: string, next: (bound: number) => number): string {
  const at = next(text.length);
  const length = next(12);
  switch (next(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + PIECES[next(PIECES.length)]! + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length);
    default:
      return text.slice(0, at) + PIECES[next(PIECES.length)]! + text.slice(at + length);
  }
}

function mutateTree(root: Element, next: (bound: number) => number): Element {
  const all = [root];
  for (const found of all) all.push(...found.getChildElements());
  const target = all[next(all.length)]!;
  const names = Object.keys(target.attrs);
  const piece = PIECES[next(PIECES.length)]!;
  switch (next(5)) {
    case 0:
      target.attrs[names[next(names.length)] ?? "owner"] = piece;
      break;
    case 1:
      Reflect.deleteProperty(target.attrs, names[next(names.length)] ?? "xmlns");
      break;
    case 2:
      target.children = [piece];
      break;
    case 3:
      target.parent?.append(target);
      break;
    default:
      target.children = [];
  }
  return root;
}
