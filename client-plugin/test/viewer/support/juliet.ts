// Juliet and her scheme, for tests of what follows from her presence.
import { expect } from "@jest/globals";
import type { Showing } from "@status-scheme/protocol";
import { idle } from "./clock.ts";
import { S1, schemeOf, SERVICE, textLook } from "./values.ts";
import { createWorld } from "./world.ts";
import type { World, WorldOptions } from "./world.ts";

export const JULIET = "juliet@capulet.lit";
export const BALCONY = `${JULIET}/balcony`;
export const looks = [
  textLook("available", "Here"),
  textLook("dnd", "Busy"),
  textLook("in_a_meeting", "Meeting", { show: "dnd" }),
  textLook("offline", "Gone"),
];
export const by = (stamp?: Showing["stamp"], more: Showing = {}): Showing => ({
  by: SERVICE,
  ...(stamp && { stamp }),
  ...more,
});
export const questions = (world: World) =>
  world
    .askedFor("check", "fetch")
    .map(({ verb, stamp }) => (stamp === undefined ? verb : `${verb} ${stamp.slice(-2, -1)}`));

/** Logged in, juliet there with a scheme S1 that is held already, and nothing asked so far. */
export async function withScheme(options: WorldOptions = {}, hint?: Showing): Promise<World> {
  const world = createWorld(options);
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(BALCONY, { ...(hint && { hint }) });
  await idle();
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S1, fresh: true });
  world.asked.length = 0;
  world.looks.length = 0;
  return world;
}
