// What is done beside the looks: who may see them, and the person's own state.
import { describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { createWorld, idle } from "./support.ts";

const loaded = async () => {
  const world = createWorld();
  await world.editor.load();
  return world;
};

describe("who may see", () => {
  test("is read, and changed from what was read", async () => {
    const world = await loaded();
    const { editor } = world;
    await editor.loadAccess();
    expect(editor.state()).toMatchObject({ access: { model: "presence" }, groups: ["Nurses"] });
    expect(await editor.setAccess({ model: "roster", groups: ["Nurses"] })).toBe(true);
    expect(editor.state().access).toMatchObject({ model: "roster", groups: ["Nurses"] });
    world.access = { ...world.access, version: "elsewhere", model: "open" };
    expect(await editor.setAccess({ model: "presence" })).toBe(false);
    expect(editor.state()).toMatchObject({ failed: { access: { code: "conflict" } }, access: { model: "open" } });
    expect(await editor.setAccess({ model: "presence" })).toBe(true);
    expect(editor.state().failed.access).toBeUndefined();
  });

  test("fails or not beside a publish, and neither hides the other", async () => {
    const world = await loaded();
    const { editor } = world;
    await editor.loadAccess();
    const { promise, resolve } = Promise.withResolvers<undefined>();
    world.hold = promise as unknown as Promise<void>;
    world.refuse = new SchemeError("try-later");
    editor.setText("dnd", "en", "Busy");
    const publishing = editor.publish();
    await idle();
    world.access = { ...world.access, version: "elsewhere" };
    expect(await editor.setAccess({ model: "open" })).toBe(false);
    expect(editor.state()).toMatchObject({ status: { name: "publishing" }, failed: { access: { code: "conflict" } } });
    resolve(undefined);
    expect(await publishing).toBe(false);
    expect(await editor.setAccess({ model: "open" })).toBe(true);
    expect(editor.state().status).toMatchObject({ name: "failed", doing: "publish", error: { code: "try-later" } });
  });

  test("the person's own state", async () => {
    const { editor } = await loaded();
    expect(await editor.setState("dnd")).toBe(true);
    expect(editor.state().now).toBe("dnd");
    expect(await editor.setState("unheard_of")).toBe(false);
    expect(editor.state()).toMatchObject({ now: "dnd", failed: { state: { code: "bad-request" } } });
  });
});
