// What costs nothing: what is off the screen, in a hidden tab, or one too many.
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Page } from "playwright-core";
import type { MediumSketch, PageApi } from "./support/page.ts";
import { measureRoster } from "./support/roster.ts";
import { animation, eventually, fixture, nameOf, openStudio, still } from "./support/studio.ts";
import type { Studio } from "./support/studio.ts";

declare const api: PageApi;
declare global {
  interface Window {
    kept?: Element;
  }
}

let studio: Studio;
/** In front of the studio's page, that one is hidden. */
let cover: Page;
let green: MediumSketch;
let moving: MediumSketch;
let video: MediumSketch;
beforeAll(async () => {
  studio = await openStudio({ hidesTabs: true });
  cover = await studio.context.newPage();
  [green, moving, video] = await Promise.all([
    still("green"),
    animation("red", "blue"),
    fixture("video", "video/mp4", "av/valid/silent.mp4"),
  ]);
});
afterAll(async () => {
  await studio.close();
  expect([studio.errors(), studio.strays()]).toEqual([[], []]);
});
beforeEach(async () => {
  await bringToFront(studio.page);
  await studio.page.evaluate(() => {
    api.clear();
    scrollTo(0, 0);
  });
});

/** Of the two tabs of one window; resolves when the studio's page knows. */
async function bringToFront(tab: Page): Promise<void> {
  await tab.bringToFront();
  const state = tab === studio.page ? "visible" : "hidden";
  await eventually(
    () => studio.page.evaluate(() => document.visibilityState),
    (now) => now === state,
  );
}
const add = (media: readonly MediumSketch[], attributes: Record<string, string> = {}) =>
  studio.page.evaluate(([those, sketches]) => void api.add(those, { media: sketches }), [attributes, media] as const);
/** What is inside of each element: `video`, `img` and of which kind, or nothing. */
const inside = () =>
  studio.page.evaluate(() =>
    Array.from(document.querySelectorAll("status-look"), (one) => {
      const node = api.inside(one);
      if (node instanceof HTMLImageElement) {
        return one.shown?.look?.media.find(({ url }) => url === node.src)?.kind ?? "image of nobody";
      }
      return node?.localName ?? "nothing";
    }),
  );
const becomes = (...expected: string[]) => eventually(inside, (now) => now.join() === expected.join());
const scrollBy = (pixels: number) =>
  studio.page.evaluate((by) => {
    document.body.style.paddingBottom = "5000px";
    window.scrollBy(0, by);
  }, pixels);

describe("off the screen", () => {
  test("but near it, there is the still, and no player", async () => {
    await add([green, video], { size: "64" });
    await add([green, moving], { size: "64" });
    await becomes("video", "animation");
    await studio.page.evaluate(() => (window.kept = api.inside(document.querySelector("status-look")!)!));
    await scrollBy(200);
    await becomes("image", "image");
    const player = await studio.page.evaluate(() => {
      const { paused, src } = window.kept as HTMLVideoElement;
      return { paused, src };
    });
    expect(player).toEqual({ paused: true, src: "" });
    await scrollBy(-200);
    await becomes("video", "animation");
  });

  test("and far from it, there is nothing inside; it is there again when it is near", async () => {
    await add([green, moving]);
    await becomes("animation");
    await scrollBy(2_000);
    await becomes("nothing");
    await scrollBy(-2_000);
    await becomes("animation");
  });

  test("nothing that moves is asked for", async () => {
    const asked = () => studio.page.evaluate(() => [...api.fake.loads]);
    await studio.page.evaluate((image) => {
      document.body.style.paddingTop = "3000px";
      api.showLooks(api.fake.source);
      api.add({ contact: "juliet@capulet.lit" });
      api.fake.look({ media: [image], offered: ["video", "animation"] });
    }, green);
    await becomes("nothing");
    expect(await asked()).toEqual([]);
    await scrollBy(3_000);
    await eventually(asked, (loads) => loads.join() === "juliet@capulet.lit video");
    await becomes("image");
    await studio.page.evaluate((one) => api.fake.come("juliet@capulet.lit", [one]), video);
    await becomes("video");
    expect(await asked()).toHaveLength(1);
  });
});

