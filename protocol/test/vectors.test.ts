// Every vector of fixtures/stanzas, through parser, codec and rules.
import { describe, expect, test } from "@jest/globals";
import { stanzaCases } from "@status-scheme/fixtures";
import type { AcceptedCase, RefusedCase } from "@status-scheme/fixtures";
import { DEFAULT_LIMITS, encodeAccessGet, NS, parseXml, SchemeError, treeEqual, validateScheme } from "../src/index.ts";
import type { Scheme } from "../src/index.ts";
import { CODEC_NAMES, codecOf } from "./codecs.ts";

const cases = stanzaCases();
const refused = (found: AcceptedCase | RefusedCase): found is RefusedCase => "code" in found;
const titled = <T extends { name: string }>(list: readonly T[]) => list.map((found) => [found.name, found] as const);

describe.each([
  ["valid", cases.valid],
  ["harmless", cases.hostile.filter((found) => !refused(found))],
])("%s", (_, list) => {
  test.each(titled(list as readonly AcceptedCase[]))("%s", (_name, { xml, as, value, canonical }) => {
    const { decode, encode } = codecOf(as);
    const payload = parseXml(xml);
    expect(decode(payload)).toEqual(value);
    if (as === "Scheme") validateScheme(value as Scheme, DEFAULT_LIMITS);
    const written = encode(value);
    expect(decode(parseXml(written.toString()))).toEqual(value);
    expect([canonical, written.toString()]).toEqual([treeEqual(written, payload), expect.any(String)]);
  });
});

describe.each([
  ["invalid", cases.invalid.filter(({ layer }) => layer !== "service")],
  ["hostile", cases.hostile.filter(refused)],
])("%s", (_, list) => {
  test.each(titled(list))("%s", (_name, { xml, as, layer, code, detail }) => {
    const { error, refusedBy } = read(xml, as);
    expect(error).toBeInstanceOf(SchemeError);
    const { reason, ...found } = (error as SchemeError).detail;
    expect({ code: (error as SchemeError).code, ...found, ...("reason" in detail && { reason }) }).toEqual({
      code,
      ...detail,
    });
    // The draft's tests run the schema; what it refuses is refused here as well, one layer after the other.
    expect(layer === "schema" ? ["codec", "rules"] : [layer]).toContain(refusedBy);
  });
});

describe("what only a service refuses", () => {
  test.each(titled(cases.invalid.filter(({ layer }) => layer === "service")))("%s", (_name, { xml, as }) => {
    expect(read(xml, as)).toEqual({ error: undefined, refusedBy: "nobody" });
  });
});

/** Values with a scheme that a viewer holds to the rules. */
const RECEIVED = ["FetchResult", "Changed"];

function read(xml: string, as: string): { error: unknown; refusedBy: string } {
  let refusedBy = "xml";
  try {
    const payload = parseXml(xml);
    refusedBy = "codec";
    const value = codecOf(as).decode(payload);
    refusedBy = "rules";
    const scheme = as === "Scheme" ? (value as Scheme) : RECEIVED.includes(as) && (value as { scheme?: Scheme }).scheme;
    if (scheme) validateScheme(scheme, DEFAULT_LIMITS);
  } catch (error) {
    return { error, refusedBy };
  }
  return { error: undefined, refusedBy: "nobody" };
}

test("asking for access is an empty element", () => {
  expect(encodeAccessGet().toString()).toBe(`<access xmlns="${NS}"/>`);
});

test("every codec has valid vectors, and all but the error's have invalid ones", () => {
  expect(new Set(cases.valid.map(({ as }) => as))).toEqual(new Set(CODEC_NAMES));
  const refusing = CODEC_NAMES.filter((name) => name !== "Error");
  expect(new Set(cases.invalid.map(({ as }) => as))).toEqual(new Set(refusing));
});

test("every attribute and element the codec writes is in some canonical vector", () => {
  const words = new Set(
    cases.valid
      .filter(({ canonical }) => canonical)
      .flatMap(({ xml }) => [...xml.matchAll(/[<\s]([\w:-]+)(?=[\s=/>])/g)].map(([, word]) => word)),
  );
  for (const word of [
    ...["scheme", "look", "text", "media", "file", "media-type", "size", "width", "height", "length", "desc", "hash"],
    ...["sources", "url-data", "target", "algo", "state", "show", "kind", "owner", "stamp", "status", "xml:lang"],
    ...["check", "fetch", "sync", "since", "token", "more", "full", "changed", "gone", "publish", "replaces"],
    ...["access", "version", "model", "roster", "groups", "group", "allowed", "blocked", "contacts", "patch", "item"],
    ...["jid", "subscription", "showing", "by", "until", "request", "filename", "content-type", "profile", "slot"],
    ...["put", "get", "url", "header", "name", "error", "limit-exceeded", "limit", "max", "actual", "look", "medium"],
    ...["after", "bad-medium", "bad-look", "reason", "retry", "current", "malformed", "what", "x", "field", "value"],
    ...["jingle", "action", "sid", "initiator", "responder", "content", "creator", "senders", "description", "range"],
    ...["offset", "hash-used", "document", "received", "checksum", "success", "file-not-available", "transport"],
    ...["dstaddr", "mode", "candidate", "cid", "host", "port", "priority", "type", "candidate-used", "activated"],
    ...["candidate-error", "proxy-error", "block-size", "stanza", "open", "data", "seq", "close", "query"],
    ...["streamhost", "activate", "unknown-session"],
  ]) {
    expect(words).toContain(word);
  }
});
