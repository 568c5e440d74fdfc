import { afterEach, describe, expect, jest, test } from "@jest/globals";
import { once } from "node:events";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Element } from "@status-scheme/protocol";
import { PATIENCE_MS } from "@status-scheme/testbed";
import type { Component } from "@xmpp/component";
import { guardErrors } from "../src/errors.ts";
import { guardParser } from "../src/parser.ts";
import type { Oversized } from "../src/parser.ts";
import { startWire, writeApart } from "./component-wire.ts";
import type { Wire } from "./component-wire.ts";

const LIMITS = { maxBytes: 10_000, maxDepth: 20, maxElements: 500 };
const AFTER = `<message from='romeo@capulet.lit' id='after'/>`;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
/** Bytes that are held, whatever garbage earlier tests left. */
const heldMemory = () => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

let wire: Wire | undefined;
afterEach(async () => {
  await wire?.stop();
  wire = undefined;
});

async function start(guarded: boolean, prepare?: (component: Component) => void) {
  const seen: Element[] = [];
  const oversized: Oversized[] = [];
  const errors: unknown[] = [];
  wire = await startWire((component) => {
    guardErrors(component, (error) => errors.push(error));
    if (guarded) guardParser(component, { ...LIMITS, onOversized: (stanza) => oversized.push(stanza) });
    component.on("stanza", (stanza: Element) => seen.push(stanza));
    prepare?.(component);
  });
  const until = async (id: string) => {
    while (!seen.some((stanza) => stanza.attrs.id === id)) {
      await once(wire!.component, "stanza", { signal: AbortSignal.timeout(PATIENCE_MS) });
    }
  };
  return { wire, seen, oversized, errors, until };
}

// holds: input-bounded
describe("a stanza beyond the limits", () => {
  const deep = (levels: number) => `${"<a>".repeat(levels)}${"</a>".repeat(levels)}`;
  const cases: Record<string, { readonly xml: string; readonly reason: Oversized["reason"] }> = {
    "long text": { xml: `<message id='1'><body>${"x".repeat(20_000)}</body></message>`, reason: "bytes" },
    "long attribute": { xml: `<message id='1'><a b='${"x".repeat(20_000)}'/></message>`, reason: "bytes" },
    "long CDATA": { xml: `<message id='1'><![CDATA[${"<x>".repeat(9_000)}]]></message>`, reason: "bytes" },
    "long tag name": { xml: `<message id='1'><${"x".repeat(20_000)}/></message>`, reason: "bytes" },
    "deep nesting": { xml: `<message id='1'>${deep(20)}</message>`, reason: "depth" },
    "deep nesting of streams": {
      xml: `<message id='1'>${"<stream:stream>".repeat(20)}${"</stream:stream>".repeat(20)}</message>`,
      reason: "depth",
    },
    "many elements": { xml: `<message id='1'>${"<a/>".repeat(500)}</message>`, reason: "elements" },
  };

  test.each(Object.entries(cases))("is built without the guard: %s", async (_name, { xml }) => {
    const { wire, seen, until } = await start(false);
    wire.server.write(xml + AFTER);
    await until("after");
    expect(seen.map((stanza) => stanza.attrs.id)).toEqual(["1", "after"]);
  });

  test.each(Object.entries(cases))(
    "is dropped, reported, and the stream goes on: %s",
    async (_name, { xml, reason }) => {
      const { wire, seen, oversized, errors, until } = await start(true);
      wire.server.write(xml + AFTER);
      await until("after");
      expect(seen.map((stanza) => stanza.attrs.id)).toEqual(["after"]);
      expect(oversized).toEqual([{ name: "message", attrs: { id: "1" }, reason }]);
      expect(errors).toEqual([]);
    },
  );

  test.each(Object.entries(cases))("is dropped in many small chunks too: %s", async (_name, { xml, reason }) => {
    const { wire, seen, oversized, until } = await start(true);
    await writeApart(wire.server, (xml + AFTER).match(/.{1,397}/gsu)!);
    await until("after");
    expect(seen.map((stanza) => stanza.attrs.id)).toEqual(["after"]);
    expect(oversized).toEqual([{ name: "message", attrs: { id: "1" }, reason }]);
  });

  test("is reported with what answering it takes, its values unescaped", async () => {
    const { wire, oversized, until } = await start(true);
    wire.server.write(
      `<iq type='get' id='a&amp;b' from='romeo@capulet.lit/x>y' to='${"schemes.capulet.lit"}'>${deep(30)}</iq>${AFTER}`,
    );
    await until("after");
    expect(oversized).toEqual([
      {
        name: "iq",
        attrs: { type: "get", id: "a&b", from: "romeo@capulet.lit/x>y", to: "schemes.capulet.lit" },
        reason: "depth",
      },
    ]);
  });

  test("is reported without a name where its start tag alone is too long", async () => {
    const { wire, oversized, until } = await start(true);
    wire.server.write(`<message id='${"x".repeat(20_000)}'/>${AFTER}`);
    await until("after");
    expect(oversized).toEqual([{ name: "", attrs: {}, reason: "bytes" }]);
  });

  test("costs no memory while it goes on and on", async () => {
    const { wire, until } = await start(true);
    const parser = () => wire.component.parser as unknown as { cursor: Element; root: Element };
    const before = heldMemory();
    wire.server.write("<message><body>");
    for (let megabytes = 0; megabytes < 64; megabytes += 1) {
      await new Promise((resolve) => wire.server.write("x".repeat(1 << 20), resolve));
    }
    expect(heldMemory() - before).toBeLessThan(16 << 20);
    expect(parser().cursor).toBe(parser().root);
    wire.server.write(`</body></message>${AFTER}`);
    await until("after");
  });
});

