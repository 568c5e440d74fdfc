import { describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import type { LookDraft } from "@status-scheme/client-plugin";
import type { Editor } from "../../src/model/index.ts";
import { createWorld, en, idle, look, picture } from "./support.ts";

const loaded = async (...given: Parameters<typeof createWorld>) => {
  const world = createWorld(...given);
  await world.editor.load();
  return world;
};
const texts = (looks: readonly Pick<LookDraft, "state" | "text">[]) =>
  Object.fromEntries(looks.map(({ state, text }) => [state, text![0]?.text]));
const statusOf = ({ state }: Editor) => state().status.name;

describe("publish", () => {
  test("names the stamp that the edit started from, says how far it is, and leaves nothing to do", async () => {
    const world = await loaded([look("dnd", "Busy")]);
    const { editor } = world;
    const { stamp } = editor.state();
    editor.setText("dnd", "en", " Very busy ");
    const seen: unknown[] = [];
    editor.subscribe(({ status }) => seen.push(status));
    expect(await editor.publish()).toBe(true);
    expect(world.publishes).toMatchObject([{ replaces: stamp, looks: [{ state: "dnd", text: en("Very busy") }] }]);
    expect(seen).toContainEqual({ name: "publishing", sent: 0, total: 0 });
    expect(seen).toContainEqual({ name: "publishing", sent: 1, total: 2 });
    expect(editor.state()).toMatchObject({ status: { name: "idle" }, dirty: false, stamp: world.published()!.stamp });
  });

  test("what the service made of a picture takes its place, without a gap, in what can be undone as well", async () => {
    const { editor, urls } = await loaded();
    editor.putMedium("dnd", picture(1, { desc: en("A door") }));
    editor.setText("away", "en", "Out");
    const images: unknown[] = [];
    editor.subscribe(({ looks }) => images.push(looks.find(({ state }) => state === "dnd")?.media[0]?.url));
    await editor.publish();
    await idle();
    expect(images.every((url) => typeof url === "string")).toBe(true);
    const [dnd] = editor.state().looks;
    expect(dnd!.media[0]!.stored!.hash).toBe("made of 1,1,2,3");
    expect(await editor.bytesOf(dnd!.media[0]!)).toEqual(new TextEncoder().encode("made of 1,1,2,3"));
    editor.undo();
    expect(editor.state().changed).toEqual(["away"]);
    expect(urls.size).toBe(1);
  });

  test("keeps what is changed meanwhile, and ends in it when another device was faster", async () => {
    const world = await loaded([look("dnd", "Busy"), look("away", "Out")]);
    const { editor } = world;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.hold = promise as unknown as Promise<void>;
    editor.setText("dnd", "en", "Very busy");
    const publishing = editor.publish();
    await idle();
    editor.setText("away", "en", "Out there");
    world.elsewhere([look("dnd", "Busy"), look("away", "Out"), look("chat", "Talk")]);
    resolve(undefined);
    expect(await publishing).toBe(true);
    expect(texts(world.published()!.looks)).toEqual({ dnd: "Very busy", away: "Out there", chat: "Talk" });
    expect(editor.state().dirty).toBe(false);
  });

  test("is cancelled without a trace", async () => {
    const world = await loaded([look("dnd", "Busy")]);
    const { editor } = world;
    for (const cancel of [(controller: AbortController) => controller.abort(), () => editor.cancel()]) {
      world.hold = new Promise<void>(() => undefined);
      editor.setText("dnd", "en", "Very busy");
      const controller = new AbortController();
      const publishing = editor.publish({ signal: controller.signal });
      await idle();
      expect(statusOf(editor)).toBe("publishing");
      cancel(controller);
      expect(await publishing).toBe(false);
      expect(editor.state()).toMatchObject({ status: { name: "idle" }, dirty: true });
    }
    expect(texts(world.published()!.looks)).toEqual({ dnd: "Busy" });
    expect(await editor.publish()).toBe(true);
  });

  test("that fails says so until the next step, and loses nothing", async () => {
    const world = await loaded();
    const { editor } = world;
    editor.setText("dnd", "en", "Busy");
    world.refuse = new SchemeError("rate-exceeded", { after: 5 });
    expect(await editor.publish()).toBe(false);
    expect(editor.state()).toMatchObject({
      status: { name: "failed", doing: "publish", error: { code: "rate-exceeded", detail: { after: 5 } } },
      dirty: true,
      problems: [],
    });
    editor.setText("dnd", "en", "Busy!");
    expect(statusOf(editor)).toBe("idle");
  });

  test("a defect is told as one", async () => {
    const world = await loaded();
    world.refuse = new TypeError("not a function") as unknown as SchemeError;
    world.editor.setText("dnd", "en", "Busy");
    await world.editor.publish();
    expect(world.editor.state().status).toMatchObject({ name: "failed", error: { code: "internal" } });
  });

  test("a medium that the service refuses is a problem at its field, until it is changed", async () => {
    const world = await loaded();
    const { editor } = world;
    editor.putMedium("dnd", picture(1, { desc: en("A door") }));
    editor.setText("away", "en", "Out");
    world.refuse = new SchemeError("bad-medium", { look: "dnd", medium: "image", reason: "cut short" });
    await editor.publish();
    const problem = { code: "bad-medium", state: "dnd", field: "medium", kind: "image", reason: "cut short" };
    expect(editor.state().problems).toEqual([problem]);
    editor.setText("away", "en", "Out there");
    expect(editor.state().problems).toEqual([problem]);
    world.refuse = new SchemeError("bad-medium", { look: "dnd", medium: "image", reason: "cut short" });
    await editor.publish();
    expect(world.publishes).toHaveLength(2);
    expect(editor.state().problems).toEqual([problem]);
    editor.putMedium("dnd", picture(2));
    expect(editor.state().problems).toEqual([]);
  });

  test("is not tried while there are problems, where nobody keeps it, and twice at once", async () => {
    const { editor, publishes } = await loaded();
    editor.setText("dnd", "en", "x".repeat(129));
    expect(await editor.publish()).toBe(false);
    editor.setText("dnd", "en", "Busy");
    expect(await Promise.all([editor.publish(), editor.publish()])).toEqual([true, false]);
    expect(publishes).toHaveLength(1);
    const alone = await loaded([], { keeper: "nobody" });
    alone.editor.setText("dnd", "en", "Busy");
    expect(alone.editor.state().keeper).toBe("nobody");
    expect(await alone.editor.publish()).toBe(false);
  });

  test("of nothing clears the scheme", async () => {
    const world = await loaded([look("dnd", "Busy")]);
    world.editor.removeLook("dnd");
    expect(await world.editor.publish()).toBe(true);
    expect(world.published()!.looks).toEqual([]);
  });
});

describe("another device", () => {
  const BASE = [look("dnd", "Busy"), look("away", "Out")];

  test("is followed in silence where nothing was changed here", async () => {
    const { editor, elsewhere } = await loaded(BASE);
    elsewhere([look("dnd", "Working")]);
    await idle();
    expect(texts(editor.state().looks)).toEqual({ dnd: "Working" });
    expect(editor.state()).toMatchObject({ status: { name: "idle" }, dirty: false, canUndo: false });
  });

  test("and this one: what one of them changed is taken, also in what can be undone", async () => {
    const { editor, elsewhere } = await loaded(BASE);
    editor.setText("dnd", "en", "Very busy");
    elsewhere([look("dnd", "Busy"), look("chat", "Talk")]);
    await idle();
    expect(texts(editor.state().looks)).toEqual({ dnd: "Very busy", chat: "Talk" });
    expect(editor.state()).toMatchObject({ status: { name: "idle" }, changed: ["dnd"] });
    editor.undo();
    expect(texts(editor.state().looks)).toEqual({ dnd: "Busy", chat: "Talk" });
    expect(editor.state().dirty).toBe(false);
  });

  // Mine, theirs, and what is asked: `undefined` is no look.
  test.each([
    ["Busy", "Busy", undefined],
    ["Busy", "Theirs", undefined],
    ["Mine", "Busy", undefined],
    ["Same", "Same", undefined],
    [undefined, "Busy", undefined],
    ["Busy", undefined, undefined],
    [undefined, undefined, undefined],
    ["Mine", "Theirs", { mine: "Mine", theirs: "Theirs" }],
    [undefined, "Theirs", { theirs: "Theirs" }],
    ["Mine", undefined, { mine: "Mine" }],
  ])("base Busy, mine %s, theirs %s", async (mine, theirs, asked) => {
    const { editor, elsewhere, published } = await loaded(BASE);
    if (mine === undefined) editor.removeLook("dnd");
    else editor.setText("dnd", "en", mine);
    elsewhere([look("away", "Out"), ...(theirs === undefined ? [] : [look("dnd", theirs)])]);
    await idle();
    const { status } = editor.state();
    if (!asked) {
      expect(status.name).toBe("idle");
      const wanted = mine === "Busy" ? theirs : mine;
      expect(texts(editor.state().looks)).toEqual({ away: "Out", ...(wanted !== undefined && { dnd: wanted }) });
      return;
    }
    if (status.name !== "conflict") throw new Error(status.name);
    const [choice] = status.choices;
    expect(status.choices).toHaveLength(1);
    expect({ mine: choice!.mine?.text[0]!.text, theirs: choice!.theirs?.text[0]!.text }).toEqual({
      mine: undefined,
      theirs: undefined,
      ...asked,
    });
    expect(texts(status.theirs)).toEqual({ away: "Out", ...(theirs !== undefined && { dnd: theirs }) });
    expect(await editor.publish()).toBe(false);
    editor.settle();
    expect(statusOf(editor)).toBe("conflict");
    const side = mine === "Mine" ? "mine" : "theirs";
    editor.choose(side, "dnd");
    editor.settle();
    expect(texts(editor.state().looks).dnd).toBe({ mine, theirs }[side]);
    expect(editor.state()).toMatchObject({ status: { name: "idle" }, dirty: side === "mine" });
    expect(await editor.publish()).toBe(true);
    expect(texts(published()!.looks).dnd).toBe({ mine, theirs }[side]);
  });

  test("of which nobody told is found by publishing", async () => {
    const { editor, elsewhere, publishes } = await loaded(BASE);
    editor.setText("dnd", "en", "Mine");
    editor.setText("chat", "en", "Talk");
    elsewhere([look("dnd", "Theirs"), look("away", "Out")], false);
    expect(await editor.publish()).toBe(false);
    expect(statusOf(editor)).toBe("conflict");
    expect(publishes).toHaveLength(1);
    editor.choose("theirs");
    editor.settle();
    expect(texts(editor.state().looks)).toEqual({ dnd: "Theirs", away: "Out", chat: "Talk" });
  });

  test("that published first of all is not written over", async () => {
    const { editor, elsewhere, publishes } = await loaded();
    editor.setText("dnd", "en", "Mine");
    elsewhere([look("dnd", "Theirs")], false);
    expect(await editor.publish()).toBe(false);
    expect(statusOf(editor)).toBe("conflict");
    expect(publishes).toEqual([]);
  });

  test("may publish again while the person decides; a choice stands, and changing looks to the same ends it", async () => {
    const { editor, elsewhere } = await loaded(BASE);
    editor.setText("dnd", "en", "Mine");
    editor.setText("away", "en", "Mine");
    elsewhere([look("dnd", "Theirs"), look("away", "Out")]);
    await idle();
    editor.choose("mine", "dnd");
    elsewhere([look("dnd", "Theirs"), look("away", "Theirs")]);
    await idle();
    expect(editor.state().status).toMatchObject({ choices: [{ state: "dnd", chosen: "mine" }, { state: "away" }] });
    editor.settle();
    expect(statusOf(editor)).toBe("conflict");
    editor.setText("away", "en", "Theirs");
    editor.setText("dnd", "en", "Theirs");
    expect(editor.state()).toMatchObject({ status: { name: "idle" }, dirty: false });
  });

  test("discard takes theirs", async () => {
    const { editor, elsewhere } = await loaded(BASE);
    editor.setText("dnd", "en", "Mine");
    elsewhere([look("dnd", "Theirs")]);
    await idle();
    editor.discard();
    expect(editor.state()).toMatchObject({ status: { name: "idle" }, dirty: false });
    expect(texts(editor.state().looks)).toEqual({ dnd: "Theirs" });
  });

  test("is not heard any more after the end", async () => {
    const { editor, elsewhere } = await loaded(BASE);
    editor.stop();
    elsewhere([look("dnd", "Theirs")]);
    await idle();
    expect(texts(editor.state().looks)).toEqual({ dnd: "Busy", away: "Out" });
  });
});
