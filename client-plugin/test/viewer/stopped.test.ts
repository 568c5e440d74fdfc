// A viewer that is stopped leaves nothing behind: no request, no timer.
import { expect, test } from "@jest/globals";
import type { Element } from "@status-scheme/protocol";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET, withScheme } from "./support/juliet.ts";
import { makeMedium, S1, S2, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

test("media that are on their way are not waited for", async () => {
  const image = makeMedium(new TextEncoder().encode("a closed door"));
  const world = createWorld();
  world.media.set(image.sources[0]!, () => new Promise(() => undefined));
  world.schemes.set(JULIET, schemeOf(JULIET, S1, textLook("available", "Here", { media: [image] })));
  await world.login();
  world.presence(BALCONY);
  await idle();
  expect(world.fetched).toHaveLength(1);
  world.viewer.stop();
  await idle();
  expect([world.clock.timers(), world.warnings]).toEqual([0, []]);
});

test("nor are answers", async () => {
  const world = await withScheme();
  world.answers.set("fetch", () => new Promise<Element>(() => undefined));
  world.notice(JULIET, S2);
  await idle();
  world.viewer.stop();
  await idle();
  expect(world.clock.timers()).toBe(0);
});
