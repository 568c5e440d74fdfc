// The vectors of fixtures/stanzas, each refused by the layer that it names: XML parser, schema, codec, rules of the document or
// service. The vectors' values and codes are the protocol's tests' (protocol/test/vectors.test.ts).
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import {
  DEFAULT_LIMITS,
  decodeError,
  element,
  NS,
  NS_HTTP_UPLOAD,
  SchemeError,
  stanza,
  validateScheme,
} from "@status-scheme/protocol";
import type { Element, Scheme } from "@status-scheme/protocol";
import { codecOf } from "../../protocol/test/codecs.ts";
import { readDraft } from "../src/index.ts";
import { brokenRules } from "./support/broken-rules.ts";
import { readSchema } from "./support/schema.ts";
import { SERVICE, startService } from "./support/service.ts";
import type { RunningService } from "./support/service.ts";
import { isRefused, measure } from "./support/vectors.ts";
import type { Measured } from "./support/vectors.ts";
import { compile } from "./support/xmllint.ts";

const { schema } = readDraft();
const measured = measure(schema);
const refused = measured.flatMap(({ vector, ...rest }) => (isRefused(vector) ? [{ ...rest, vector }] : []));

test("the schema compiles by itself", () => {
  expect(compile(schema)).toBe("");
});

test("the schema accepts what is valid, but for what the vectors say it does not", () => {
  const accepted = measured.flatMap(({ vector, messages }) => (isRefused(vector) ? [] : [{ vector, messages }]));
  const wrong = accepted.filter(({ vector, messages }) => vector.schema !== (messages.length === 0));
  expect(wrong.map(({ vector, messages }) => [vector.name, ...messages.slice(0, 1)])).toEqual([]);
  expect(accepted.filter(({ vector }) => !vector.schema && vector.canonical).map(({ vector }) => vector.name)).toEqual(
    [],
  );
});

/** Values with a scheme that a viewer holds to the rules. */
const RECEIVED = ["FetchResult", "Changed"];

/** The first that refuses it, of those that look at a payload alone. */
function refuser({ vector, root, messages }: Measured): string {
  if (!root) return "xml";
  if (messages.length > 0) return "schema";
  return refuserOfValue(vector.as, root);
}
function refuserOfValue(as: string, root: Element): string {
  let layer = "codec";
  try {
    const value = codecOf(as).decode(root);
    layer = "rules";
    const scheme = as === "Scheme" ? (value as Scheme) : RECEIVED.includes(as) && (value as { scheme?: Scheme }).scheme;
    if (scheme) validateScheme(scheme, DEFAULT_LIMITS);
  } catch (error) {
    if (error instanceof SchemeError) return layer;
    throw error;
  }
  return "service";
}

test.each(["xml", "schema", "codec", "rules", "service"])("what names %s is refused there", (layer) => {
  const named = refused.filter(({ vector }) => vector.layer === layer);
  expect(named.length).toBeGreaterThan(0);
  expect(named.map((found) => [found.vector.name, refuser(found)])).toEqual(
    named.map(({ vector }) => [vector.name, layer]),
  );
});

test("what the schema refuses, codec and rules refuse as well", () => {
  const named = refused.filter(({ vector }) => vector.layer === "schema");
  expect(named.filter(({ vector, root }) => refuserOfValue(vector.as, root!) === "service")).toEqual([]);
});

describe("by the service", () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startService();
    service.now = Date.parse("2026-11-22T12:00:00.000Z");
  });
  afterAll(() => service.stop());

  const SETS = ["PublishRequest", "AccessChange"];
  const answer = async (type: string, from: string, payload: Element) => {
    service.feed(stanza("iq", { type, id: "1", to: SERVICE, from }, payload));
    await service.idle();
    const [reply] = service.sent.splice(0);
    if (reply!.attrs.type !== "error") return reply!.toString();
    const { code, detail } = decodeError(reply!.getChild("error")!);
    return { code, detail };
  };
  const titled = (layer: string) =>
    refused.filter(({ vector }) => vector.layer === layer).map((found) => [found.vector.name, found] as const);

  test.each(titled("service"))("%s", async (_, { vector: { as, from, code, detail }, root }) => {
    const found = await answer(SETS.includes(as) ? "set" : "get", from, root!);
    expect(found).toEqual({ code, detail: "reason" in detail ? detail : expect.objectContaining(detail) });
  });

  // One with media would first need them uploaded.
  const ofTexts = titled("rules").filter(([, { root }]) =>
    root!.getChildren("look").every((look) => !look.getChild("media")),
  );
  test.each(ofTexts)("a publish of %s", async (_, { vector: { code, detail }, root }) => {
    const { owner } = root!.attrs;
    const found = await answer("set", `${owner!}/balcony`, element(NS, "publish", {}, root));
    expect(found).toMatchObject({ code, detail });
  });

  test("every request has a vector that only the service refuses", () => {
    const asked = new Set(
      refused
        .filter(({ vector }) => vector.layer === "service")
        .map(({ root }) => `${root!.getNS()!} ${root!.getName()}`),
    );
    const requests = ["check", "fetch", "publish", "access"].map((name) => `${NS} ${name}`);
    // A sync is answered to anyone.
    expect([...asked].sort()).toEqual([`${NS_HTTP_UPLOAD} request`, ...requests].sort());
  });
});

test("every rule of the schema has a vector that breaks it", () => {
  const broken = new Set(measured.flatMap(({ root, messages }) => (root ? brokenRules(root, messages) : [])));
  const { rules } = readSchema(schema);
  expect(rules.length).toBeGreaterThan(50);
  expect(rules.map(({ where, how }) => `${where} ${how}`).filter((rule) => !broken.has(rule))).toEqual([]);
});
