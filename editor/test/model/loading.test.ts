// What could not be read at the start is read later, by itself, and nothing moves under the person's hands meanwhile.
import { expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { createWorld, idle, look } from "./support.ts";
import type { World } from "./support.ts";

const AWAY = new SchemeError("try-later", { reason: "the domain is down" });
/** Opened while there is nobody to ask. */
const opened = async (away = AWAY) => {
  const world = createWorld([look("dnd", "Busy")], { limits: { "text-characters": 40 } });
  world.away = away;
  await world.editor.load();
  expect(world.editor.state()).toMatchObject({ status: { name: "failed", doing: "load" }, looks: [] });
  return world;
};
/** What waits comes. Returns for how long it waited, in milliseconds. */
const pass = async ({ timers }: World) => {
  const [[run, ms]] = [...timers] as [[() => void, number]];
  timers.delete(run);
  run();
  await idle();
  return ms;
};

test("a load that failed is tried again, later each time, until it works", async () => {
  const world = await opened();
  const { editor } = world;
  const shown: string[] = [];
  editor.subscribe(({ status }) => shown.push(status.name));
  const waits = [await pass(world), await pass(world), await pass(world)];
  waits.forEach((ms, index) => {
    expect(ms).toBeGreaterThanOrEqual(1_000 * 2 ** index);
    expect(ms).toBeLessThan(3_000 * 2 ** index);
  });
  // What failed is told all the time: its button stays under who presses it.
  expect(shown).toEqual([]);
  world.away = undefined;
  await pass(world);
  expect(editor.state()).toMatchObject({ status: { name: "idle" }, limits: { "text-characters": 40 }, dirty: false });
  expect(editor.state().looks.map(({ state }) => state)).toEqual(["dnd"]);
  expect(world.timers.size).toBe(0);
});

test("a new session ends the wait", async () => {
  const world = await opened();
  world.away = undefined;
  world.login();
  await idle();
  expect(world.editor.state()).toMatchObject({ status: { name: "idle" }, stamp: world.published()!.stamp });
  expect(world.timers.size).toBe(0);
});

test("never before the time that was asked for", async () => {
  const world = await opened(new SchemeError("rate-exceeded", { after: 600 }));
  expect(await pass(world)).toBeGreaterThanOrEqual(600_000);
});

test("what the person typed before is merged; what they publish meanwhile goes on, and tells of itself", async () => {
  const world = await opened();
  const { editor } = world;
  editor.setText("away", "en", "Out");
  world.refuse = new SchemeError("try-later");
  expect(await editor.publish()).toBe(false);
  world.away = undefined;
  await pass(world);
  expect(editor.state()).toMatchObject({ status: { name: "failed", doing: "publish" }, changed: ["away"] });
  expect(await editor.publish()).toBe(true);
  expect(
    world
      .published()!
      .looks.map(({ state }) => state)
      .sort(),
  ).toEqual(["away", "dnd"]);
});

test("one that was stopped waits for nothing, also in the middle of a try", async () => {
  const world = await opened();
  world.editor.stop();
  expect(world.timers.size).toBe(0);
  const other = await opened();
  const [run] = [...other.timers.keys()];
  other.timers.clear();
  run!();
  other.editor.stop();
  await idle();
  expect(other.timers.size).toBe(0);
});
