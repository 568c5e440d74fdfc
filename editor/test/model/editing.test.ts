import { describe, expect, test } from "@jest/globals";
import { createWorld, en, idle, look, picture } from "./support.ts";

const loaded = async (...given: Parameters<typeof createWorld>) => {
  const world = createWorld(...given);
  await world.editor.load();
  return world;
};
const texts = ({ editor }: Awaited<ReturnType<typeof loaded>>) =>
  Object.fromEntries(editor.state().looks.map(({ state, text }) => [state, text.map((one) => one.text).join("|")]));

test("what is published is there to be edited, with its images", async () => {
  const { editor } = await loaded([{ ...look("dnd", "Busy"), media: [picture(1)] }]);
  const { status, looks, published, dirty, canUndo, changed } = editor.state();
  expect({ status, dirty, canUndo, changed }).toEqual({
    status: { name: "idle" },
    dirty: false,
    canUndo: false,
    changed: [],
  });
  expect(looks).toEqual(published);
  expect(looks[0]!.media[0]!.url).toMatch(/^blob:/);
});

test("state is the same value until something changes, and listeners are told once for each change", async () => {
  const { editor } = await loaded();
  const seen: unknown[] = [];
  const stop = editor.subscribe((state) => seen.push(state));
  expect(editor.state()).toBe(editor.state());
  editor.setText("dnd", "en", "Busy");
  expect(seen).toEqual([editor.state()]);
  editor.setText("dnd", "en", "Busy");
  expect(seen).toHaveLength(1);
  stop();
  editor.setText("dnd", "en", "Busy!");
  expect(seen).toHaveLength(1);
});

test("a base state's look begins with its first word, and ends with its last", async () => {
  const world = await loaded();
  const { editor } = world;
  editor.setText("dnd", "en", "Busy");
  editor.setText("dnd", "de", "Beschäftigt");
  expect(editor.state()).toMatchObject({ dirty: true, changed: ["dnd"], problems: [] });
  expect(texts(world)).toEqual({ dnd: "Busy|Beschäftigt" });
  editor.setText("dnd", "en", "");
  editor.setText("dnd", "de", " ");
  expect(editor.state()).toMatchObject({ looks: [], dirty: false });
});

describe("undo", () => {
  test("goes back a step at a time, and forth; typing on is one step, a pause ends it", async () => {
    const world = await loaded();
    const { editor, advance } = world;
    for (const text of ["B", "Bu", "Busy"]) editor.setText("dnd", "en", text);
    advance(5_000);
    editor.setText("dnd", "en", "Busy now");
    editor.setText("away", "en", "Out");
    editor.setText("dnd", "en", "Busy now!");
    const seen: unknown[] = [];
    for (; editor.state().canUndo; editor.undo()) seen.push(texts(world));
    expect(seen).toEqual([
      { dnd: "Busy now!", away: "Out" },
      { dnd: "Busy now", away: "Out" },
      { dnd: "Busy now" },
      { dnd: "Busy" },
    ]);
    expect(editor.state()).toMatchObject({ looks: [], canRedo: true, dirty: false });
    for (; editor.state().canRedo; editor.redo());
    expect(texts(world)).toEqual(seen[0]);
    editor.undo();
    editor.setText("chat", "en", "Talk");
    expect(editor.state().canRedo).toBe(false);
  });

  test("of everything that changes looks", async () => {
    const { editor } = await loaded([look("dnd", "Busy")]);
    const steps: (() => unknown)[] = [
      () => editor.putMedium("dnd", picture(1), picture(2, { kind: "video", mediaType: "video/mp4" })),
      () => editor.describe("dnd", "image", "en", "A closed door"),
      () => editor.addState("in_a_meeting", "dnd"),
      () => editor.setBase("in_a_meeting", "away"),
      () => editor.renameState("in_a_meeting", "meeting"),
      () => editor.duplicate("dnd", "working"),
      () => editor.removeMedium("dnd", "video"),
      () => editor.removeLook("dnd"),
      () => editor.merge([look("xa", "Gone")]),
      () => editor.replaceAll([look("chat", "Talk")]),
      () => editor.discard(),
    ];
    const before = steps.map((act) => {
      const { looks } = editor.state();
      act();
      expect(editor.state().looks).not.toEqual(looks);
      return looks;
    });
    for (const looks of before.reverse()) {
      editor.undo();
      expect(editor.state().looks).toEqual(looks);
    }
    expect(editor.state().canUndo).toBe(false);
  });

  test("of what was done together is one step, and listeners are told once of it", async () => {
    const { editor } = await loaded([look("dnd", "Busy")]);
    const seen: unknown[] = [];
    editor.subscribe(({ looks }) => seen.push(looks.length));
    editor.together(() => {
      editor.addState("lunch", "away");
      editor.together(() => editor.setText("lunch", "en", "Eating"));
      editor.putMedium("lunch", picture(1));
    });
    expect(seen).toEqual([2]);
    editor.setText("lunch", "en", "Eating out");
    editor.undo();
    expect(editor.state().looks[1]).toMatchObject({ text: en("Eating"), media: [{ kind: "image" }] });
    editor.undo();
    expect(editor.state()).toMatchObject({ dirty: false, canUndo: false });
    editor.together(() => undefined);
    expect(seen).toHaveLength(4);
  });

  test("keeps a hundred steps, and no more bytes than so many", async () => {
    const { editor, urls } = await loaded();
    for (let step = 0; step < 150; step += 1) editor.addState(`state_${step}`, "away");
    let steps = 0;
    for (; editor.state().canUndo; editor.undo()) steps += 1;
    expect(steps).toBe(100);
    const big = () => picture(1, { bytes: new Uint8Array(10 * 1_048_576) });
    for (let step = 0; step < 20; step += 1) {
      editor.putMedium("dnd", big());
      editor.state();
    }
    // What can be undone, and what is there now.
    expect(urls.size).toBeLessThanOrEqual(8);
  });
});

