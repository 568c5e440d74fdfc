// Sight follows the roster within 60 seconds, which is what a service does that is not told otherwise (draft, "Access"). These
// minutes are real ones, and pass side by side; by which model somebody sees is in models.test.ts.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { encodeCheckRequest } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { english, startWorld, type Plain, type World } from "./support/world.ts";

/** One for each try: what the service has read of the first is known to it for a minute. */
const STRANGERS = ["tybalt", "paris"];
const FRIENDS = ["mercutio", "benvolio"];
/** A minute, and what a slow machine takes to ask. */
const IN_TIME_SECONDS = 75;

let world: World;
let tries = 0;

beforeAll(async () => {
  const friends = FRIENDS.map((friend) => ["romeo", friend] as const);
  world = await startWorld({ accounts: ["juliet", "romeo", ...STRANGERS, ...FRIENDS], friends });
  // An owner each: what makes the service read one roster must not help with the other.
  for (const name of ["juliet", "romeo"]) {
    const owner = await world.person(name);
    await owner.schemes.publish([{ state: "available", text: english("For friends") }]);
  }
});
afterAll(() => world.stop());

/** The status of a check by someone. */
const statusFor = async (one: Plain, owner: string) => {
  const question = encodeCheckRequest({ owner: world.bed.jid(owner) });
  return (await one.ask(world.bed.componentDomain, "get", question)).getChild("check")?.attrs.status;
};

/** Seconds until a check says so. Asked a few times a second, as nobody would who is to be spared work. */
async function secondsUntil(one: Plain, owner: string, status: string): Promise<number> {
  const begun = Date.now();
  const isSo = async () => {
    if ((await statusFor(one, owner)) === status) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
    return false;
  };
  await until(`${one.account} is told ${status}`, isSo, 90_000);
  return (Date.now() - begun) / 1000;
}

// holds: sight-begins-within-a-minute, sight-ends-within-a-minute
test("sight is given and taken by roster changes, within 60 seconds and what asking takes, without anyone publishing", async () => {
  const stranger = await world.plain(STRANGERS[tries]!);
  const friend = await world.plain(FRIENDS[tries]!);
  tries += 1;
  expect(await statusFor(stranger, "juliet")).toBe("none");
  expect(await statusFor(friend, "romeo")).toBe("changed");
  const given = world.bed.befriend("juliet", stranger.account).then(() => secondsUntil(stranger, "juliet", "changed"));
  const taken = world.bed.unfriend("romeo", friend.account).then(() => secondsUntil(friend, "romeo", "none"));
  for (const seconds of await Promise.all([given, taken])) expect(seconds).toBeLessThan(IN_TIME_SECONDS);
});
