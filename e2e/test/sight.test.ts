// Who sees: by each model, and by the roster, which sight follows within 60 seconds (draft, "Access").
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { element, encodeCheckRequest, NS_ROSTER } from "@status-scheme/protocol";
import { english, startWorld, until, type Person, type Plain, type World } from "./support/world.ts";

let world: World;
let juliet: Person;

beforeAll(async () => {
  world = await startWorld();
  juliet = await world.person("juliet", { resource: "balcony" });
  await juliet.schemes.publish([{ state: "available", text: english("For friends") }]);
});
afterAll(() => world.stop());

/** The status of a check by someone of juliet. */
const statusFor = async (one: Plain) => {
  const reply = await one.ask(world.bed.componentDomain, "get", encodeCheckRequest({ owner: juliet.jid }));
  return reply.getChild("check")?.attrs.status;
};

// holds: sight-begins-within-a-minute, sight-ends-within-a-minute
test("sight is given and taken by roster changes, within 60 seconds, without anyone publishing", async () => {
  const tybalt = await world.plain("tybalt", { resource: "new" });
  expect(await statusFor(tybalt)).toBe("none");
  await world.bed.befriend("juliet", "tybalt");
  const given = Date.now();
  await until(async () => (await statusFor(tybalt)) === "changed", "tybalt sees", 65_000);
  expect(Date.now() - given).toBeLessThan(61_000);

  await world.bed.unfriend("juliet", "tybalt");
  const taken = Date.now();
  await until(async () => (await statusFor(tybalt)) === "none", "tybalt no longer sees", 65_000);
  expect(Date.now() - taken).toBeLessThan(61_000);
}, 150_000);

describe("every model", () => {
  test.each([
    ["presence", {}, ["romeo", "mercutio"]],
    ["whitelist", { allowed: ["mercutio"] }, ["mercutio"]],
    ["whitelist, for someone who is no contact", { allowed: ["tybalt"] }, ["tybalt"]],
    ["roster", { groups: ["Friends"] }, ["romeo"]],
    ["open", {}, ["romeo", "mercutio", "tybalt"]],
  ] as const)(
    "%s",
    async (name, lists, seeing) => {
      const model = name.split(",")[0] as "presence" | "whitelist" | "roster" | "open";
      if (model === "roster") await putInGroup(juliet, world.bed.jid("romeo"), "Friends");
      const allowed = "allowed" in lists ? lists.allowed.map((who) => world.bed.jid(who)) : [];
      const groups = "groups" in lists ? lists.groups : [];
      await juliet.schemes.setAccess({ model, allowed, groups, blocked: [] });
      for (const who of ["romeo", "mercutio", "tybalt"] as const) {
        const one = await world.plain(who, { resource: `model-${model}` });
        const wanted = (seeing as readonly string[]).includes(who) ? "changed" : "none";
        await until(async () => (await statusFor(one)) === wanted, `${who} with ${model}: ${wanted}`, 65_000);
        await one.leave();
      }
    },
    150_000,
  );
});

async function putInGroup(owner: Person, contact: string, group: string): Promise<void> {
  const item = element(NS_ROSTER, "item", { jid: contact }, element(NS_ROSTER, "group", {}, group));
  await owner.ask(owner.jid, "set", element(NS_ROSTER, "query", {}, item));
}
