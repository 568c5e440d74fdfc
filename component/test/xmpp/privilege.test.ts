import { beforeEach, describe, expect, test } from "@jest/globals";
import { element, NS_ROSTER, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { silentLog } from "../../src/log.ts";
import { createPrivilege } from "../../src/xmpp/privilege.ts";
import type { Privilege } from "../../src/xmpp/privilege.ts";
import { createRosters } from "../../src/xmpp/rosters.ts";

const DOMAIN = "schemes.capulet.lit";
const V1 = "urn:xmpp:privilege:1";
const V2 = "urn:xmpp:privilege:2";

let privilege: Privilege;
beforeEach(() => {
  privilege = createPrivilege({ domain: DOMAIN, serves: ["capulet.lit", "montague.lit"], log: silentLog });
});

function advert(
  type: string | undefined,
  over: { from?: string; to?: string; ns?: string; type?: string } = {},
): Element {
  const { ns = V2, from = "capulet.lit", to = DOMAIN } = over;
  const perms = [
    ...(type === undefined ? [] : [element(ns, "perm", { access: "roster", type })]),
    element(ns, "perm", { access: "message", type: "outgoing" }),
  ];
  return stanza("message", { from, to, id: "1", type: over.type }, element(ns, "privilege", {}, ...perms));
}

describe("a server's word about its users' rosters", () => {
  test.each([V1, V2])("in %s", (ns) => {
    expect(privilege.granted("capulet.lit")).toBe(false);
    expect(privilege.heard(advert("get", { ns }))).toBe(true);
    expect(privilege.granted("capulet.lit")).toBe(true);
    expect(privilege.granted("montague.lit")).toBe(false);
  });

  test.each([
    ["get", true],
    ["both", true],
    ["set", false],
    ["none", false],
    [undefined, false],
  ])("of type %s", (type, granted) => {
    privilege.heard(advert(type));
    expect(privilege.granted("capulet.lit")).toBe(granted);
  });

  test("is taken back by what it says next, for that domain", () => {
    privilege.heard(advert("get"));
    privilege.heard(advert("get", { from: "montague.lit" }));
    privilege.heard(advert(undefined));
    expect([privilege.granted("capulet.lit"), privilege.granted("montague.lit")]).toEqual([false, true]);
  });

  test("ends with the connection", () => {
    privilege.heard(advert("get"));
    privilege.withdraw();
    expect(privilege.granted("capulet.lit")).toBe(false);
  });
});

describe("the word of somebody else counts nothing", () => {
  test.each([
    ["a user", { from: "tybalt@capulet.lit/x" }],
    ["a user's account", { from: "tybalt@capulet.lit" }],
    ["a resource of the server", { from: "capulet.lit/x" }],
    ["a domain that is not served", { from: "verona.lit" }],
    ["a domain below", { from: "x.capulet.lit" }],
    ["the component itself", { from: DOMAIN }],
    ["a message to somebody else", { to: `x@${DOMAIN}` }],
    ["a bounce", { type: "error" }],
  ])("%s", (_who, over) => {
    expect(privilege.heard(advert("get", over))).toBe(true);
    expect(["capulet.lit", "montague.lit", "verona.lit", "tybalt@capulet.lit"].some(privilege.granted)).toBe(false);
  });

  test("and takes nothing away", () => {
    privilege.heard(advert("get"));
    privilege.heard(advert("none", { from: "tybalt@capulet.lit/x" }));
    expect(privilege.granted("capulet.lit")).toBe(true);
  });

  test("a grant inside of something else is none, and the message somebody else's to read", () => {
    const inner = advert("get").getChild("privilege", V2)!;
    const wrapped = stanza("message", { from: "capulet.lit", to: DOMAIN }, element("urn:example:x", "x", {}, inner));
    expect(privilege.heard(wrapped)).toBe(false);
    expect(privilege.granted("capulet.lit")).toBe(false);
  });
});

describe("reading a roster", () => {
  const asked: Element[] = [];
  const lost: string[] = [];
  const missing: string[] = [];
  const reading = (answer: () => Promise<Element>) =>
    createRosters({
      privilege,
      domain: DOMAIN,
      onMissing: (domain) => missing.push(domain),
      onLost: (domain) => lost.push(domain),
      ask: (iq) => {
        asked.push(iq);
        return answer();
      },
    });
  const result = (...items: Element[]) => stanza("iq", { type: "result" }, element(NS_ROSTER, "query", {}, ...items));
  const item = (attributes: Record<string, string>, ...groups: string[]) =>
    element(NS_ROSTER, "item", attributes, ...groups.map((group) => element(NS_ROSTER, "group", {}, group)));

  test("takes a grant, and asks nobody without", async () => {
    asked.length = 0;
    const rosters = reading(async () => result());
    await expect(rosters.read("juliet@capulet.lit")).rejects.toMatchObject({ code: "try-later" });
    expect(asked).toEqual([]);
    expect([rosters.granted("capulet.lit"), missing]).toEqual([false, ["capulet.lit"]]);
  });

  test("gives contacts normalised, with their groups, and leaves out what it cannot read", async () => {
    privilege.heard(advert("get"));
    const rosters = reading(async () =>
      result(
        item({ jid: "Romeo@Montague.lit", subscription: "both" }, "Friends", "Lovers"),
        item({ jid: "nurse@capulet.lit" }),
        item({ jid: "@", subscription: "both" }),
        item({ jid: "paris@verona.lit", subscription: "remove" }),
      ),
    );
    await expect(rosters.read("juliet@capulet.lit")).resolves.toEqual([
      { jid: "romeo@montague.lit", subscription: "both", groups: ["Friends", "Lovers"] },
      { jid: "nurse@capulet.lit", subscription: "none", groups: [] },
    ]);
  });

  test("of a missing account is empty, however the server says it", async () => {
    privilege.heard(advert("get"));
    await expect(reading(async () => result()).read("nobody@capulet.lit")).resolves.toEqual([]);
    const unknown = reading(() => Promise.reject(new SchemeError("not-found")));
    await expect(unknown.read("nobody@capulet.lit")).resolves.toEqual([]);
  });

  test.each(["try-later", "internal", "service-unavailable"] as const)(
    "that fails with %s is for later",
    async (code) => {
      privilege.heard(advert("get"));
      const rosters = reading(() => Promise.reject(new SchemeError(code)));
      await expect(rosters.read("juliet@capulet.lit")).rejects.toMatchObject({ code: "try-later" });
      expect(rosters.granted("capulet.lit")).toBe(true);
    },
  );

  test("that is forbidden is no longer granted, and that is told", async () => {
    lost.length = 0;
    privilege.heard(advert("get"));
    const rosters = reading(() => Promise.reject(new SchemeError("forbidden")));
    await expect(rosters.read("juliet@capulet.lit")).rejects.toMatchObject({ code: "try-later" });
    expect(rosters.granted("capulet.lit")).toBe(false);
    expect(lost).toEqual(["capulet.lit"]);
  });
});
