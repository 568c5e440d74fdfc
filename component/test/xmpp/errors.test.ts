// What the running component refuses, as clients of a real server hear it.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { element, NS, NS_HTTP_UPLOAD, NS_PING } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { ask, errorIn, schemeOf } from "./asking.ts";

let bed: Testbed;
let juliet: Client;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent({ config: { xmpp: { stanza_bytes: 131_072 } } });
  juliet = await bed.login("juliet");
  await service(juliet, "set", element(NS, "publish", {}, schemeOf(bed.jid("juliet"))));
});
afterAll(() => bed?.stop());

const service = (client: Client, type: "get" | "set", ...payloads: Element[]) =>
  ask(client, bed.componentDomain, type, ...payloads);

// holds: errors-echo-no-content, publish-own-only, publish-rules-kept, publish-limits-kept, publish-conflict, malformed-refused, errors-name-the-place
describe("errors on the wire", () => {
  const publish = (scheme: Element, attributes: Record<string, string> = {}) =>
    element(NS, "publish", attributes, scheme);
  const look = (state: string, ...children: Element[]) => element(NS, "look", { state }, ...children);
  const table: [what: string, payloads: () => Element[], type: "get" | "set", error: object][] = [
    [
      "no such owner",
      () => [element(NS, "fetch", { owner: bed.jid("nobody") })],
      "get",
      { condition: "item-not-found", type: "cancel" },
    ],
    ["for someone else", () => [publish(schemeOf(bed.jid("romeo")))], "set", { condition: "forbidden", type: "auth" }],
    [
      "a text too long",
      () => [publish(schemeOf(bed.jid("juliet"), "x".repeat(129)))],
      "set",
      {
        condition: "not-acceptable",
        type: "modify",
        own: { name: "limit-exceeded", limit: "text-characters", max: "128", actual: "129", look: "dnd" },
      },
    ],
    [
      "a look without anything",
      () => [publish(element(NS, "scheme", { owner: bed.jid("juliet") }, look("dnd")))],
      "set",
      { condition: "not-acceptable", type: "modify", own: expect.objectContaining({ name: "bad-look", look: "dnd" }) },
    ],
    [
      "an edit of what is not current",
      () => [publish(schemeOf(bed.jid("juliet")), { replaces: "2001-01-01T00:00:00.000Z" })],
      "set",
      { condition: "conflict", type: "cancel", own: { name: "current", stamp: expect.any(String) } },
    ],
    [
      "an upload of a size that is none",
      () => [element(NS_HTTP_UPLOAD, "request", { filename: "a", size: "-1" })],
      "get",
      { condition: "bad-request", type: "modify", own: expect.objectContaining({ name: "malformed", what: "size" }) },
    ],
    [
      "an upload too big",
      () => [element(NS_HTTP_UPLOAD, "request", { filename: "a", size: "9999999", "content-type": "image/png" })],
      "get",
      {
        condition: "not-acceptable",
        type: "modify",
        own: expect.objectContaining({ name: "limit-exceeded", actual: "9999999" }),
      },
    ],
    [
      "malformed",
      () => [element(NS, "check", { owner: "@" })],
      "get",
      { condition: "bad-request", type: "modify", own: expect.objectContaining({ name: "malformed", what: "owner" }) },
    ],
    ["unknown", () => [element(NS, "juggle")], "get", { condition: "feature-not-implemented", type: "cancel" }],
    [
      "of another protocol",
      () => [element("urn:example:x", "x")],
      "get",
      { condition: "service-unavailable", type: "cancel" },
    ],
    [
      "ordinary uploads",
      () => [element("urn:xmpp:http:upload", "request")],
      "get",
      { condition: "service-unavailable", type: "cancel" },
    ],
  ];
  test.each(table)("%s", async (_what, payloads, type, error) => {
    const payload = payloads()[0]!;
    const reply = await service(juliet, type, payload);
    expect(errorIn(reply)).toEqual(error);
    // The request comes back without what was in it.
    expect(reply.getChild(payload.name)?.children).toEqual([]);
  });

  test.each([["juliet@"], [""]])("to %s…/x: nobody lives there", async (local) => {
    const to = `${local}${bed.componentDomain}${local === "" ? "/x" : ""}`;
    expect(errorIn(await ask(juliet, to, "get", element(NS_PING, "ping")))).toEqual({
      condition: "service-unavailable",
      type: "cancel",
    });
  });
});

// holds: input-bounded
describe("stanzas that are too much are refused, and the next is answered", () => {
  const nested = (depth: number): Element =>
    depth === 0 ? element(NS, "publish") : element(NS, "publish", {}, nested(depth - 1));
  test.each([
    [
      "too long",
      () => element(NS, "publish", {}, schemeOf(bed.jid("juliet"), "é".repeat(200_000))),
      {
        condition: "not-acceptable",
        type: "modify",
        own: { name: "limit-exceeded", limit: "scheme-bytes", max: "65536" },
      },
    ],
    [
      "too deep",
      () => nested(100),
      { condition: "bad-request", type: "modify", own: { name: "malformed", what: "iq", reason: "nested too deeply" } },
    ],
  ])("%s", async (_what, payload, error) => {
    const reply = await service(juliet, "set", payload());
    expect(errorIn(reply)).toEqual(error);
    expect((await service(juliet, "get", element(NS_PING, "ping"))).attrs.type).toBe("result");
  });
});
