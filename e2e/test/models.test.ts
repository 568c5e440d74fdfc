// Who sees by each model (draft, "Access"). The service looks after rosters every few seconds here, as its operators can have
// it; that it does so once a minute where they say nothing is in sight.test.ts.
import { afterAll, beforeAll, test } from "@jest/globals";
import { element, encodeCheckRequest, NS_ROSTER } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { english, startWorld, type Person, type Plain, type World } from "./support/world.ts";

const SIGHT_SECONDS = 5;
/** What everybody is told by then, on a slow machine too. */
const IN_TIME_MS = (SIGHT_SECONDS + 30) * 1000;

let world: World;
let juliet: Person;
let others: Readonly<Record<string, Plain>>;

beforeAll(async () => {
  world = await startWorld({}, { config: { owners: { sight_seconds: SIGHT_SECONDS } } });
  juliet = await world.person("juliet", { resource: "balcony" });
  await juliet.schemes.publish([{ state: "available", text: english("For friends") }]);
  const names = ["romeo", "mercutio", "tybalt"];
  others = Object.fromEntries(await Promise.all(names.map(async (name) => [name, await world.plain(name)] as const)));
});
afterAll(() => world.stop());

/** The status of a check by someone of juliet. */
const statusFor = async (one: Plain) => {
  const reply = await one.ask(world.bed.componentDomain, "get", encodeCheckRequest({ owner: juliet.jid }));
  return reply.getChild("check")?.attrs.status;
};
const isTold = (one: Plain, status: string) =>
  until(`${one.account} is told ${status}`, async () => (await statusFor(one)) === status, IN_TIME_MS);

test.each([
  ["presence", {}, ["romeo", "mercutio"]],
  ["whitelist", { allowed: ["mercutio"] }, ["mercutio"]],
  ["whitelist, for someone who is no contact", { allowed: ["tybalt"] }, ["tybalt"]],
  ["roster", { groups: ["Friends"] }, ["romeo"]],
  ["open", {}, ["romeo", "mercutio", "tybalt"]],
] as const)("%s", async (name, lists, seeing) => {
  const model = name.split(",")[0] as "presence" | "whitelist" | "roster" | "open";
  if (model === "roster") await putInGroup(juliet, world.bed.jid("romeo"), "Friends");
  const allowed = "allowed" in lists ? lists.allowed.map((who) => world.bed.jid(who)) : [];
  const groups = "groups" in lists ? lists.groups : [];
  await juliet.schemes.setAccess({ model, allowed, groups, blocked: [] });
  for (const one of Object.values(others)) {
    await isTold(one, (seeing as readonly string[]).includes(one.account) ? "changed" : "none");
  }
});

test("sight follows the roster in as many seconds as the operator says", async () => {
  await juliet.schemes.setAccess({ model: "presence", allowed: [], groups: [], blocked: [] });
  await isTold(others.tybalt!, "none");
  await isTold(others.mercutio!, "changed");
  try {
    await world.bed.befriend("juliet", "tybalt");
    await isTold(others.tybalt!, "changed");
    await world.bed.unfriend("juliet", "mercutio");
    await isTold(others.mercutio!, "none");
  } finally {
    // As it was, for whatever is tried again.
    await world.bed.unfriend("juliet", "tybalt").catch(() => undefined);
    await world.bed.befriend("juliet", "mercutio");
  }
});

async function putInGroup(owner: Person, contact: string, group: string): Promise<void> {
  const item = element(NS_ROSTER, "item", { jid: contact }, element(NS_ROSTER, "group", {}, group));
  await owner.ask(owner.jid, "set", element(NS_ROSTER, "query", {}, item));
}
