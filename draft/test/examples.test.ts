// Every example of the draft, executed: decoded to its value, encoded from it, validated by the schema, and, where it is part
// of an exchange with a service, replayed. What shows others, and what stands alone, is executed by tests that
// support/executed.ts names.
import { describe, expect, test } from "@jest/globals";
import { exampleValues } from "@status-scheme/fixtures";
import { parseXml } from "@status-scheme/protocol";
import { readDraft } from "../src/index.ts";
import { FLOWS } from "./flows/index.ts";
import { canonical } from "./support/canonical.ts";
import { disorder } from "./support/conversation.ts";
import { executedIds, NOT_EXECUTED } from "./support/executed.ts";
import { ours } from "./support/ours.ts";
import { replay } from "./support/replay.ts";
import type { Played } from "./support/replay.ts";
import { SERVICE } from "./support/service.ts";
import { decodeExample, encodeExample } from "./support/stanza.ts";
import { validate } from "./support/xmllint.ts";

const { examples, schema } = readDraft();
const values = new Map(exampleValues(examples.map(({ id }) => id)).map((value) => [value.id, value]));
const titled = examples.map((example) => [example.id, example] as const);

describe("decodes to its value, which encodes to it", () => {
  test.each(titled)("%s", (id, { xml }) => {
    const value = values.get(id)!;
    const { stanza, value: expected } = value;
    expect(decodeExample(xml, value)).toEqual({
      ...(stanza && { stanza }),
      ...(expected !== undefined && { value: expected }),
    });
    expect(canonical(encodeExample(value))).toBe(canonical(parseXml(xml)));
  });
});

test("is valid by the schema", () => {
  const documents = examples.flatMap(({ id, xml }) => {
    const root = parseXml(xml);
    // Of an error's request, only the outermost element is there.
    const parts = root.attrs.type === "error" ? root.getChildren("error") : [root];
    return parts.flatMap(ours).map((text) => ({ id, text }));
  });
  expect(documents.length).toBeGreaterThan(0);
  const found = validate(
    schema,
    documents.map(({ text }) => text),
  ).map((messages, index) => ({ id: documents[index]!.id, messages }));
  // What an element of a later version is answered with.
  expect(found.filter(({ id, messages }) => messages.length > 0 && id !== "unknown-verb")).toEqual([]);
});

const flows = Map.groupBy(
  examples.filter(({ flow }) => flow !== undefined),
  ({ flow }) => flow!,
);
/** Of clients among themselves: nothing of the component's takes part. */
const isWithService = (xml: string) => [parseXml(xml).attrs.from, parseXml(xml).attrs.to].includes(SERVICE);

describe("is in order in its flow", () => {
  test.each([...flows])("%s", (_, steps) => {
    expect(disorder(steps)).toEqual([]);
  });
});

describe("is replayed in its flow", () => {
  const withService = [...flows].filter(([, steps]) => steps.some(({ xml }) => isWithService(xml)));
  test.each(withService)("%s", async (name, steps) => {
    for (const { id, xml } of steps) expect([id, isWithService(xml)]).toEqual([id, true]);
    const played = await replay(steps, FLOWS[name]);
    const text = (key: keyof Played) => played.map((step) => `#${step.id}\n${step[key]}`).join("\n");
    expect(text("actual")).toBe(text("expected"));
  });

  // In those flows every step is a request to the service, or what it says.
  test("and every other example somewhere, or it is said why not", () => {
    const replayed = withService.flatMap(([, steps]) => steps.map(({ id }) => id));
    const executed = new Set([...replayed, ...executedIds()]);
    const ids = examples.map(({ id }) => id);
    expect(ids.filter((id) => !executed.has(id)).sort()).toEqual(Object.keys(NOT_EXECUTED).sort());
    expect([...executed].filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("no set-up is for a flow that is not there", () => {
    expect(Object.keys(FLOWS).filter((name) => !flows.has(name))).toEqual([]);
  });
});
