import { afterEach, describe, expect, test } from "@jest/globals";
import { element } from "@status-scheme/protocol";
import { client, xml } from "@xmpp/client";
import xmppComponent from "@xmpp/component";
import { startWire } from "./component-wire.ts";
import type { Wire } from "./component-wire.ts";

const NS_TEST = "urn:example:test";

let wire: Wire | undefined;
afterEach(() => wire?.stop());

async function answerWith(answer: unknown): Promise<string> {
  wire = await startWire((component) => component.iqCallee.get(NS_TEST, "query", () => answer));
  wire.server.write(`<iq type='get' id='1' from='romeo@capulet.lit/x' to='x'><query xmlns='${NS_TEST}'/></iq>`);
  return wire.sent(/<iq.*type="result".*>/s);
}

describe("an element as a handler's answer", () => {
  test("of the other copy of ltx is sent as an empty result", async () => {
    // @ts-expect-error ltx ships no types; this is the copy that nobody is to import.
    const { Element } = (await import("ltx")) as { Element: new (name: string, xmlns: string) => unknown };
    expect(await answerWith(new Element("query", NS_TEST))).not.toContain("<query");
  });

  test("of the protocol's is sent", async () => {
    expect(await answerWith(element(NS_TEST, "query"))).toContain(`<query xmlns="${NS_TEST}"/>`);
  });
});

test("client, component and protocol make elements of one class", () => {
  const { constructor } = element(NS_TEST, "query");
  expect(xml("query").constructor).toBe(constructor);
  expect(xmppComponent.xml("query").constructor).toBe(constructor);
  expect(client).toBeInstanceOf(Function);
});
