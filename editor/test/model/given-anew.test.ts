// Media of what others see no more: whoever stores the scheme may have thrown them away, and a publish cannot name them.
import { expect, test } from "@jest/globals";
import { createWorld, idle, look, picture } from "./support.ts";

test("a picture that is published no more is given anew, by its bytes: after an undo, and as the chosen side", async () => {
  const world = createWorld([look("dnd", "Busy")]);
  const { editor } = world;
  await editor.load();
  editor.putMedium("dnd", picture(1));
  await editor.publish();
  await idle();
  const made = editor.state().looks[0]!.media[0]!.stored!;
  const given = { kind: "image", mediaType: "image/png", bytes: new TextEncoder().encode(made.hash) };
  editor.removeMedium("dnd", "image");
  await editor.publish();
  editor.undo();
  expect(await editor.publish()).toBe(true);
  expect(world.publishes.at(-1)!.looks[0]!.media).toEqual([{ ...given, desc: [] }]);

  await idle();
  editor.setText("dnd", "en", "Very busy");
  world.elsewhere([look("dnd", "Theirs")]);
  await idle();
  editor.choose("mine");
  editor.settle();
  const again = editor.state().looks[0]!.media[0]!.stored!;
  expect(await editor.publish()).toBe(true);
  expect(world.publishes.at(-1)!.looks[0]!.media).toEqual([
    { ...given, bytes: new TextEncoder().encode(again.hash), desc: [] },
  ]);
});
