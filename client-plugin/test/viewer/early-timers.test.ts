// Timers fire up to a millisecond before their time, which is no whole number of milliseconds, and time goes on between two
// looks at the clock: what is to be tried again must not be forgotten in between.
import { expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { createClock, idle } from "./support/clock.ts";
import type { TestClock } from "./support/clock.ts";
import { BALCONY, JULIET, looks } from "./support/juliet.ts";
import { S1, S2, schemeOf, SERVICE } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

/** `step`: milliseconds from one look at the clock to the next. */
function hastyClock(random: number, step: number): TestClock {
  const clock = createClock();
  let since = clock.now();
  let passed = 0;
  return {
    ...clock,
    random: () => random,
    now() {
      if (clock.now() !== since) [since, passed] = [clock.now(), 0];
      passed += step;
      return clock.now() + passed;
    },
    // As Node's: whole milliseconds, one at least.
    after: (ms, run) => clock.after(Math.max(Math.trunc(ms), 1), run),
  };
}
const cases = [0.12345, 0.54321, 0.87654].flatMap((random) =>
  [0, 0.02, 0.1, 0.3].map((step) => [random, step] as const),
);

test.each(cases)("a question that failed is asked again: chance %d, %d ms between looks", async (random, step) => {
  const world = createWorld({ clock: hastyClock(random, step) });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  await world.login();
  world.presence(BALCONY, { hint: { by: SERVICE, stamp: S1 } });
  await idle();
  world.schemes.set(JULIET, schemeOf(JULIET, S2, ...looks));
  world.answers.set("fetch", () => new SchemeError("try-later"));
  world.notice(JULIET, S2);
  await world.clock.advance(60_000);
  world.answers.delete("fetch");
  await world.clock.advance(180_000);
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S2, fresh: true });
});

test.each(cases)("a domain that was down is asked again: chance %d, %d ms between looks", async (random, step) => {
  const world = createWorld({ clock: hastyClock(random, step) });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, ...looks));
  world.answers.set("items", () => new SchemeError("try-later"));
  await world.login();
  world.presence(BALCONY, { hint: { by: SERVICE, stamp: S1 } });
  await world.clock.advance(60_000);
  world.answers.delete("items");
  await world.clock.advance(180_000);
  expect(world.viewer.shown(JULIET)).toMatchObject({ stamp: S1, fresh: true });
});
