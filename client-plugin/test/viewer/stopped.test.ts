// A viewer that is stopped leaves nothing behind: no request, no timer.
import { expect, test } from "@jest/globals";
import { element, NS_DISCO_ITEMS, SchemeError } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET, withScheme } from "./support/juliet.ts";
import { makeMedium, S1, S2, schemeOf, SERVICE, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

test("media that are on their way are not waited for", async () => {
  const image = makeMedium(new TextEncoder().encode("a closed door"));
  const world = createWorld();
  world.media.set(image.sources[0]!, () => new Promise(() => undefined));
  world.schemes.set(JULIET, schemeOf(JULIET, S1, textLook("available", "Here", { media: [image] })));
  await world.login();
  world.presence(BALCONY);
  await idle();
  expect(world.fetched).toHaveLength(1);
  world.viewer.stop();
  await idle();
  expect([world.clock.timers(), world.warnings]).toEqual([0, []]);
});

test("nor are answers", async () => {
  const world = await withScheme();
  world.answers.set("fetch", () => new Promise<Element>(() => undefined));
  world.notice(JULIET, S2);
  await idle();
  world.viewer.stop();
  await idle();
  expect(world.clock.timers()).toBe(0);
});

test.each<[string, () => Element | SchemeError]>([
  ["comes", () => element(NS_DISCO_ITEMS, "query", {}, element(NS_DISCO_ITEMS, "item", { jid: SERVICE }))],
  ["does not, for the connection is lost", () => new SchemeError("try-later", { reason: "not connected" })],
])("nor what a domain lists, when it %s: nobody is asked or told any more", async (_, answer) => {
  const world = createWorld();
  const { promise, resolve } = Promise.withResolvers<undefined>();
  world.answers.set("items", () => promise.then(answer as () => Element));
  await world.login();
  const count = world.asked.length;
  // Whose domain's turn comes later.
  const checked = world.viewer.check("rosaline@montague.lit").catch(({ code }: SchemeError) => code);
  world.viewer.stop();
  resolve(undefined);
  await idle();
  expect([world.clock.timers(), world.sent]).toEqual([0, []]);
  expect(world.asked.slice(count).filter(({ verb }) => verb !== "info")).toEqual([]);
  await expect(Promise.race([checked, idle()])).resolves.toBe("try-later");
});
