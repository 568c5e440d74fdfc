import { describe, expect, test } from "@jest/globals";
import { element, NS } from "@status-scheme/protocol";
import { check, conditionOf, DOMAIN, echo, handler, iq, JULIET, routing } from "./routing.ts";

describe("who asks faster than is answered", () => {
  const slow = () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    return { release: () => resolve(undefined), waiting: handler(() => promise) };
  };

  test("is to come back, and others are served", async () => {
    const { release, waiting } = slow();
    const { ask, router, next } = routing([waiting, { ...echo, name: "fetch" }], { perAsker: 2 });
    router.handle(iq({ id: "1" }, check()));
    router.handle(iq({ id: "2" }, check()));
    const refused = await ask(iq({ id: "3", from: "juliet@capulet.lit/chamber" }, check()));
    expect(refused.attrs.id).toBe("3");
    expect(conditionOf(refused)).toBe("resource-constraint");
    expect(refused.getChild("error")?.getChild("retry", NS)?.attrs.after).toBe("5");
    const served = await ask(iq({ id: "4", from: "romeo@montague.lit/x" }, element(NS, "fetch")));
    expect(served.attrs).toMatchObject({ id: "4", type: "result" });
    release();
    expect([(await next()).attrs.id, (await next()).attrs.id]).toEqual(["1", "2"]);
    expect((await ask(iq({ id: "5" }, element(NS, "fetch")))).attrs).toMatchObject({ id: "5", type: "result" });
  });

  test("for changes that take long does not keep what reads from being answered", async () => {
    const { release, waiting } = slow();
    const publish = { ...waiting, type: "set", name: "publish" } as const;
    const { router, next } = routing([publish, echo], { total: 12 });
    const askers = Array.from({ length: 30 }, (_, i) => `servant${i}@house${i % 5}.lit/hall`);
    for (const from of askers)
      for (const id of ["1", "2"]) router.handle(iq({ type: "set", id, from }, element(NS, "publish")));
    router.handle(iq({ id: "check", from: askers[0]! }, check()));
    for (let refused = 0; ; refused += 1) {
      const reply = await next();
      if (reply.attrs.id !== "check") expect(conditionOf(reply)).toBe("resource-constraint");
      else {
        expect(refused).toBeGreaterThan(40);
        expect(reply.attrs.type).toBe("result");
        break;
      }
    }
    release();
  });

  test("all together do not exceed the whole", async () => {
    const { release, waiting } = slow();
    const { ask, router } = routing([waiting], { total: 1 });
    router.handle(iq({ id: "1" }, check()));
    const refused = await ask(iq({ id: "2", from: "romeo@montague.lit/x" }, check()));
    expect(conditionOf(refused)).toBe("resource-constraint");
    release();
  });

  test("a router that closes finishes what it accepted, and sends others away for later", async () => {
    const { release, waiting } = slow();
    const { ask, router, gates, next } = routing([waiting]);
    router.handle(iq({ id: "1" }, check()));
    router.close();
    const refused = await ask(iq({ id: "2" }, check()));
    expect(conditionOf(refused)).toBe("remote-server-timeout");
    expect(refused.getChild("error")?.attrs.type).toBe("wait");
    await expect(gates.get.empty(0)).resolves.toBe(false);
    release();
    await expect(gates.get.empty(5000)).resolves.toBe(true);
    expect((await next()).attrs).toMatchObject({ id: "1", type: "result" });
  });
});

describe("a stanza too big to be read", () => {
  const attrs = { type: "set", id: "big", from: JULIET, to: DOMAIN };

  test.each([
    ["bytes", "not-acceptable"],
    ["depth", "bad-request"],
    ["elements", "bad-request"],
  ] as const)("by its %s is refused by its start tag alone", async (reason, condition) => {
    const { router, next } = routing([echo]);
    router.refuse({ name: "iq", attrs, reason });
    const reply = await next();
    expect(reply.attrs).toEqual({ type: "error", id: "big", from: DOMAIN, to: JULIET });
    expect(conditionOf(reply)).toBe(condition);
    if (reason === "bytes") {
      expect(reply.getChild("error")?.getChild("limit-exceeded", NS)?.attrs).toMatchObject({
        limit: "scheme-bytes",
        max: "65536",
      });
    }
  });

  test.each([
    ["a reply", { name: "iq", attrs: { ...attrs, type: "result" } }],
    ["an error", { name: "iq", attrs: { ...attrs, type: "error" } }],
    ["a message", { name: "message", attrs }],
    ["of nobody", { name: "iq", attrs: { ...attrs, from: "" } }],
    ["without a start tag", { name: "", attrs: {} }],
  ])("that is %s is not answered", async (_what, oversized) => {
    const { router, ask, replies } = routing([echo]);
    router.refuse({ ...oversized, reason: "bytes" });
    await ask(iq({ id: "after" }, check()));
    expect(replies.map((reply) => reply.attrs.id)).toEqual(["after"]);
  });
});
