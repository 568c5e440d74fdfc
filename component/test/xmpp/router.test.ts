import { describe, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS, element, ERRORS, NS, parseXml, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element, ErrorCode, Stamp } from "@status-scheme/protocol";
import { createLog } from "../../src/log.ts";
import { createGate } from "../../src/xmpp/gate.ts";
import { createRouter } from "../../src/xmpp/router.ts";
import { check, conditionOf, DOMAIN, echo, handler, iq, JULIET, routing } from "./routing.ts";

describe("a request is answered by its handler", () => {
  test("to the full JID and id it came from, for the bare JID that asked", async () => {
    const reply = await routing([echo]).ask(iq({}, check()));
    expect(reply.attrs).toEqual({ type: "result", id: "1", from: DOMAIN, to: JULIET });
    expect(reply.getChild("check", NS)?.attrs.asker).toBe("juliet@capulet.lit");
  });

  test("an undefined answer is an empty result", async () => {
    const reply = await routing([handler(async () => undefined)]).ask(iq({}, check()));
    expect(reply.attrs.type).toBe("result");
    expect(reply.children).toEqual([]);
  });

  test("with a payload that has a prefix", async () => {
    const prefixed = parseXml(
      `<iq type='get' id='1' from='${JULIET}' to='${DOMAIN}'><s:check xmlns:s='${NS}' owner='a@b'/></iq>`,
    );
    expect((await routing([echo]).ask(prefixed)).attrs.type).toBe("result");
  });

  test("from a server, in the name of its domain", async () => {
    const reply = await routing([echo]).ask(iq({ from: "capulet.lit" }, check()));
    expect(reply.getChild("check")?.attrs.asker).toBe("capulet.lit");
  });
});

describe("what cannot be answered by a handler is answered with an error", () => {
  const table: [what: string, iq: Element, condition: string, type: string][] = [
    ["nothing is known by that namespace", iq({}, element("urn:example:x", "check")), "service-unavailable", "cancel"],
    ["the namespace is known and not the name", iq({}, element(NS, "juggle")), "feature-not-implemented", "cancel"],
    ["the other type is meant", iq({ type: "set" }, check()), "bad-request", "modify"],
    ["no type", iq({ type: undefined }, check()), "bad-request", "modify"],
    ["a type that is none", iq({ type: "post" }, check()), "bad-request", "modify"],
    ["no payload", iq(), "bad-request", "modify"],
    ["two payloads", iq({}, check(), check()), "bad-request", "modify"],
    ["no id", iq({ id: undefined }, check()), "bad-request", "modify"],
    ["somebody at our domain", iq({ to: `juliet@${DOMAIN}` }, check()), "service-unavailable", "cancel"],
    ["a resource of ours", iq({ to: `${DOMAIN}/x` }, check()), "service-unavailable", "cancel"],
    ["another domain", iq({ to: "capulet.lit" }, check()), "service-unavailable", "cancel"],
  ];
  test.each(table)("%s", async (_what, request, condition, type) => {
    const reply = await routing([echo]).ask(request);
    expect(reply.attrs.type).toBe("error");
    expect(reply.attrs.from).toBe(request.attrs.to);
    expect(reply.attrs.to).toBe(JULIET);
    expect(conditionOf(reply)).toBe(condition);
    expect(reply.getChild("error")?.attrs.type).toBe(type);
  });

  test.each(Object.keys(ERRORS) as ErrorCode[])("a handler that throws %s", async (code) => {
    const detail = { limit: "image-bytes", max: 1, actual: 2, look: "dnd", medium: "image", after: 3 } as const;
    const throwing = handler(async () => {
      throw new SchemeError(code, { ...detail, what: "owner", stamp: "2026-11-22T08:30:00.123Z" as Stamp });
    });
    const reply = await routing([throwing]).ask(iq({}, check()));
    const row: { condition: string; type: string; element?: string } = ERRORS[code];
    expect(conditionOf(reply)).toBe(row.condition);
    expect(reply.getChild("error")?.attrs.type).toBe(row.type);
    const own = reply
      .getChild("error")!
      .getChildElements()
      .filter((child) => child.getNS() === NS);
    expect(own.map(({ name }) => name)).toEqual(row.element === undefined ? [] : [row.element]);
  });
});