describe("what is within the limits", () => {
  const tricky = [
    `<message id='1' a="it's > that"><body>x &lt; y &amp; z</body></message>`,
    `<message id='2'><![CDATA[<not><markup> ]] ]> & ]]></message>`,
    `<message id='3'><a/><b c='/'/><d ></d ></message>`,
    `<message id='4'>Grüße, 世界 🌍</message>`,
    `<message id='5'/>`,
  ];
  test("is the same as without the guard, wherever chunks end", async () => {
    const plain = await start(false);
    plain.wire.server.write(tricky.join("\n ") + AFTER);
    await plain.until("after");
    const expected = plain.seen.map(String);
    await plain.wire.stop();
    for (const size of [1, 2, 3, 7, 50]) {
      const { wire, seen, until, errors } = await start(true);
      // As the parser gets it from a socket that decodes: no character is cut.
      const parser = wire.component.parser!;
      const text = tricky.join("\n ") + AFTER;
      for (let at = 0; at < text.length; at += size) parser.write(text.slice(at, at + size));
      await until("after");
      expect(seen.map(String)).toEqual(expected);
      expect(errors).toEqual([]);
      await wire.stop();
    }
  });

  test("keeps nothing of the white space between stanzas", async () => {
    const { wire, until } = await start(true);
    wire.server.write(`${" \n<presence/>".repeat(1_000)} ${AFTER}`);
    await until("after");
    expect((wire.component.parser as unknown as { root: Element }).root.children).toEqual([]);
  });

  test("harms no object by the names of its attributes and elements", async () => {
    const { wire, seen, until } = await start(true);
    wire.server.write(
      `<message id='1' __proto__='x' constructor='y' toString='z'><__proto__ polluted='1'/><hasOwnProperty/></message>${AFTER}`,
    );
    await until("after");
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(seen[0]!.getChild("__proto__")!.attrs.polluted).toBe("1");
    expect(String(seen[0]!.attrs.constructor)).toBe("y");
  });
});

describe("a listener that throws", () => {
  const prepare = (component: Component) =>
    component.on("stanza", (stanza: Element) => {
      if (stanza.attrs.id === "bad") throw new Error("a listener's defect");
    });
  const stanzas = `<message id='before'/><message id='bad'><body>x</body></message>${AFTER}`;

  test("ends the process without the guard", async () => {
    const { wire } = await start(false, prepare);
    // What the socket's own `data` event would run into, with nobody to catch it.
    const onData = wire.component as unknown as { _onData(data: string): void };
    expect(() => onData._onData(stanzas)).toThrow("a listener's defect");
  });

  test("loses that stanza only", async () => {
    const { wire, seen, errors, until } = await start(true, prepare);
    wire.server.write(stanzas);
    await until("after");
    expect(seen.map((stanza) => stanza.attrs.id)).toEqual(["before", "bad", "after"]);
    expect(errors).toEqual([new Error("a listener's defect")]);
  });
});

describe("data behind the end of a stream", () => {
  test("ends the process without the guard", async () => {
    const { wire } = await start(false);
    const onData = wire.component as unknown as { _onData(data: string): void };
    onData._onData("</stream:stream>");
    expect(() => onData._onData("\n")).toThrow(TypeError);
  });

  test("is dropped", async () => {
    const { wire, errors } = await start(true);
    const onData = wire.component as unknown as { _onData(data: string): void };
    onData._onData("</stream:stream>");
    onData._onData("\n<message/>");
    expect(errors).toEqual([]);
  });
});

test.each([
  "<message></body>",
  "<!-- hidden -->",
  "<!DOCTYPE x [<!ENTITY a 'b'>]>",
  "<?php ?>",
  "<message><!x></message>",
])("XML that XMPP forbids ends the stream with one error and nothing more: %s", async (xml) => {
  const { wire, seen, errors } = await start(true);
  const closed = new Promise((resolve) => wire.component.once("disconnect", resolve));
  wire.server.write(`${xml}</message></x><message/>`);
  await wire.sent(/<stream:error>.*bad-format/s);
  wire.server.end();
  await closed;
  expect(errors).toHaveLength(1);
  expect(seen).toEqual([]);
});

test("the guard holds on every new stream, and can be taken back", async () => {
  const onOversized = jest.fn();
  let takeBack = () => undefined as unknown;
  const { wire } = await start(false, (component) => {
    takeBack = guardParser(component, { ...LIMITS, onOversized });
  });
  const Guarded = wire.component.parser!.constructor;
  wire.component.emit("opening");
  expect((wire.component as unknown as { Parser: unknown }).Parser).toBe(Guarded);
  takeBack();
  expect(wire.component.listenerCount("opening")).toBe(0);
});
