import { describe, expect, test } from "@jest/globals";
import type { Shown, ShownMedium } from "@status-scheme/client-plugin";
import { BASE_STATES, MEDIUM_KINDS } from "@status-scheme/protocol";
import type { MediumKind } from "@status-scheme/protocol";
import { choose } from "../src/choose.ts";
import type { Circumstances } from "../src/choose.ts";

const medium = (kind: MediumKind): ShownMedium => ({
  kind,
  mediaType: "",
  size: 1,
  hash: kind,
  bytes: new Uint8Array(1),
  url: `blob:${kind}`,
});
interface More extends Partial<Shown> {
  text?: string;
  offered?: MediumKind[];
  givenUp?: MediumKind[];
}
function shown(here: readonly MediumKind[], more: More = {}) {
  const { text, offered = [...here], givenUp, ...rest } = more;
  const said = { ...(text !== undefined && { text }), ...(givenUp && { givenUp }) };
  const look = { state: "available", texts: [], media: here.map(medium), offered, ...said };
  const base = { contact: "juliet@capulet.lit", loggedIn: true, state: "available", show: "available", fresh: true };
  return { ...base, look, ...rest } as Shown;
}
const usual: Circumstances = { motion: "animate", size: 64, isMoving: true, isImpatient: false, isGood: () => true };
const kind = (one: Shown | undefined, circumstances: Partial<Circumstances> = {}) =>
  choose(one, { ...usual, ...circumstances }).picture.kind;
const without = (...kinds: MediumKind[]) => ({ isGood: (one: ShownMedium) => !kinds.includes(one.kind) });

describe("in order: video, animation, image, text, plain state", () => {
  const all = shown(MEDIUM_KINDS, { text: "Hello" });
  test.each([
    [[], "video"],
    [["video"], "animation"],
    [["video", "animation"], "image"],
    [["video", "animation", "image"], "text"],
  ] as [MediumKind[], string][])("without %j: %s", (broken, expected) => {
    expect(kind(all, without(...broken))).toBe(expected);
  });
  test("nothing that can be shown: the plain state", () => {
    expect(kind(shown(["image"]), without("image"))).toBe("plain");
    expect(kind(shown(["audio"]))).toBe("plain");
  });
});

describe("what moves", () => {
  const all = shown(["image", "animation", "video"], { text: "Hello" });
  test("is still where that is wanted, and where it may not move now", () => {
    expect(choose(all, { ...usual, motion: "still" })).toMatchObject({ picture: { kind: "image" } });
    expect(choose(all, { ...usual, motion: "still" }).mover).toBeUndefined();
    expect(choose(all, { ...usual, isMoving: false })).toMatchObject({ picture: { kind: "image" }, mover: "video" });
  });
  test("is asked for where it is not here, and its still is shown", () => {
    const one = shown(["image"], { offered: ["image", "video"] });
    expect(choose(one, usual)).toMatchObject({ picture: { kind: "image" }, mover: "video", missing: "video" });
  });
  test("is not asked for again where it came and is no good", () => {
    const choice = choose(all, { ...usual, ...without("video", "animation") });
    expect([choice.mover, choice.missing]).toEqual([undefined, undefined]);
  });
  test("is not waited for where it was given up: what is next in order moves, or is asked for", () => {
    const offered: MediumKind[] = ["image", "animation", "video"];
    const without = (here: MediumKind[], ...givenUp: MediumKind[]) =>
      choose(shown(here, { offered, givenUp }), usual) as { picture: { kind: string } };
    expect(without(["image"], "video")).toMatchObject({ picture: { kind: "image" }, missing: "animation" });
    expect(without(["image", "animation"], "video")).toMatchObject({ picture: { kind: "animation" } });
    expect(without(["image"], "video", "animation")).toEqual({ picture: expect.objectContaining({ kind: "image" }) });
  });
  test("never moves for want of a still", () => {
    expect(kind(shown(["animation"], { text: "Hello" }), { motion: "still" })).toBe("text");
  });
});

test("off: the plain state, whatever there is", () => {
  expect(kind(shown(MEDIUM_KINDS, { text: "Hello" }), { motion: "off" })).toBe("plain");
});

test("a text that could not be read is not shown", () => {
  const one = shown([], { text: "Hello" });
  expect([kind(one, { size: 32 }), kind(one, { size: 48 }), kind(shown([], { text: "  " }))]).toEqual([
    "plain",
    "text",
    "plain",
  ]);
});

describe("a skeleton", () => {
  const coming = shown([], { text: "Hello", fresh: false, offered: ["image"] });
  test("while the still is on its way, and not for ever", () => {
    expect([kind(coming), kind(coming, { isImpatient: true })]).toEqual(["skeleton", "text"]);
  });
  test("not of what was given up, be it tried again", () => {
    const look: More = { fresh: false, offered: ["image"] };
    expect(kind(shown([], { ...look, givenUp: ["image"] }))).toBe("plain");
    expect(kind(shown([], { ...look, givenUp: ["image"], text: "Hello" }))).toBe("text");
    expect(kind(shown([], { ...look, givenUp: ["video"], text: "Hello" }))).toBe("skeleton");
  });
  test("not where nothing is on its way", () => {
    expect(kind({ ...coming, fresh: true })).toBe("text");
    expect(kind(shown(["image"], { fresh: false }), without("image"))).toBe("plain");
  });
});

describe("the plain state", () => {
  test.each(BASE_STATES)("is the base state: %s", (show) => {
    const one: Shown = { contact: "juliet@capulet.lit", loggedIn: true, state: "eating", show, fresh: true };
    expect(choose(one, usual).picture).toEqual({ kind: "plain", show });
  });
  test("is grey of someone who is not logged in, or not known", () => {
    const one: Shown = { contact: "juliet@capulet.lit", loggedIn: false, state: "dnd", show: "dnd", fresh: true };
    expect(choose(one, usual).picture).toEqual({ kind: "plain", show: "offline" });
    expect(choose(undefined, usual).picture).toEqual({ kind: "plain", show: "offline" });
  });
  test("is not shown where there is an offline look", () => {
    expect(kind(shown(["image"], { loggedIn: false, show: "offline" }))).toBe("image");
  });
});