describe("states of one's own", () => {
  test("have names that are states, and that are free", async () => {
    const { editor } = await loaded([look("in_a_meeting", "Meeting", "dnd")]);
    for (const name of ["", "In a meeting", "dnd", "offline", "in_a_meeting", "x".repeat(65)]) {
      expect(editor.addState(name, "away")).toBe(false);
      expect(editor.renameState("in_a_meeting", name)).toBe(false);
    }
    expect(editor.renameState("dnd", "busy")).toBe(false);
    expect(editor.duplicate("nothing", "something")).toBe(false);
    expect(editor.state().dirty).toBe(false);
    expect(editor.duplicate("in_a_meeting", "dnd")).toBe(true);
    expect(editor.duplicate("dnd", "lunch", "away")).toBe(true);
    expect(editor.duplicate("dnd", "dnd")).toBe(false);
    expect(editor.duplicate("dnd", "In a meeting")).toBe(false);
    expect(editor.state().looks).toMatchObject([
      { state: "in_a_meeting", show: "dnd" },
      { state: "dnd", text: en("Meeting") },
      { state: "lunch", show: "away" },
    ]);
    expect(editor.state().looks[1]).not.toHaveProperty("show");
  });

  test("and others get a copy of a look in the place of theirs, which stays of its base", async () => {
    const { editor } = await loaded([look("dnd", "Busy"), look("away", "Out"), look("lunch", "Eating", "away")]);
    editor.putMedium("dnd", picture(1));
    for (const to of ["away", "lunch"]) expect(editor.duplicate("dnd", to)).toBe(true);
    const { looks } = editor.state();
    expect(looks.map(({ state, show, text }) => [state, show, text])).toEqual([
      ["dnd", undefined, en("Busy")],
      ["away", undefined, en("Busy")],
      ["lunch", "away", en("Busy")],
    ]);
    expect(new Set(looks.map(({ media }) => media[0]!.url)).size).toBe(1);
    expect(editor.duplicate("lunch", "xa")).toBe(true);
    expect(editor.state().looks[3]).not.toHaveProperty("show");
  });

  test("are edited only where they are there", async () => {
    const { editor } = await loaded();
    editor.setText("lunch", "en", "Eating");
    editor.putMedium("lunch", picture(1));
    editor.describe("dnd", "image", "en", "Nothing there to describe");
    editor.setBase("dnd", "away");
    editor.removeMedium("dnd", "image");
    expect(editor.state()).toMatchObject({ looks: [], canUndo: false });
  });
});

