// Schemes that need no service: an owner's client serves its own (draft, "Client-Stored Schemes"; rows 4 and 8 of the
// method).
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { ServeSource } from "@status-scheme/client-plugin";
import { folderStore } from "@status-scheme/client-plugin/folder-store";
import { element, NS, NS_CAPS, NS_DISCO_INFO, NS_SERVE } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { actions, asked, full, guests, looks } from "./support/client-stored.ts";
import { leavesWithLook } from "./support/offline.ts";
import { english, payloads, picture, startWorld } from "./support/world.ts";
import type { Person, World } from "./support/world.ts";

let world: World;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "status-scheme-served-"));
  world = await startWorld();
});
afterAll(async () => {
  await world?.stop();
  await rm(folder, { recursive: true });
});

describe("row 4, the client: the scheme is on the owner's", () => {
  let juliet: Person;
  let romeo: Person;
  /** `what`: to serve in the place of what is kept. */
  const come = async (what: Pick<ServeSource, "looks"> = {}) => {
    juliet = await world.person("juliet", { resource: "balcony" });
    return juliet.schemes.serve({ store: folderStore(join(folder, "juliet")), ...what });
  };
  beforeAll(async () => {
    await come({ looks: await looks() });
    romeo = await world.person("romeo", { resource: "orchard" });
  });
  afterAll(async () => {
    await romeo.leave();
    await juliet.leave();
  });

  // holds: served-scheme-is-hinted, serving-client-has-caps, serving-features, no-file-transfer-feature-for-schemes-alone
  test("its presence hints at it without `by`, and its caps tell how it is asked", async () => {
    const arrived = () =>
      romeo.received.findLast(({ name, attrs }) => name === "presence" && attrs.from === full(juliet));
    const presence = arrived()!;
    const hint = presence.getChild("showing", NS)!.attrs;
    expect(hint).toMatchObject({ stamp: (await juliet.schemes.own())!.stamp });
    expect(hint.by).toBeUndefined();
    const { node, ver } = presence.getChild("c", NS_CAPS)!.attrs;
    const query = element(NS_DISCO_INFO, "query", { node: `${node}#${ver}` });
    const info = await romeo.ask(full(juliet), "get", query);
    const features = info.getChild("query", NS_DISCO_INFO)!.getChildren("feature");
    const names = features.map(({ attrs }) => attrs.var);
    expect(names).toEqual(
      expect.arrayContaining([
        NS,
        NS_SERVE,
        "urn:xmpp:jingle:1",
        "urn:xmpp:jingle:transports:ibb:1",
        "urn:xmpp:hashes:2",
        "urn:xmpp:hash-function-text-names:sha-256",
      ]),
    );
    expect(names).not.toContain("urn:xmpp:jingle:apps:file-transfer:5");
  });

  // holds: only-hinting-clients-asked, no-owner-to-a-client, client-answers-check-and-fetch, shown-resource-is-asked
  test("a contact sees its text and its image, which came from the client alone", async () => {
    const { look, fresh } = await romeo.sees("juliet", (one) => one.look?.media.length === 1 && one.fresh);
    expect({ text: look?.text, fresh }).toEqual({ text: "At home", fresh: true });
    expect(Buffer.from(look!.media[0]!.bytes)).toEqual(Buffer.from(await picture("red")));
    const toService = romeo.sent.filter(({ attrs }) => attrs.to === world.bed.componentDomain);
    expect([...payloads(toService, "check"), ...payloads(toService, "fetch")]).toEqual([]);
    for (const name of ["check", "fetch"]) {
      for (const question of payloads(romeo.sent, name)) expect(question.attrs.owner).toBeUndefined();
    }
  });

  test("a state with no question at all", async () => {
    const before = romeo.sent.length;
    await juliet.schemes.setState("dnd");
    await romeo.sees("juliet", ({ look }) => look?.text === "Please do not disturb");
    expect(asked(romeo.sent.slice(before))).toEqual([]);
    await juliet.schemes.setState("available");
  });

  // holds: client-notifies-those-online
  test("a change reaches contacts by a notice, and is shown", async () => {
    const { stamp } = await juliet.schemes.edit({ state: "away", text: english("At the window") });
    await until("romeo has the notice", () =>
      payloads(romeo.received, "changed").some(({ attrs }) => attrs.stamp === stamp),
    );
    await juliet.schemes.setState("away");
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "At the window" && fresh);
    await juliet.schemes.setState("available");
  });

  test("offline, it is shown by the offline look that was kept, also after a new login of the contact", async () => {
    if (juliet.xmpp.status !== "online") await come();
    await leavesWithLook(world, { juliet, romeo }, "Asleep");
  });

  test("back with what was kept, it is the same version: nobody asks for anything", async () => {
    const before = romeo.sent.length;
    expect(await come()).toMatchObject({ looks: expect.any(Array) });
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "At home" && fresh);
    expect(asked(romeo.sent.slice(before)).filter((name) => name !== "check")).toEqual([]);
  });
});