describe("an error shows the request's payload without its children", () => {
  const refusing = handler(() => Promise.reject(new SchemeError("forbidden")), { type: "set", name: "publish" });

  // holds: errors-echo-no-content
  test("so that it never carries media back", async () => {
    const payload = element(
      NS,
      "publish",
      { replaces: "x" },
      element(NS, "scheme", { owner: "juliet@capulet.lit" }),
      "text",
    );
    const reply = await routing([refusing]).ask(iq({ type: "set" }, payload));
    expect(reply.getChild("publish", NS)?.attrs).toEqual({ xmlns: NS, replaces: "x" });
    expect(reply.getChild("publish")?.children).toEqual([]);
  });

  test("without prefixes, whose declaration may have been outside of it", async () => {
    const request = parseXml(
      `<iq xmlns:s='${NS}' xmlns:x='urn:example:x' type='set' id='1' from='${JULIET}' to='${DOMAIN}'>` +
        `<s:publish x:y='1' replaces='2'/></iq>`,
    );
    const reply = await routing([refusing]).ask(request);
    expect(String(reply.getChild("publish"))).toBe(`<publish xmlns="${NS}" replaces="2"/>`);
  });
});

// holds: errors-not-answered
describe("nobody is answered who must not be", () => {
  test.each([
    ["a result nobody asked for", iq({ type: "result" }, check())],
    ["an error", iq({ type: "error" }, check(), stanza("error", { type: "cancel" }))],
    ["no sender", iq({ from: undefined }, check())],
    ["a sender that is no JID", iq({ from: "@/" }, check())],
  ])("%s", async (_what, request) => {
    const { ask, replies, router } = routing([echo]);
    router.handle(request);
    // The next request's reply is the first one sent.
    await ask(iq({ id: "after" }, check()));
    expect(replies.map(({ attrs }) => attrs.id)).toEqual(["after"]);
  });
});

describe("defects", () => {
  test.each([
    ["rejects", handler(() => Promise.reject(new Error("the database of juliet is broken")))],
    [
      "throws",
      handler(() => {
        throw new TypeError("undefined is not a function of juliet");
      }),
    ],
    ["throws what is no error", handler(() => Promise.reject(null as unknown as Error))],
    ["fails inside", handler(() => Promise.reject(new SchemeError("internal", { reason: "juliet" })))],
  ])("of a handler that %s become internal-server-error, say nothing, and are logged", async (_how, failing) => {
    const log: string[] = [];
    const { ask } = routing([failing, { ...echo, name: "fetch" }], { log });
    const reply = await ask(iq({}, check()));
    expect(conditionOf(reply)).toBe("internal-server-error");
    expect(String(reply.getChild("error"))).not.toContain("juliet");
    expect(log).toHaveLength(1);
    expect(log[0]).toContain('"level":"error"');
    expect((await ask(iq({}, element(NS, "fetch")))).attrs.type).toBe("result");
  });

  test("the cause is in the log", async () => {
    const log: string[] = [];
    const cause = new Error("disk full");
    await routing([handler(() => Promise.reject(new SchemeError("internal", {}, { cause })))], { log }).ask(
      iq({}, check()),
    );
    expect(log[0]).toContain("disk full");
  });

  test("a reply that cannot be written is logged, and its place is free again", async () => {
    const log: string[] = [];
    const gate = createGate({ total: 1, perAsker: 1 });
    const router = createRouter({
      domain: DOMAIN,
      handlers: [echo],
      limits: DEFAULT_LIMITS,
      gates: { get: gate, set: gate },
      log: createLog("info", { write: (line) => log.push(line) }),
      send: () => Promise.reject(new TypeError("not this one")),
    });
    router.handle(iq({}, check()));
    await expect(gate.empty(5000)).resolves.toBe(true);
    expect(log.join()).toContain("not this one");
  });
});
