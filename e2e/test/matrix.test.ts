// *check with or without stamp* × *none, current, changed*, with hint and sync on and off: the method's plain flow carries
// everything alone, and hint and sync only save questions (draft, "Viewer's Use Cases").
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { decodeCheckResult, encodeCheckRequest, NS, parseStamp, toStamp } from "@status-scheme/protocol";
import type { CheckResult } from "@status-scheme/protocol";
import { english, lastingCache, payloads, startWorld, type Person, type Plain, type World } from "./support/world.ts";

let world: World;
let juliet: Person;

beforeAll(async () => {
  world = await startWorld();
  juliet = await world.person("juliet", { resource: "balcony" });
});
afterAll(() => world.stop());

const publish = (text: string) => juliet.schemes.publish([{ state: "available", text: english(text) }]);

describe("on the wire", () => {
  let romeo: Plain;
  beforeAll(async () => {
    romeo = await world.plain("romeo", { resource: "wire" });
  });
  const check = async (stamp?: string, owner = juliet.jid): Promise<CheckResult> => {
    const request = encodeCheckRequest({ owner, ...(stamp && { stamp: parseStamp(stamp) }) });
    const reply = await romeo.ask(world.bed.componentDomain, "get", request);
    return decodeCheckResult(reply.getChild("check", NS)!);
  };

  test("never set: none, with and without stamp", async () => {
    // Another contact: juliet's scheme is set from the next test on.
    const owner = world.bed.jid("mercutio");
    expect(await check(undefined, owner)).toEqual({ owner, status: "none" });
    expect(await check("2026-11-22T08:30:00.123Z", owner)).toEqual({ owner, status: "none" });
  });

  test("set: changed without a stamp, current with its own, changed with any other, older or newer", async () => {
    const { stamp } = await publish("Here");
    expect(await check()).toEqual({ owner: juliet.jid, status: "changed", stamp });
    expect(await check(stamp)).toEqual({ owner: juliet.jid, status: "current", stamp });
    expect(await check(toStamp(Date.parse(stamp) - 1))).toEqual({ owner: juliet.jid, status: "changed", stamp });
    expect(await check("2099-01-01T00:00:00.000Z")).toEqual({ owner: juliet.jid, status: "changed", stamp });
  });

  test("cleared: changed, to an empty scheme with a stamp of its own", async () => {
    const before = (await publish("Here")).stamp;
    const { stamp, looks } = await juliet.schemes.clear();
    expect({ looks, later: stamp > before }).toEqual({ looks: [], later: true });
    expect(await check(before)).toEqual({ owner: juliet.jid, status: "changed", stamp });
  });
});

describe.each([
  { hint: true, sync: true },
  { hint: true, sync: false },
  { hint: false, sync: true },
  { hint: false, sync: false },
])("in a viewer with hint $hint and sync $sync", (plugin) => {
  const inside: Person[] = [];
  const enter = async (cache = lastingCache()) => {
    const person = await world.person("romeo", { plugin: { ...plugin, cache } });
    inside.push(person);
    return person;
  };
  // Whoever a failed test left inside would be in the next one's way.
  afterEach(async () => {
    for (const person of inside.splice(0)) await person.leave();
  });
  const asked = ({ sent }: Person) =>
    [...payloads(sent, "check"), ...payloads(sent, "fetch")].filter(({ attrs }) => attrs.owner === juliet.jid);

  test("none: the plain state is shown", async () => {
    await juliet.schemes.clear();
    const romeo = await enter();
    const shown = await romeo.sees("juliet", ({ loggedIn, fresh }) => loggedIn && fresh);
    expect(shown.look).toBeUndefined();
    expect(payloads(romeo.sent, "sync")).toHaveLength(plugin.sync ? 1 : 0);
    await romeo.leave();
  });

  test("nothing held: asks without a stamp, fetches, shows", async () => {
    await publish("First");
    const romeo = await enter();
    const shown = await romeo.sees("juliet", ({ look, fresh }) => look !== undefined && fresh);
    expect(shown.look?.text).toBe("First");
    expect(asked(romeo)[0]?.attrs.stamp).toBeUndefined();
    await romeo.leave();
  });

  test("held and current: shown at once, nothing fetched; asked only where neither hint nor sync says so", async () => {
    await publish("Held");
    const cache = lastingCache();
    const first = await enter(cache);
    await first.sees("juliet", ({ look, fresh }) => look?.text === "Held" && fresh);
    await first.leave();
    const romeo = await enter(cache);
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "Held" && fresh);
    expect(payloads(romeo.received, "scheme")).toEqual([]);
    const questions = asked(romeo);
    if (plugin.hint || plugin.sync) expect(questions).toEqual([]);
    else expect(questions[0]?.attrs.stamp).toBeDefined();
    await romeo.leave();
  });

  test("held and changed: the new one is shown", async () => {
    await publish("Old");
    const cache = lastingCache();
    const first = await enter(cache);
    await first.sees("juliet", ({ look, fresh }) => look?.text === "Old" && fresh);
    await first.leave();
    await publish("New");
    const romeo = await enter(cache);
    const shown = await romeo.sees("juliet", ({ look, fresh }) => look?.text === "New" && fresh);
    expect(shown.stamp).toBe((await juliet.schemes.own())?.stamp);
    await romeo.leave();
  });

  test("held and cleared: dropped", async () => {
    await publish("Held");
    const cache = lastingCache();
    const first = await enter(cache);
    await first.sees("juliet", ({ look, fresh }) => look?.text === "Held" && fresh);
    await first.leave();
    await juliet.schemes.clear();
    const romeo = await enter(cache);
    const shown = await romeo.sees("juliet", ({ loggedIn, look, fresh }) => loggedIn && look === undefined && fresh);
    expect(shown.state).toBe("available");
    await romeo.leave();
  });
});
