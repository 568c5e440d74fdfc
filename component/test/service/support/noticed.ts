// Juliet, whose contact Romeo is, anew for each test of the file that imports this.
import { beforeEach } from "@jest/globals";
import type { World } from "../world.ts";
import { createWorld, JULIET, ROMEO } from "../world.ts";

export const MINUTE = 60_000;
export const orchard = `${ROMEO}/orchard`;
export const balcony = `${JULIET}/balcony`;

export let world: World;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
});

/** An owner publishes, and whoever is told of it at once is told. Resolves to the stamp. */
export const publish = async (owner = JULIET) => {
  const stamp = await world.publish(owner);
  await world.pass();
  return stamp;
};
