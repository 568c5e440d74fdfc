// What viewers report: of what they see, kept for the operators, and for nobody else to notice.
import { beforeEach, describe, expect, test } from "@jest/globals";
import { base64OfHex, encodeError } from "@status-scheme/protocol";
import type { ReportRequest, Stamp, SchemeError } from "@status-scheme/protocol";
import { hashOf } from "../../src/blob/rules.ts";
import { createMemoryStore } from "../../src/store/memory/memory-store.ts";
import { createWorld, JULIET, LOOK, NOBODY, OPERATOR, ROMEO, STRANGER, TYBALT, upload, withImage } from "./world.ts";
import type { World } from "./world.ts";

const DOOR = Buffer.from("a closed door");
const CLEAN = hashOf(DOOR.toReversed());
const OTHER = "0".repeat(64);

let world: World;
let stamp: Stamp;
beforeEach(async () => {
  world = await createWorld();
  world.befriend(JULIET, ROMEO);
  const image = withImage(DOOR, [await upload(world, JULIET, DOOR)]);
  stamp = await world.publish(JULIET, [image, { ...LOOK, state: "away" }]);
});

const report = (more: Partial<ReportRequest> = {}, reporter = ROMEO) =>
  world.services.report(reporter, { owner: JULIET, stamp, media: [], reason: "abuse", text: [], ...more });
const reports = () => world.services.moderation.reports({ limit: 100 });
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: SchemeError) => encodeError(error).toString(),
  );

test("an operator reads who reports what, when and why, until it is closed", async () => {
  const text = [{ lang: "en", text: "He jests at scars" }];
  await report({ state: "dnd", text });
  expect(await reports()).toEqual([
    {
      ...{ id: 1, at: Date.now(), reporter: ROMEO, owner: JULIET, stamp, state: "dnd", reason: "abuse", text },
      ...{ media: [CLEAN], isCurrent: true },
    },
  ]);
  expect(await world.services.moderation.closeReport(1, OPERATOR)).toBe(true);
  expect(await reports()).toEqual([]);
});

describe("the media of a report", () => {
  const mediaOf = async (more: Partial<ReportRequest>) => {
    await report(more);
    const [{ media, isCurrent } = {}] = await reports();
    return { media, isCurrent };
  };
  const named = (...hashes: string[]) => ({ media: hashes.map(base64OfHex) });

  test.each<[string, Partial<ReportRequest>, readonly string[]]>([
    ["are those of the look", { state: "dnd" }, [CLEAN]],
    ["are none where the look has none", { state: "away" }, []],
    ["are none where all of the scheme is meant", {}, []],
    ["are those that are named", named(CLEAN), [CLEAN]],
    ["are not what the look does not have", { state: "away", ...named(CLEAN) }, []],
    ["are not what the scheme does not have", named(OTHER, CLEAN), [CLEAN]],
  ])("%s", async (_what, more, media) => {
    expect(await mediaOf(more)).toEqual({ media, isCurrent: true });
  });

  test("are what the reporter says, and marked so, where the scheme has changed since", async () => {
    await world.publish(JULIET, [LOOK]);
    expect(await mediaOf({ state: "dnd", ...named(OTHER) })).toEqual({ media: [OTHER], isCurrent: false });
  });
});

// holds: report-by-sight
test("who does not see the scheme is refused as by a fetch, whether there is one or not", async () => {
  const fetched = await refusal(world.services.fetch(TYBALT, { owner: JULIET }));
  for (const [owner, reporter] of [
    [JULIET, TYBALT],
    [JULIET, STRANGER],
    [NOBODY, ROMEO],
    ["othello@venice.lit", ROMEO],
  ] as const) {
    expect(await refusal(report({ owner }, reporter))).toBe(fetched);
  }
  expect(await reports()).toEqual([]);
});

// holds: report-unknown-to-owner
test("the owner learns nothing: no notice, no change, no trace in an answer", async () => {
  await world.services.listeners.available(`${JULIET}/balcony`);
  await world.pass();
  const seen = async () => [
    await world.services.fetch(JULIET, { owner: JULIET }),
    await world.services.access.get(JULIET),
    await world.services.sync(JULIET, {}).then(({ changed, gone }) => ({ changed, gone })),
  ];
  const before = await seen();
  const { wire } = await world.during(() => report());
  expect(wire).toEqual([]);
  expect(await seen()).toEqual(before);
});

// holds: reports-limited
test("one account reports only so often", async () => {
  for (let n = 0; n < 20; n++) await report({ state: `s${n}` });
  await expect(report()).rejects.toMatchObject({ code: "rate-exceeded", detail: { after: 100 } });
});

// holds: reports-bounded
test("a repeated report takes the place of the first, and of one account's the oldest makes room", async () => {
  world = await createWorld({ tuning: { rates: { report: { burst: 100, perSecond: 1 } } } });
  stamp = await world.publish(JULIET);
  await world.allow(JULIET, { model: "open" });
  await report();
  await report({ reason: "spam" });
  expect(await reports()).toMatchObject([{ id: 2, reason: "spam" }]);
  for (let n = 0; n < 60; n++) await report({ state: `s${n}` });
  expect(await reports()).toHaveLength(50);
});

test("where there is no room the reporter is told to come later", async () => {
  world = await createWorld({ store: { ...createMemoryStore(), addReport: async () => false } });
  stamp = await world.publish(JULIET);
  await world.allow(JULIET, { model: "open" });
  await expect(report()).rejects.toMatchObject({ code: "rate-exceeded", detail: { after: 3_600 } });
});
