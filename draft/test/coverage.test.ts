// The draft and the code, compared both ways: elements, attributes and their values, limits, errors, features, verbs. What one
// of them has and the other lacks is named.
import { describe, expect, test } from "@jest/globals";
import { stanzaCases } from "@status-scheme/fixtures";
import {
  ACCESS_MODELS,
  DEFAULT_LIMITS,
  element,
  encodeError,
  ERRORS,
  LIMIT_NAMES,
  MEDIUM_KINDS,
  NS,
  NS_DATA_FORMS,
  NS_DISCO_INFO,
  parseXml,
  SchemeError,
  SHOWS,
  stanza,
} from "@status-scheme/protocol";
import type { Element, ErrorCode, ErrorDetail, Stamp } from "@status-scheme/protocol";
import * as protocol from "@status-scheme/protocol";
import { codecOf } from "../../protocol/test/codecs.ts";
import { readDraft } from "../src/index.ts";
import type { Table } from "../src/index.ts";
import { collect, noPlaces, watch } from "./support/reading.ts";
import { readSchema } from "./support/schema.ts";
import { SERVICE, startService } from "./support/service.ts";

const { schema: xsd, sections, tables, examples } = readDraft();
const schema = readSchema(xsd);
const tableWith = (...columns: string[]): Table => {
  const found = tables.filter((table) => columns.every((column, index) => table.columns[index] === column));
  if (found.length !== 1) throw new Error(`${String(found.length)} tables with ${columns.join(", ")}`);
  return found[0]!;
};
/** What stands in backticks in the prose, in single words. */
const told = new Set(
  sections.flatMap(({ body }) => {
    const prose = body.replace(/^```[^]*?^```$/gm, "");
    return [...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code!.match(/[\w:-]+/g) ?? []);
  }),
);
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

describe("limits", () => {
  const rows = Object.fromEntries(tableWith("name", "default").rows.map(([name, value]) => [name, Number(value)]));

  test("of the table are those of the code", () => {
    expect(rows).toEqual(DEFAULT_LIMITS);
  });

  test("of the table are those that the service advertises", async () => {
    const { query, stop } = await discoInfo();
    const fields = query.getChild("x", NS_DATA_FORMS)!.getChildren("field");
    const values = fields.map((field) => [field.attrs.var!, Number(field.getChild("value")?.getText())] as const);
    const limits = values.filter(([name]) => name !== "FORM_TYPE" && name !== "media-origins");
    expect(Object.fromEntries(limits)).toEqual(rows);
    await stop();
  });

  test("of the schema are those of the code", () => {
    expect(schema.enumerations.get("Limit")).toEqual(LIMIT_NAMES);
  });
});