const arrive = guests(() => world);

describe("row 8: the contact asks for a connection, then for the scheme, then gets it over that connection", () => {
  test("document and image in one session, SOCKS5 offered before anything else, and nothing by HTTP", async () => {
    const juliet = await arrive("juliet", { resource: "balcony" });
    await juliet.schemes.serve({ looks: await looks() });
    const requests: unknown[] = [];
    const counting: typeof fetch = (...request) => {
      requests.push(request);
      return fetch(...request);
    };
    const romeo = await arrive("romeo", { resource: "orchard", plugin: { fetch: counting } });
    await romeo.sees("juliet", ({ look, fresh }) => look?.media.length === 1 && fresh);
    await until("the session ends", () => actions(romeo.sent).includes("session-terminate"));
    expect(payloads(romeo.sent, "fetch")).toEqual([]);
    const [initiate, ...rest] = payloads(romeo.sent, "jingle").filter(({ attrs }) => attrs.sid !== undefined);
    expect(initiate!.attrs.action).toBe("session-initiate");
    expect(initiate!.getChild("content")!.attrs.senders).toBe("responder");
    expect(
      initiate!.getChild("content")!.getChild("description")!.getChild("file")!.getChild("document", NS),
    ).toBeTruthy();
    expect(initiate!.getChild("content")!.getChild("transport")!.attrs.xmlns).toContain("s5b");
    expect(actions(juliet.sent)).toContain("session-accept");
    expect(rest.map(({ attrs }) => attrs.action)).toContain("content-add");
    expect(new Set(payloads(romeo.sent, "jingle").map(({ attrs }) => attrs.sid)).size).toBe(1);
    const end = payloads(romeo.sent, "jingle").at(-1)!;
    expect([end.attrs.action, end.getChild("reason")!.getChildElements()[0]!.name]).toEqual([
      "session-terminate",
      "success",
    ]);
    expect(requests).toEqual([]);
  });

  test("the person behind the owner is asked, and does not want to: the plain state, and no more questions", async () => {
    const juliet = await arrive("juliet", { resource: "balcony" });
    const asking: string[] = [];
    let isWilling = false;
    const ask = (viewer: string) => {
      asking.push(viewer);
      return Promise.resolve(isWilling);
    };
    await juliet.schemes.serve({ looks: await looks(), ask });
    const romeo = await arrive("romeo", { resource: "orchard" });
    await until("romeo is told", () => romeo.warnings.some(({ code }) => code === "fetch-failed"));
    expect(asking).toEqual([full(romeo)]);
    expect(romeo.schemes.shown(juliet.jid)).toMatchObject({ loggedIn: true });
    expect(romeo.schemes.shown(juliet.jid)!.look).toBeUndefined();
    const before = romeo.sent.length;
    await juliet.schemes.setState("dnd");
    await romeo.sees("juliet", ({ state }) => state === "dnd");
    expect(asked(romeo.sent.slice(before))).toEqual([]);
    isWilling = true;
    // A person asks again.
    expect(await romeo.schemes.check(juliet.jid)).toMatchObject({ looks: expect.any(Array) });
    await romeo.sees("juliet", ({ look }) => look?.text === "Please do not disturb");
  });
});
