import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { element, NS_PRIVACY, stanza } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { loginPlain } from "../host/people.ts";
import type { Person } from "../host/people.ts";
import { loginOwner } from "./people.ts";
import type { Owner } from "./people.ts";

const LOOKS = [{ state: "dnd", text: [{ lang: "en", text: "Busy" }] }];

let bed: Testbed;
let romeo: Person;
let juliet: Owner;
async function start(modules: readonly string[]) {
  bed = await startTestbed({ modules });
  await bed.startComponent();
  romeo = await loginPlain(bed, "romeo");
  await romeo.xmpp.send(stanza("presence", {}));
}
const login = async () => {
  juliet = await loginOwner(bed, "juliet");
  await juliet.owner.own();
  juliet.xmpp.on("online", () => void juliet.xmpp.send(stanza("presence", {})));
  await juliet.xmpp.send(stanza("presence", {}));
  await untilSeen("available");
  romeo.received.splice(0);
};
afterEach(async () => {
  await juliet.owner.setInvisible(false).catch(() => undefined);
  await juliet.owner.clear().catch(() => undefined);
  await juliet.xmpp.stop();
});
/** Every presence of juliet that romeo got: its `<show/>`, or its type. */
const seen = () =>
  romeo.received
    .filter(({ name, attrs }) => name === "presence" && attrs.from?.startsWith("juliet@"))
    .map((presence) => presence.attrs.type ?? presence.getChildText("show") ?? "available");
const untilSeen = (state: string) => until(`romeo sees ${state}`, () => seen().at(-1) === state);
/** Everything juliet sent has come through to romeo's server side. */
const settled = async () => {
  const id = crypto.randomUUID();
  await juliet.host.ask(stanza("iq", { type: "get", to: bed.domain }, element("urn:xmpp:ping", "ping")));
  await romeo.xmpp.send(stanza("message", { to: String(romeo.xmpp.jid), id }));
  await romeo.get(({ attrs }) => attrs.id === id);
};

describe.each([
  ["where the server has privacy lists", ["privacy_lists"]],
  ["where it has none", []],
])("invisible, %s", (_where, modules) => {
  const hasLists = modules.length > 0;
  beforeAll(() => start(modules));
  afterAll(() => bed.stop());

  // holds: invisible-no-hint
  test("contacts see the owner go, and nothing of what they do then", async () => {
    await login();
    await juliet.owner.setInvisible(true);
    await untilSeen("unavailable");
    await juliet.owner.setState("dnd");
    await juliet.xmpp.send(stanza("presence", {}));
    await settled();
    expect(seen()).toEqual(["unavailable"]);
    await juliet.owner.setState("xa");
    await juliet.owner.setInvisible(false);
    await untilSeen("xa");
    expect(seen()).toEqual(["unavailable", "xa"]);
  });

  test(`contacts' presence ${hasLists ? "still comes" : "does not come, which the program is told"}`, async () => {
    await login();
    await juliet.owner.setInvisible(true);
    await untilSeen("unavailable");
    await settled();
    juliet.received.splice(0);
    const away = stanza("presence", {}, stanza("error", {}));
    await romeo.xmpp.send(away);
    await settled();
    await settled();
    const isThere = juliet.received.some(({ name, attrs }) => name === "presence" && attrs.from?.startsWith("romeo@"));
    expect(isThere).toBe(hasLists);
    expect(juliet.warnings.map(({ code }) => code)).toEqual(hasLists ? [] : ["invisible-unavailable"]);
  });

  // holds: invisible-no-hint
  test("it outlives a lost session, whatever the host program sends", async () => {
    await login();
    await juliet.owner.setInvisible(true);
    await untilSeen("unavailable");
    await juliet.xmpp.stop();
    await juliet.xmpp.start();
    await settled();
    await settled();
    expect(new Set(seen())).toEqual(new Set(["unavailable"]));
    await juliet.owner.setInvisible(false);
    await untilSeen("available");
  });

  // holds: no-publish-while-invisible
  test("to publish takes the person's word", async () => {
    await login();
    await juliet.owner.setInvisible(true);
    await expect(juliet.owner.publish(LOOKS)).rejects.toMatchObject({ code: "forbidden" });
    expect((await juliet.owner.publish(LOOKS, { whileInvisible: true })).looks).toHaveLength(1);
    await settled();
    expect(seen().at(-1)).toBe("unavailable");
  });

  if (hasLists) {
    test("notices of the service still come", async () => {
      await login();
      await juliet.xmpp.send(stanza("presence", { to: bed.componentDomain }));
      await juliet.owner.setInvisible(true);
      const other = await loginOwner(bed, "juliet");
      const { stamp } = await other.owner.publish(LOOKS);
      await until("the notice", () => juliet.stamps.includes(stamp));
      await other.xmpp.stop();
    });

    test("the owner's own rules stay in force", async () => {
      await login();
      const privacy = (type: string, ...children: ReturnType<typeof element>[]) =>
        juliet.host.ask(stanza("iq", { type }, element(NS_PRIVACY, "query", {}, ...children)));
      const rule = element(
        NS_PRIVACY,
        "item",
        { type: "jid", value: bed.jid("romeo"), action: "deny", order: 5 },
        element(NS_PRIVACY, "message"),
      );
      await privacy("set", element(NS_PRIVACY, "list", { name: "own" }, rule));
      await privacy("set", element(NS_PRIVACY, "active", { name: "own" }));
      await juliet.owner.setInvisible(true);
      await romeo.xmpp.send(stanza("message", { to: String(juliet.xmpp.jid), id: "unwanted" }));
      await settled();
      await settled();
      expect(juliet.received.some(({ attrs }) => attrs.id === "unwanted" && attrs.type !== "error")).toBe(false);
      await juliet.owner.setInvisible(false);
      const lists = (await privacy("get")).getChild("query")!;
      expect(lists.getChild("active")!.attrs.name).toBe("own");
      expect(lists.getChildren("list").map(({ attrs }) => attrs.name)).toEqual(["own"]);
      await privacy("set", element(NS_PRIVACY, "active"));
    });
  }
});