describe("errors", () => {
  const CODES = Object.keys(ERRORS) as ErrorCode[];
  const EVERYTHING: Required<ErrorDetail> = {
    ...{ limit: "image-bytes", max: 1, actual: 2, look: "dnd", medium: "image", what: "look", reason: "why" },
    ...{ stamp: "2026-11-22T08:30:00.123Z" as Stamp, version: "1", after: 5 },
  };
  const written = CODES.map((code) => encodeError(new SchemeError(code, EVERYTHING)));
  const ownOf = (error: Element) => error.getChildElements().find((child) => child.getNS() === NS);

  test("of the table are those of the code, with condition, type, element and HTTP status", () => {
    const rows = tableWith("name", "condition (type)", "own element", "HTTP").rows.map(
      ([name, condition, own, http]) => {
        const [, defined, type] = /^(\S+) \((\w+)\)$/.exec(condition!) ?? [];
        return [
          name!,
          { condition: defined, type, ...(own && { element: own.replaceAll("`", "") }), http: Number(http) },
        ];
      },
    );
    expect(Object.fromEntries(rows)).toEqual(ERRORS);
  });

  test("have own elements with the attributes that the table says, the schema declares and the code writes", () => {
    const rows = tableWith("own element", "attributes").rows.map(([own, attributes]) => {
      return [own!.replaceAll("`", ""), sorted([...attributes!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))];
    });
    const inCode = written.map(ownOf).filter((own) => own !== undefined);
    const byCode = inCode.map((own) => [
      own.getName(),
      sorted(Object.keys(own.attrs).filter((name) => name !== "xmlns")),
    ]);
    const bySchema = rows.map(([own]) => [
      own,
      sorted(
        [...schema.attributes]
          .filter((place) => place.startsWith(`${own as string}@`))
          .map((place) => place.split("@")[1]!),
      ),
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(byCode));
    expect(Object.fromEntries(bySchema)).toEqual(Object.fromEntries(byCode));
  });
});

describe("elements and attributes", () => {
  const { valid, invalid } = stanzaCases();
  const [written, read] = [noPlaces(), noPlaces()];
  for (const { as, value, canonical } of valid) if (canonical) collect(codecOf(as).encode(value), written);
  for (const { as, xml } of [...valid, ...invalid]) {
    try {
      const payload = parseXml(xml);
      watch(payload, read);
      codecOf(as).decode(payload);
    } catch (error) {
      if (!(error instanceof SchemeError)) throw error;
    }
  }
  /** A language is inherited: it is read there, and not written there. */
  const INHERITED = ["scheme@xml:lang", "look@xml:lang", "media@xml:lang"];
  const declared = sorted(schema.attributes);

  test("that the code writes are declared by the schema, and those that the schema declares are written", () => {
    expect(sorted([...written.attributes, ...INHERITED])).toEqual(declared);
    expect(sorted(written.children)).toEqual(sorted(schema.children));
  });

  test("that the code reads are declared by the schema, and those that the schema declares are read", () => {
    expect(sorted(read.attributes)).toEqual(declared);
    expect(sorted(read.children)).toEqual(sorted(schema.children));
  });

  test("of the schema are told of in the text", () => {
    const names = sorted([...schema.elements, ...declared.map((place) => place.split("@")[1]!)]);
    expect(names.filter((name) => !told.has(name))).toEqual([]);
  });

  test("of the schema are shown in an example", () => {
    const shown = noPlaces();
    for (const { xml } of examples) collect(parseXml(xml), shown);
    expect(sorted(schema.children).filter((place) => !shown.children.has(place))).toEqual([]);
    const notShown = declared.filter((place) => !shown.attributes.has(place));
    expect(notShown.filter((place) => !/@(xml:lang|after|reason|look|medium|what)$/.test(place))).toEqual([]);
  });

  test("have the values that the code knows", () => {
    expect(schema.enumerations.get("Show")).toEqual(SHOWS);
    expect(schema.enumerations.get("Kind")).toEqual(MEDIUM_KINDS);
    for (const model of ACCESS_MODELS) expect(told).toContain(model);
  });
});

test("features and namespaces of ours are the same in text and code", () => {
  const text = sections.map(({ body }) => body).join("\n");
  const inText = sorted([...text.matchAll(/urn:xmpp:status-scheme:\d+(?:#[a-z]+)?/g)].map(([found]) => found));
  const inCode = Object.values(protocol).filter(
    (value) => typeof value === "string" && value.startsWith("urn:xmpp:status-scheme"),
  );
  expect(inText).toEqual(sorted(inCode as string[]));
});

test("what the service answers to is in the schema, and every feature it advertises in the text", async () => {
  const { query, verbs, stop } = await discoInfo();
  expect(verbs.filter((name) => !schema.roots.includes(name))).toEqual([]);
  const text = sections.map(({ body }) => body).join("\n");
  for (const { attrs } of query.getChildren("feature")) expect(text).toContain(attrs.var);
  await stop();
});

/** The service's answer, and the names of the elements of our namespace that it answers to. */
async function discoInfo() {
  const { feed, idle, sent, stop, verbs } = await startService();
  feed(
    stanza(
      "iq",
      { type: "get", id: "1", from: "romeo@capulet.lit/orchard", to: SERVICE },
      element(NS_DISCO_INFO, "query"),
    ),
  );
  await idle();
  return { query: sent[0]!.getChild("query", NS_DISCO_INFO)!, verbs, stop };
}