describe("in a hidden tab", () => {
  test("a video waits at its frame, an animation is still, no script runs, and all of it goes on", async () => {
    await add([green, video], { size: "64" });
    await add([green, moving], { size: "64" });
    await becomes("video", "animation");
    const session = await studio.context.newCDPSession(studio.page);
    await session.send("Performance.enable");
    /** What has been decoded so far, and how long scripts ran; those of tests do not count. */
    const work = async () => {
      const player = await studio.page.evaluate(() => {
        const one = api.inside(document.querySelector("status-look")!) as HTMLVideoElement;
        return { paused: one.paused, at: one.currentTime, frames: one.getVideoPlaybackQuality().totalVideoFrames };
      });
      const { metrics } = await session.send("Performance.getMetrics");
      return { ...player, scripts: metrics.find(({ name }) => name === "ScriptDuration")!.value };
    };
    await eventually(work, ({ frames }) => frames > 0);
    await bringToFront(cover);
    await becomes("video", "image");
    const [waiting] = await eventually(
      async () => {
        const before = await work();
        await new Promise((resolve) => setTimeout(resolve, 500));
        return [before, await work()] as const;
      },
      ([before, after]) => before.paused && isDeepStrictEqual(before, after),
    );
    await bringToFront(studio.page);
    await becomes("video", "animation");
    await eventually(work, ({ paused, frames }) => !paused && frames > waiting.frames);
    await session.detach();
  });

  test("another look comes all the same, and rests", async () => {
    await studio.page.evaluate((image) => {
      api.showLooks(api.fake.source);
      api.fake.look({ media: [image] });
      api.add({ contact: "juliet@capulet.lit" });
    }, moving);
    await becomes("animation");
    await bringToFront(cover);
    await studio.page.evaluate((media) => api.fake.look({ state: "dnd", show: "dnd", media }), [green, moving]);
    await becomes("image");
  });
});

describe("one too many", () => {
  const count = async (kind: string) => (await inside()).filter((one) => one === kind).length;
  test("stays still: the largest move, then those that came last", async () => {
    await add([green, moving], { size: "64" });
    for (let index = 0; index < 15; index++) await add([green, moving]);
    await eventually(
      inside,
      (all) =>
        all.join() ===
        [
          "animation",
          ...Array.from({ length: 4 }, () => "image"),
          ...Array.from({ length: 11 }, () => "animation"),
        ].join(),
    );
    await studio.page.evaluate(() => document.querySelector("status-look")!.remove());
    await eventually(
      () => count("animation"),
      (many) => many === 12,
    );
  });
  test("of the videos, four play", async () => {
    for (let index = 0; index < 6; index++) await add([green, video]);
    await eventually(inside, (all) => all.join() === "image,image,video,video,video,video");
  });
});

describe("what is gone", () => {
  test("holds nothing of its source; what is only moved is as it was", async () => {
    await studio.page.evaluate((image) => {
      api.showLooks(api.fake.source);
      api.fake.look({ media: [image] });
      api.add({ contact: "juliet@capulet.lit" });
    }, green);
    await becomes("image");
    const moved = await studio.page.evaluate(async () => {
      const element = document.querySelector("status-look")!;
      const before = api.inside(element);
      document.body.prepend(document.createElement("p"));
      document.body.prepend(element);
      await Promise.resolve();
      return { isSame: api.inside(element) === before, listeners: api.fake.listeners.size };
    });
    expect(moved).toEqual({ isSame: true, listeners: 1 });
    const gone = await studio.page.evaluate(async () => {
      const element = document.querySelector("status-look")!;
      element.remove();
      await Promise.resolve();
      return { inside: api.inside(element), listeners: api.fake.listeners.size };
    });
    expect(gone).toEqual({ inside: null, listeners: 0 });
  });

  test("URLs that are given back at once are not missed, whatever was shown by them", async () => {
    await studio.page.evaluate(
      (media) => {
        api.showLooks(api.fake.source);
        api.fake.source.on("look", () => {});
        api.fake.look({ media });
        api.add({ contact: "juliet@capulet.lit", size: "64" });
      },
      [green, video],
    );
    await becomes("video");
    await studio.page.evaluate(
      ([first, second]) => {
        for (const [index, media] of [first, second].entries()) {
          const before = api.fake.source.shown("juliet@capulet.lit")!.look!.media.map(({ url }) => url);
          api.fake.look({ state: `state ${index}`, media });
          before.forEach((url) => URL.revokeObjectURL(url)); // as the plugin does
        }
      },
      [[moving], [await still("blue")]] as const,
    );
    await becomes("image");
    expect(nameOf((await studio.look()).at(0.5, 0.5))).toBe("blue");
  });

  test("another contact's look is not seen for a moment", async () => {
    await studio.page.evaluate((image) => {
      api.showLooks(api.fake.source);
      for (const name of ["juliet", "nurse"]) api.fake.look({ contact: `${name}@capulet.lit`, media: [image] });
      api.add({ contact: "JULIET@capulet.lit/balcony" });
    }, green);
    await becomes("image");
    const now = await studio.page.evaluate(async () => {
      const element = document.querySelector("status-look")!;
      element.contact = "nurse@capulet.lit";
      await Promise.resolve();
      return api.inside(element);
    });
    expect(now).toBeNull(); // hers is on its way
    await becomes("image");
  });
});

test("a roster of 500: one listener, and something inside only of those near the screen", async () => {
  const page = await studio.open();
  const { near, listeners, milliseconds } = await measureRoster(page, { count: 500, image: green });
  expect(listeners).toBe(1);
  expect(near).toBeGreaterThan(10);
  expect(near).toBeLessThan(60);
  expect(Object.keys(milliseconds)).toEqual(["appear", "scroll", "looks"]);
  await page.close();
});
