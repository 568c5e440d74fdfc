import { describe, expect, test } from "@jest/globals";
import { parseSchemeYaml } from "../src/parse.ts";

const parse = (...lines: string[]) => parseSchemeYaml(lines.join("\n"), "scheme.yaml");
const problems = (...lines: string[]) => parse(...lines).problems.map(({ line, message }) => `${line}: ${message}`);

describe("a scheme as people write it", () => {
  test("in short", () => {
    const { looks, problems } = parse("dnd:", "  text: Busy", "  image: door.png", "  desc: A closed door");
    expect(problems).toEqual([]);
    expect(looks).toEqual([
      {
        state: "dnd",
        text: [{ lang: "", text: "Busy" }],
        media: [{ kind: "image", file: "door.png", desc: [{ lang: "", text: "A closed door" }], line: 3 }],
        line: 1,
      },
    ]);
  });

  test("in full", () => {
    const { looks, problems } = parse(
      "in_a_meeting:",
      "  show: dnd",
      "  text: { en: In a meeting, it: In riunione }",
      "  image: { file: still.png, desc: { en: Still } }",
      "  animation:",
      "    file: moving.gif",
      "    desc: { en: Moving }",
    );
    expect(problems).toEqual([]);
    expect(looks[0]).toMatchObject({
      show: "dnd",
      text: [
        { lang: "en", text: "In a meeting" },
        { lang: "it", text: "In riunione" },
      ],
      media: [
        { kind: "image", file: "still.png", desc: [{ lang: "en", text: "Still" }] },
        { kind: "animation", file: "moving.gif", desc: [{ lang: "en", text: "Moving" }] },
      ],
    });
  });

  test("with nothing in it", () => {
    expect(parse("# nothing yet")).toEqual({ looks: [], problems: [] });
  });

  test("texts that YAML would take for something else are asked for in quotes; those it does not are texts", () => {
    expect(parse("dnd:", "  text: no").looks[0]!.text).toEqual([{ lang: "", text: "no" }]);
    expect(parse("dnd:", '  text: "7"').looks[0]!.text).toEqual([{ lang: "", text: "7" }]);
    expect(problems("dnd:", "  text: 7")).toEqual(["2: dnd, text: expected a text; put it in quotes"]);
    expect(parse("dnd:", "  text: |", "    Busy").looks[0]!.text).toEqual([{ lang: "", text: "Busy" }]);
  });
});

test("every problem is listed, with its line", () => {
  expect(
    problems(
      "dnd:",
      "  txt: Busy",
      "  image: [door.png]",
      "In a meeting:",
      "  text: x",
      "eating:",
      "  show: hungry",
      "  text: { english_: Eating, it: }",
      "away:",
      "  desc: of nothing",
      "  animation: { desc: x, file: }",
      "xa: gone",
    ),
  ).toEqual([
    '2: dnd: "txt" is not known; known are show, text, desc, image, animation, audio, video',
    "3: dnd, image: expected a text",
    '4: "In a meeting" is not a state: 1 to 64 of a-z, 0-9 and _',
    '7: eating, show: "hungry" is none of available, chat, away, dnd, xa',
    '8: eating, text: "english_" is not a language tag such as en or pt-BR',
    "8: eating, text, it: expected a text",
    "10: away, desc: there is nothing to describe",
    "11: away, animation, file: expected a text",
    "12: xa: expected names with values below it",
  ]);
});

test.each([
  ["broken YAML", ["dnd:", "  text: 'Busy"], /^2: /],
  ["the same state twice", ["dnd:", "  text: a", "dnd:", "  text: b"], /^3: .*unique/],
  ["a list", ["- dnd"], /^1: the scheme: expected names/],
  ["an alias, which could multiply", ["dnd: &a", "  text: x", "xa: *a"], /^3: xa: expected names/],
  ["a name that is no text", ["? [dnd]", ": {}"], /a name has to be a text/],
])("%s is a problem, not a failure", (_name, lines, expected) => {
  expect(problems(...lines)).toEqual(expect.arrayContaining([expect.stringMatching(expected)]));
});

test("a nest of aliases is read in no time", () => {
  const levels = Array.from({ length: 30 }, (_, at) => `a${at}: &a${at} [${at ? `*a${at - 1}, *a${at - 1}` : "x"}]`);
  expect(problems(...levels).length).toBeGreaterThan(0);
});

test.each([
  ["brackets", "[".repeat(250_000)],
  ["braces", "{a: ".repeat(60_000)],
])("%s without end are not begun with: the parser would need very long", (_, source) => {
  const problem = { file: "scheme.yaml", line: 1, message: "more brackets than a scheme has" };
  expect(parseSchemeYaml(source, "scheme.yaml")).toEqual({ looks: [], problems: [problem] });
});

test.each([
  ["anchors", "&a ", 80_000],
  ["aliases", "*a ", 80_000],
  ["quotes", "'a' ", 60_000],
  ["tags", "!!a ", 50_000],
])("a line of %s is told of in no time, and not word by word", (_, word, count) => {
  const { looks, problems } = parseSchemeYaml(word.repeat(count), "scheme.yaml");
  expect(looks).toEqual([]);
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThanOrEqual(100);
});
