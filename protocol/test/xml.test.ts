import { describe, expect, test } from "@jest/globals";
import { byteLength, element, NS, parseXml, stanza, treeEqual } from "../src/index.ts";

describe("element", () => {
  test("writes no namespace twice", () => {
    const made = element(NS, "scheme", {}, element(NS, "look", {}, element(NS, "text")), element("urn:x", "look"));
    expect(made.toString()).toBe(`<scheme xmlns="${NS}"><look><text/></look><look xmlns="urn:x"/></scheme>`);
    expect(made.getChild("look")!.getChild("text", NS)).toBeDefined();
  });

  test("leaves out attributes and children that are not there", () => {
    const made = element("urn:x", "a", { b: undefined, c: 0 }, undefined, null, false, 0, "");
    expect(made.toString()).toBe('<a xmlns="urn:x" c="0">0</a>');
  });

  test.each(["\0", "a\bc", "\x1b", "\ud83d", "\udeaa\ud83d", "\ufffe", "\uffff"])(
    "refuses %j, which would end the stream",
    (text) => {
      const refusal = expect.objectContaining({ code: "bad-request" });
      expect(() => element("urn:x", "a", {}, text)).toThrow(refusal);
      expect(() => element("urn:x", "a", { b: text })).toThrow(refusal);
      expect(() => stanza("message", { id: text })).toThrow(refusal);
    },
  );

  test("what it writes comes back the same", () => {
    const text = `<>&"' \t\n]]> é 🚪 \u{10ffff} \ud7ff\ue000`;
    const attribute = `<>&"' ]]> é 🚪`;
    const read = parseXml(element("urn:x", "a", { b: attribute }, text).toString());
    expect([read.attrs.b, read.getText()]).toEqual([attribute, text]);
  });
});

describe("stanza", () => {
  test("is in the stream's namespace", () => {
    expect(stanza("iq", { type: "get" }, element(NS, "access")).toString()).toBe(
      `<iq type="get"><access xmlns="${NS}"/></iq>`,
    );
  });
});

describe("parseXml", () => {
  // holds: input-bounded
  test("limits bytes, not characters", () => {
    const text = "<a>€€€</a>";
    expect(byteLength(text)).toBe(16);
    expect(parseXml(text, { maxBytes: 16 }).getText()).toBe("€€€");
    expect(() => parseXml(text, { maxBytes: 15 })).toThrow("too large");
  });

  // holds: input-bounded
  test("limits depth, empty elements included", () => {
    expect(parseXml("<a><b/></a>", { maxDepth: 2 }).getName()).toBe("a");
    expect(() => parseXml("<a><b/></a>", { maxDepth: 1 })).toThrow("too deep");
  });

  test("normalises line ends in text and white space in attributes, but not what was written as a reference", () => {
    const read = parseXml("<a b='1\r\n2\t3&#10;4'>1\r\n2\r3&#13;4</a>");
    expect([read.attrs.b, read.getText()]).toEqual(["1 2 3\n4", "1\n2\n3\r4"]);
  });

  test("resolves prefixes, the default namespace and xml: by scope", () => {
    const read = parseXml("<p:a xmlns:p='urn:p' xmlns='urn:d' xml:lang='en'><b/><p:c xmlns:p='urn:q'/><p:d/></p:a>");
    expect(read.is("a", "urn:p")).toBe(true);
    expect(read.getChildElements().map((child) => [child.getName(), child.getNS()])).toEqual([
      ["b", "urn:d"],
      ["c", "urn:q"],
      ["d", "urn:p"],
    ]);
  });

  test("accepts names of other scripts", () => {
    expect(parseXml("<été ключ='1'/>").attrs).toEqual({ ключ: "1" });
  });
});

describe("treeEqual", () => {
  test.each([
    ["<a b='1' c='2'/>", '<a c="2" b="1"></a>'],
    ["<a xmlns='urn:x'><b/></a>", "<p:a xmlns:p='urn:x'>\n  <p:b/>\n</p:a>"],
    ["<a>x&amp;y</a>", "<a>x<![CDATA[&]]>y</a>"],
  ])("%s is %s", (a, b) => {
    expect(treeEqual(parseXml(a), parseXml(b))).toBe(true);
  });

  test.each([
    ["<a/>", "<b/>"],
    ["<a/>", "<a xmlns='urn:x'/>"],
    ["<a b='1'/>", "<a b='2'/>"],
    ["<a b='1'/>", "<a/>"],
    ["<a>x</a>", "<a> x</a>"],
    ["<a> </a>", "<a/>"],
    ["<a>x</a>", "<a><x/></a>"],
    ["<a><b/><c/></a>", "<a><c/><b/></a>"],
    ["<a><b/></a>", "<a><b/><b/></a>"],
    ["<a>x<b/></a>", "<a><b/>x</a>"],
    ["<a xmlns='urn:x'><b/></a>", "<a xmlns='urn:x'><b xmlns='urn:y'/></a>"],
  ])("%s is not %s", (a, b) => {
    expect(treeEqual(parseXml(a), parseXml(b))).toBe(false);
    expect(treeEqual(parseXml(b), parseXml(a))).toBe(false);
  });
});
