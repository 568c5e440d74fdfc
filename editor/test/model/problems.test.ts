import { describe, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import type { LimitName } from "@status-scheme/protocol";
import type { Editor, NewMedium } from "../../src/model/index.ts";
import { createWorld, en, look, picture } from "./support.ts";

const loaded = async (...given: Parameters<typeof createWorld>) => {
  const { editor } = createWorld(...given);
  await editor.load();
  return editor;
};
const medium = (kind: NewMedium["kind"], more: Partial<NewMedium> = {}): NewMedium =>
  picture(1, { kind, mediaType: `${kind === "animation" ? "image" : kind}/x`, desc: en("A door"), ...more });
const put = (kind: NewMedium["kind"], more: Partial<NewMedium>) => (editor: Editor) =>
  editor.putMedium("dnd", medium(kind, more));

describe("each limit is told at its field, and met is not exceeded", () => {
  const ofMedium = (kind: NewMedium["kind"]) => ({ state: "dnd", field: "medium", kind });
  test.each<[LimitName, number, number, (editor: Editor) => void, object]>([
    [
      "text-characters",
      3,
      4,
      (editor) => editor.setText("dnd", "de", "👋👋👋👋"),
      { state: "dnd", field: "text", lang: "de" },
    ],
    [
      "text-characters",
      3,
      6,
      put("image", { desc: [{ lang: "de", text: "A door" }] }),
      { state: "dnd", field: "desc", kind: "image", lang: "de" },
    ],
    [
      "text-languages",
      1,
      2,
      (editor) => ["en", "de"].forEach((lang) => editor.setText("dnd", lang, "x")),
      { state: "dnd", field: "text" },
    ],
    ["scheme-looks", 1, 2, (editor) => ["dnd", "xa"].forEach((state) => editor.setText(state, "en", "x")), {}],
    ["image-bytes", 3, 4, put("image", {}), ofMedium("image")],
    ["image-pixels", 11, 12, put("image", { width: 3, height: 4 }), ofMedium("image")],
    ["animation-bytes", 3, 4, put("animation", {}), ofMedium("animation")],
    ["animation-pixels", 23, 24, put("animation", { width: 3, height: 4, frames: 2 }), ofMedium("animation")],
    ["animation-frames", 2, 3, put("animation", { frames: 3 }), ofMedium("animation")],
    ["animation-length", 5, 6, put("animation", { length: 6 }), ofMedium("animation")],
    ["audio-bytes", 3, 4, put("audio", {}), ofMedium("audio")],
    ["audio-length", 5, 6, put("audio", { length: 6 }), ofMedium("audio")],
    ["video-bytes", 3, 4, put("video", {}), ofMedium("video")],
    ["video-length", 5, 6, put("video", { length: 6 }), ofMedium("video")],
    ["video-side", 8, 9, put("video", { width: 3, height: 9 }), ofMedium("video")],
    ["owner-bytes", 3, 4, put("video", {}), {}],
  ])("%s %i", async (limit, allowed, actual, act, place) => {
    const [over, met] = [
      await loaded([], { limits: { [limit]: allowed } }),
      await loaded([], { limits: { [limit]: actual } }),
    ];
    act(over);
    act(met);
    expect(over.state().problems).toEqual([{ code: "limit-exceeded", ...place, limit, allowed, actual }]);
    expect(met.state().problems).toEqual([]);
  });

  test("scheme-bytes, of everything together", async () => {
    const editor = await loaded([], { limits: { "scheme-bytes": 400 } });
    editor.setText("dnd", "en", "Busy");
    expect(editor.state().problems).toEqual([]);
    editor.setText("dnd", "de", "x".repeat(120));
    editor.setText("away", "de", "x".repeat(120));
    expect(editor.state().problems).toMatchObject([{ code: "limit-exceeded", limit: "scheme-bytes", allowed: 400 }]);
  });

  test("the same bytes count once, pictures not, and what is stored is not measured again", async () => {
    const stored = await loaded([{ ...look("dnd", "Busy"), media: [medium("video", { width: 9_000, height: 9 })] }], {
      limits: { "owner-bytes": 5, "video-side": 10 },
    });
    expect(stored.state().problems).toEqual([]);
    const editor = await loaded([], { limits: { "owner-bytes": 5 } });
    const sound = medium("audio");
    for (const state of ["dnd", "away"]) editor.putMedium(state, sound, picture(7, { desc: en("A door") }));
    expect(editor.state().problems).toEqual([]);
  });
});

describe("each rule", () => {
  test("words: a look says something, at least what it shows", async () => {
    const editor = await loaded();
    editor.addState("lunch", "away");
    expect(editor.state().problems).toEqual([{ code: "empty-look", state: "lunch", field: "text" }]);
    editor.putMedium("lunch", picture(1));
    expect(editor.state().problems).toEqual([{ code: "undescribed", state: "lunch", field: "desc", kind: "image" }]);
    editor.describe("lunch", "image", "en", "A plate");
    expect(editor.state().problems).toEqual([]);
    editor.describe("lunch", "image", "en", "");
    editor.setText("lunch", "en", "Eating");
    expect(editor.state().problems).toEqual([]);
  });

  test("text without control characters, in languages", async () => {
    const editor = await loaded();
    editor.setText("dnd", "en", "a\u0007b");
    editor.setText("away", "Deutsch, bitte", "Weg");
    expect(editor.state().problems).toEqual([
      { code: "control-characters", state: "dnd", field: "text", lang: "en" },
      { code: "bad-language", state: "away", field: "text", lang: "Deutsch, bitte" },
    ]);
  });

  test("a still beside what moves is asked for only where nobody makes one", async () => {
    const [service, client] = [await loaded(), await loaded([], { keeper: "client" })];
    for (const editor of [service, client]) editor.putMedium("dnd", medium("animation"));
    expect(service.state().problems).toEqual([]);
    expect(client.state().problems).toEqual([{ code: "no-still", state: "dnd", field: "medium", kind: "animation" }]);
  });

  test("looks that come in from elsewhere are held against all of them", async () => {
    const editor = await loaded();
    editor.replaceAll([look("in_a_meeting", "x".repeat(129), "dnd"), { state: "lunch" }]);
    expect(editor.state().problems.map(({ code, state }) => [state, code])).toEqual([
      ["in_a_meeting", "limit-exceeded"],
      ["lunch", "bad-state"],
      ["lunch", "empty-look"],
    ]);
    expect(editor.state().limits).toEqual(DEFAULT_LIMITS);
  });
});
