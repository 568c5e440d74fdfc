import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { setStage, type Actor, type Stage } from "../src/stage.ts";
import { learns } from "../src/stranger.ts";

let stage: Stage;
let juliet: Actor;
beforeAll(async () => {
  stage = await setStage({ help: false, once: true, ports: {}, mediaPort: undefined, pagesPort: undefined });
  juliet = await stage.enter("juliet");
  await juliet.scheme.publish([{ state: "dnd", text: [{ lang: "en", text: "Please do not disturb" }] }]);
});
afterAll(() => stage.stop());

test("a stranger learns nothing", async () => {
  expect(await learns(await stage.enter("tybalt"), stage.service, juliet.jid)).toBeUndefined();
});

test("somebody who learns something is found out", async () => {
  expect(await learns(await stage.enter("romeo"), stage.service, juliet.jid)).toMatch(
    /^check tells juliet@capulet.lit/,
  );
});
