// How many sessions an owner's client has active at a time (draft, section 8.13).
import { expect, test } from "@jest/globals";
import { createSlots } from "../../src/transfer/slots.ts";
import { createClock, idle } from "../viewer/support/clock.ts";

const LONG_MS = 180_000;

function createWorld() {
  const clock = createClock();
  const slots = createSlots({ ...clock, count: 2, longMs: LONG_MS });
  const having: string[] = [];
  const take = (name: string) => {
    const session = new AbortController();
    slots.take(session.signal).then(
      () => having.push(name),
      () => having.push(`${name}, in vain`),
    );
    return () => session.abort(new Error("over"));
  };
  return { clock, take, having };
}

// holds: two-sessions-an-owner
test("so many have a place, the next when one of them ends, in their order", async () => {
  const { take, having, clock } = createWorld();
  const ends = ["a", "b", "c", "d", "e"].map(take);
  await idle();
  expect(having).toEqual(["a", "b"]);
  ends[3]!();
  ends[1]!();
  await idle();
  expect(having).toEqual(["a", "b", "d, in vain", "c"]);
  ends[0]!();
  await idle();
  expect(having.at(-1)).toBe("e");
  for (const end of ends) end();
  expect(clock.timers()).toBe(0);
});

// holds: two-sessions-an-owner
test("who holds one for ever keeps nobody from being served, and has given back one place when it ends", async () => {
  const { take, having, clock } = createWorld();
  const ends = ["crawls", "crawls as well", "a"].map(take);
  await idle();
  expect(having).toHaveLength(2);
  await clock.advance(LONG_MS);
  expect(having.at(-1)).toBe("a");
  for (const end of ends) end();
  for (const name of ["b", "c", "d"]) take(name);
  await idle();
  expect(having.slice(3)).toEqual(["b", "c"]);
});
