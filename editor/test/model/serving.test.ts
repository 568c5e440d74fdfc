// Where no service keeps looks, this client serves them: from the moment the person wants it, and after each reload.
import { expect, test } from "@jest/globals";
import { DEFAULT_LIMITS, SchemeError } from "@status-scheme/protocol";
import type { LookDraft } from "@status-scheme/client-plugin";
import { createShelf, createWorld, idle, picture } from "./support.ts";

const loaded = async (served = createShelf()) => {
  const world = createWorld([], { keeper: "nobody", served });
  await world.editor.load();
  return { ...world, served };
};
const texts = (looks: readonly Pick<LookDraft, "state" | "text">[]) => looks.map(({ text }) => text![0]?.text);

test("is offered where nobody keeps them and there is a place to, and nowhere else", async () => {
  const offers = await Promise.all(
    [
      { keeper: "nobody", served: createShelf() } as const,
      { keeper: "nobody" } as const,
      { served: createShelf() },
    ].map(async (options) => {
      const { editor } = createWorld([], options);
      await editor.load();
      const { canServe } = editor.state();
      return [canServe, await editor.serve()];
    }),
  );
  expect(offers).toEqual([
    [true, true],
    [false, false],
    [false, false],
  ]);
});

test("what is published is served, and shown and served again after a reload", async () => {
  const { editor, served } = await loaded();
  editor.setText("dnd", "en", "Busy");
  expect(await editor.publish()).toBe(false);
  expect(await editor.serve()).toBe(true);
  expect(editor.state()).toMatchObject({ keeper: "client", canServe: false, dirty: true, status: { name: "idle" } });
  expect(await editor.publish()).toBe(true);
  const { editor: again } = await loaded(served);
  expect(again.state()).toMatchObject({ keeper: "client", dirty: false, stamp: editor.state().stamp });
  expect(texts(again.state().looks)).toEqual(["Busy"]);
});

test("where serving it again fails, it is wanted still, and served by the next try", async () => {
  const { editor, served } = await loaded();
  await editor.serve();
  let isBroken = true;
  const { editor: again, timers } = await loaded({
    ...served,
    get: (key) => (isBroken && key === "scheme" ? Promise.reject(new SchemeError("internal")) : served.get(key)),
  });
  expect(again.state()).toMatchObject({ keeper: "nobody", status: { name: "failed", doing: "load" } });
  isBroken = false;
  for (const run of timers.keys()) run();
  await idle();
  expect(again.state()).toMatchObject({ keeper: "client", status: { name: "idle" } });
});

test("ended, nothing is lost: it is to be published anew, is not served after a reload, and is taken up again", async () => {
  const { editor, served } = await loaded();
  const sound = picture(2, { kind: "audio", mediaType: "audio/ogg" });
  editor.putMedium("dnd", picture(1), sound);
  editor.setText("dnd", "en", "Busy");
  await editor.serve();
  await editor.publish();
  await idle();
  expect(await editor.stopServing()).toBe(true);
  expect(editor.state()).toMatchObject({ keeper: "nobody", canServe: true, dirty: true, published: [] });
  for (const medium of editor.state().looks[0]!.media) expect(await editor.bytesOf(medium)).toBeDefined();
  expect((await editor.export())[0]!.media).toHaveLength(2);
  const { editor: later } = await loaded(served);
  expect(later.state()).toMatchObject({ keeper: "nobody", looks: [] });
  expect(await editor.serve()).toBe(true);
  expect(editor.state()).toMatchObject({ status: { name: "idle" }, dirty: false });
});

test("what was served before and what is edited now are both there: the person chooses", async () => {
  const { editor, served } = await loaded();
  editor.setText("dnd", "en", "Before");
  await editor.serve();
  await editor.publish();
  await editor.stopServing();
  const { editor: later } = await loaded(served);
  later.setText("dnd", "en", "Now");
  later.setText("away", "en", "Out");
  expect(await later.serve()).toBe(true);
  expect(later.state().status).toMatchObject({ name: "conflict", choices: [{ state: "dnd" }] });
});

test("a browser that keeps nothing says so, serves nothing, and is asked again", async () => {
  const shelf = createShelf();
  let isFull = true;
  const { editor } = await loaded({
    ...shelf,
    set: (...given) => (isFull ? Promise.reject(new DOMException("full", "QuotaExceededError")) : shelf.set(...given)),
  });
  editor.setText("dnd", "en", "Busy");
  expect(await editor.serve()).toBe(false);
  expect(editor.state()).toMatchObject({ keeper: "nobody", dirty: true, status: { name: "failed", doing: "serve" } });
  isFull = false;
  expect(await editor.serve()).toBe(true);
  const { editor: blind } = await loaded({ ...shelf, get: () => Promise.reject(new Error("private window")) });
  expect(blind.state()).toMatchObject({ keeper: "nobody", status: { name: "idle" } });
});

test("what is larger than goes between clients is told before", async () => {
  const { editor } = await loaded();
  const allowed = DEFAULT_LIMITS["ibb-bytes"];
  editor.setText("dnd", "en", "Busy");
  editor.putMedium("dnd", picture(1), picture(2, { kind: "video", bytes: new Uint8Array(allowed + 1) }));
  expect(editor.state().problems).toEqual([]);
  await editor.serve();
  expect(editor.state().problems).toMatchObject([
    { kind: "video", limit: "video-bytes", allowed, actual: allowed + 1 },
  ]);
});