test("a medium in the place of another keeps its description, and the other's URL is given back once it cannot be undone", async () => {
  const { editor, urls } = await loaded();
  editor.putMedium("dnd", picture(1, { desc: en("A closed door") }));
  const [first] = editor.state().looks[0]!.media;
  editor.putMedium("dnd", picture(2));
  const [second] = editor.state().looks[0]!.media;
  expect(second!.desc).toEqual(en("A closed door"));
  expect(second!.url).not.toBe(first!.url);
  expect(urls).toEqual(new Set([first!.url, second!.url]));
  editor.undo();
  expect(editor.state().looks[0]!.media[0]!.url).toBe(first!.url);
  editor.setText("dnd", "en", "Busy");
  expect(urls).toEqual(new Set([first!.url]));
  editor.stop();
  expect(urls.size).toBe(0);
});

describe("a preview", () => {
  test("shows the look that a contact would see, in their language, and the same value while that is the same", async () => {
    const { editor } = await loaded([look("available", "Here")]);
    editor.setText("dnd", "en", "  Busy ");
    editor.setText("dnd", "de", "Beschäftigt");
    editor.addState("in_a_meeting", "dnd");
    editor.removeLook("in_a_meeting");
    const { shownAs } = editor;
    expect(shownAs("dnd")).toMatchObject({ loggedIn: true, show: "dnd", look: { state: "dnd", text: "Busy" } });
    expect(shownAs("dnd", "published").look).toMatchObject({ state: "available", text: "Here" });
    expect(shownAs("xa").look).toMatchObject({ state: "available", text: "Here" });
    expect(shownAs("offline")).toMatchObject({ loggedIn: false, show: "offline" });
    expect(shownAs("offline").look).toBeUndefined();
    expect(shownAs("dnd")).toBe(shownAs("dnd"));
    const before = shownAs("dnd");
    editor.setText("away", "en", "Out");
    expect(shownAs("dnd")).toBe(before);
    editor.setText("dnd", "en", "Busy!");
    expect(shownAs("dnd").look).toMatchObject({ text: "Busy!" });
  });

  test("of a state of one's own falls back to its base", async () => {
    const { editor } = await loaded([look("dnd", "Busy"), look("in_a_meeting", "Meeting", "dnd")]);
    expect(editor.shownAs("in_a_meeting")).toMatchObject({ state: "in_a_meeting", show: "dnd" });
    editor.removeLook("in_a_meeting");
    editor.addState("lunch", "dnd");
    expect(editor.shownAs("lunch")).toMatchObject({ state: "lunch", show: "dnd", look: { state: "lunch" } });
  });

  test("has what moves and sounds once it is asked for", async () => {
    const sound = picture(2, { kind: "audio", mediaType: "audio/ogg" });
    const { editor } = await loaded([{ ...look("dnd", "Busy"), media: [picture(1), sound] }]);
    await idle();
    const kinds = () => editor.shownAs("dnd").look!.media.map(({ kind }) => kind);
    expect(kinds()).toEqual(["image"]);
    expect(editor.shownAs("dnd").look!.offered).toEqual(["image", "audio"]);
    await editor.loadMedia("dnd");
    expect(kinds()).toEqual(["image", "audio"]);
  });
});

test("an export has all bytes, and taking it back in changes nothing that others see", async () => {
  const { editor } = await loaded([{ ...look("dnd", "Busy"), media: [picture(1)] }]);
  editor.putMedium("away", picture(2, { desc: en("A hill") }));
  const looks = await editor.export();
  expect(looks.map(({ media }) => media!.map((medium) => "bytes" in medium && medium.bytes.length > 0))).toEqual([
    [true],
    [true],
  ]);
  expect(looks[1]!.media![0]).toMatchObject({ desc: en("A hill"), bytes: picture(2).bytes });
});
