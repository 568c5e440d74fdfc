import { describe, expect, test } from "@jest/globals";
import { cast, createStage } from "../src/stage.ts";
import type { Actor } from "../src/stage.ts";

const animation = (size: number): Actor => ({ kind: "animation", size });
const video = (size: number): Actor => ({ kind: "video", size });

test("the largest first, then those that came last", () => {
  const actors = new Map([
    ["early", animation(32)],
    ["large", animation(128)],
    ["late", animation(32)],
    ["small", animation(16)],
  ]);
  expect([...cast(actors, { animation: 2, video: 0 })]).toEqual(["large", "late"]);
});

test("videos and animations are counted apart", () => {
  const actors = new Map([
    ["a", video(64)],
    ["b", video(64)],
    ["c", animation(32)],
    ["d", animation(32)],
  ]);
  expect([...cast(actors, { animation: 1, video: 1 })].sort()).toEqual(["b", "d"]);
});

describe("a stage", () => {
  function play(most = { animation: 1, video: 1 }) {
    const told: string[] = [];
    let job: (() => void) | undefined;
    const stage = createStage<string>({ soon: (recast) => (job = recast), onCast: (box) => told.push(box), most });
    const turn = () => {
      job?.();
      job = undefined;
      return told.splice(0);
    };
    return { stage, turn, isWaiting: () => job !== undefined };
  }

  test("tells those, and only those, for whom it is different now", () => {
    const { stage, turn } = play();
    stage.enter("romeo", animation(32));
    stage.enter("nurse", animation(16));
    expect(turn()).toEqual(["romeo"]);
    stage.enter("juliet", animation(64));
    expect(turn()).toEqual(["romeo", "juliet"]);
    expect([stage.isCast("romeo"), stage.isCast("juliet")]).toEqual([false, true]);
    stage.leave("juliet");
    expect(turn()).toEqual(["juliet", "romeo"]);
  });

  test("who says the same again changes nothing", () => {
    const { stage, turn, isWaiting } = play();
    stage.enter("romeo", animation(32));
    turn();
    stage.enter("romeo", animation(32));
    stage.leave("nurse");
    expect(isWaiting()).toBe(false);
  });

  test("who turns from an animation into a video is counted as one", () => {
    const { stage, turn } = play({ animation: 1, video: 0 });
    stage.enter("romeo", animation(32));
    turn();
    stage.enter("romeo", video(32));
    expect(turn()).toEqual(["romeo"]);
    expect(stage.isCast("romeo")).toBe(false);
  });
});
