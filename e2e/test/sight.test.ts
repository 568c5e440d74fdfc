// Sight follows the roster within 60 seconds, which is what a service does that is not told otherwise (draft, "Access"). These
// minutes are real ones, and pass side by side; by which model somebody sees is in models.test.ts.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { encodeCheckRequest } from "@status-scheme/protocol";
import { english, startWorld, until, type Plain, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
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
  await until(isSo, `${one.account} is told ${status}`, 65_000);
  return (Date.now() - begun) / 1000;
}

// holds: sight-begins-within-a-minute, sight-ends-within-a-minute
test("sight is given and taken by roster changes, within 60 seconds, without anyone publishing", async () => {
  const tybalt = await world.plain("tybalt");
  const mercutio = await world.plain("mercutio");
  expect(await statusFor(tybalt, "juliet")).toBe("none");
  expect(await statusFor(mercutio, "romeo")).toBe("changed");
  const given = world.bed.befriend("juliet", "tybalt").then(() => secondsUntil(tybalt, "juliet", "changed"));
  const taken = world.bed.unfriend("romeo", "mercutio").then(() => secondsUntil(mercutio, "romeo", "none"));
  for (const seconds of await Promise.all([given, taken])) expect(seconds).toBeLessThan(61);
});
