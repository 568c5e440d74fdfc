// What is on the screen, pixel by pixel.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { BASE_STATES } from "@status-scheme/protocol";
import type { PageApi, ShownSketch } from "./support/page.ts";
import { animation, bytes, eventually, fixture, nameOf, openStudio, still } from "./support/studio.ts";
import type { Color, Studio } from "./support/studio.ts";

declare const api: PageApi;

let studio: Studio;
beforeAll(async () => {
  studio = await openStudio();
});
afterAll(async () => {
  await studio.close();
  expect([studio.errors(), studio.strays()]).toEqual([[], []]);
});
beforeEach(async () => {
  await studio.page.emulateMedia({ reducedMotion: "no-preference", colorScheme: "light" });
  await studio.page.evaluate(() => api.clear());
});

const add = (attributes: Record<string, string>, shown: ShownSketch) =>
  studio.page.evaluate(([those, one]) => void api.add(those, one), [attributes, shown] as const);
const middle = async () => nameOf((await studio.look()).at(0.5, 0.5));
const becomes = (color: string) => eventually(middle, (seen) => seen === color);
/** It is so for a while: three frames of what moves. */
async function stays(color: string) {
  await becomes(color);
  const end = Date.now() + 350;
  while (Date.now() < end) expect(await middle()).toBe(color);
}

describe("an image", () => {
  test.each([16, 32, 256])("fills the box at %d pixels", async (size) => {
    await add({ size: String(size) }, { media: [await still("red")] });
    await becomes("red");
    const { width, height, at } = await studio.look();
    const edges = [at(0.5, 0), at(0.5, 1), at(0, 0.5), at(1, 0.5)].map(nameOf);
    expect([width, height, ...edges]).toEqual([size, size, "red", "red", "red", "red"]);
  });

  test("is cut at the box, round as it is", async () => {
    await add({ size: "128" }, { media: [await still("red")] });
    await becomes("red");
    expect(nameOf((await studio.look()).at(0, 0))).toBe("white");
  });

  test("is still, whatever its bytes say", async () => {
    await add({}, { media: [{ ...(await animation("red", "blue")), kind: "image" }] });
    await stays("red");
  });
});

test("an animation moves, and comes before the image", async () => {
  await add({}, { media: [await still("green"), await animation("red", "blue")] });
  await becomes("red");
  await becomes("blue");
  await becomes("red");
});

test("a video moves, silently, and comes before the animation", async () => {
  const video = await fixture("video", "video/mp4", "av/valid/clip.mp4");
  await add({ size: "64" }, { media: [await still("green"), await animation("red", "blue"), video] });
  const kind = () => studio.page.evaluate(() => api.inside(document.querySelector("status-look")!)?.localName);
  await eventually(kind, (name) => name === "video");
  const first = JSON.stringify((await studio.look()).all);
  await eventually(
    async () => JSON.stringify((await studio.look()).all),
    (now) => now !== first,
  );
  const state = await studio.page.evaluate(() => {
    const { muted, loop, paused, controls } = api.inside(document.querySelector("status-look")!) as HTMLVideoElement;
    return { muted, loop, paused, controls };
  });
  expect(state).toEqual({ muted: true, loop: true, paused: false, controls: false });
});

test("a text is there to be read, above its state's color", async () => {
  await add({ size: "96" }, { show: "dnd", text: "Please do not disturb" });
  const { all, at } = await eventually(studio.look, (seen) => nameOf(seen.at(0.5, 0.5)) !== "white");
  const dark = all.filter(([red, green, blue]) => red + green + blue < 240).length;
  expect(dark / all.length).toBeGreaterThan(0.01);
  expect(at(0.5, 0.99)).toEqual([0xcf, 0x22, 0x2e]);
  const text = await studio.page.evaluate(() => api.inside(document.querySelector("status-look")!)!.textContent);
  expect(text).toBe("Please do not disturb");
});

describe("the plain states", () => {
  test.each([16, 64])("have each another shape at %d pixels, and another color", async (size) => {
    const shapes = new Map<string, readonly number[]>();
    const colors = new Set<string>();
    for (const show of BASE_STATES) {
      await studio.page.evaluate(() => api.clear());
      await add({ size: String(size) }, { show, look: false });
      const { all } = await eventually(studio.look, (seen) => seen.all.some((color) => nameOf(color) !== "white"));
      const greys = all.map(([red, green, blue]) => 0.299 * red + 0.587 * green + 0.114 * blue);
      const lightest = Math.max(...greys);
      const darkest = Math.min(...greys);
      // As someone sees it who sees no colors: dark or light.
      shapes.set(
        show,
        greys.map((grey) => Number((lightest - grey) / (lightest - darkest) > 0.5)),
      );
      colors.add(all[greys.indexOf(darkest)]!.join(" "));
    }
    expect(colors.size).toBe(BASE_STATES.length);
    const states = [...shapes.keys()];
    for (const [index, one] of states.entries()) {
      for (const other of states.slice(index + 1)) {
        const differing = shapes.get(one)!.filter((dot, at) => dot !== shapes.get(other)![at]).length;
        expect({ one, other, isOther: differing / (size * size) > 0.02 }).toEqual({ one, other, isOther: true });
      }
    }
  });

  test("of someone who is not logged in is grey; their offline look is shown as they made it", async () => {
    await add({}, { loggedIn: false, show: "dnd", look: false });
    const { all } = await eventually(studio.look, (seen) => seen.all.some((color) => nameOf(color) !== "white"));
    const colored = all.filter((color) => Math.max(...color) - Math.min(...color) > 24);
    expect(colored).toEqual([]);
    await studio.page.evaluate(() => api.clear());
    await add({}, { show: "offline", media: [await still("blue")] });
    await becomes("blue");
  });

  test("are light and dark as the page is, and as it wants them", async () => {
    await add({ size: "64" }, { show: "away", look: false });
    const corner = async () => (await studio.look()).at(0.5, 0.1);
    const brightness = (color: Color) => color[0] + color[1] + color[2];
    await eventually(corner, (color) => brightness(color) > 600 && nameOf(color) !== "white");
    await studio.page.evaluate(() => void (document.documentElement.style.colorScheme = "dark"));
    await eventually(corner, (color) => brightness(color) < 240);
    await studio.page.evaluate(() => {
      const { style } = document.documentElement;
      style.setProperty("--status-look-away", "blue");
      style.setProperty("--status-look-tile", "blue");
    });
    await eventually(corner, (color) => nameOf(color) === "blue");
  });
});

describe("what cannot be shown is never seen, and what is next in order is", () => {
  const broken = (kind: "video" | "animation" | "image") =>
    bytes(kind, kind === "video" ? "video/mp4" : "image/png", "no such thing");
  test("a broken video: the animation", async () => {
    await add({}, { media: [await still("green"), await animation("red", "blue"), broken("video")] });
    await becomes("red");
    await becomes("blue");
  });
  test("a broken animation: the image", async () => {
    await add({}, { media: [await still("green"), broken("animation")] });
    await stays("green");
  });
  test("an image that is a page: the text, and nothing of the page runs", async () => {
    const page = "<!doctype html><script>window.stolen = true</script><h1>boo</h1>";
    const image = bytes("image", "image/png", page);
    await add({ size: "64" }, { text: "Here", media: [image, bytes("video", "video/mp4", page)] });
    const text = () => studio.page.evaluate(() => api.inside(document.querySelector("status-look")!)?.textContent);
    await eventually(text, (said) => said === "Here");
    expect(await studio.page.evaluate(() => "stolen" in window)).toBe(false);
  });
  test("nothing at all: the plain state", async () => {
    await add({}, { show: "dnd", media: [broken("image"), broken("video")] });
    await eventually(
      () => studio.page.evaluate(() => api.inside(document.querySelector("status-look")!)?.classList.value),
      (names) => names === "badge dnd",
    );
  });
  test.each([4001, 30000])("more pixels than anyone looks at are not decoded: %d squared", async (side) => {
    const image = await fixture("image", "image/png", `hostile/bomb-${side}.png`);
    await add({ size: "64" }, { show: "xa", media: [image] });
    await eventually(
      () => studio.page.evaluate(() => api.inside(document.querySelector("status-look")!)?.classList.value),
      (names) => names === "badge xa",
    );
  });
  test("addresses are not gone to", async () => {
    const before = studio.requests().length;
    const urls = [
      "https://montague.lit/spy.png",
      `${studio.url}spy.png`,
      "javascript:window.stolen=true",
      "//montague.lit/a",
    ];
    for (const url of urls)
      await add(
        {},
        {
          media: [
            { ...(await still("red")), url },
            { ...(await fixture("video", "video/mp4", "av/valid/clip.mp4")), url },
          ],
        },
      );
    await eventually(
      () =>
        studio.page.evaluate(() =>
          [...document.querySelectorAll("status-look")].map((one) => api.inside(one)?.classList.value),
        ),
      (all) => all.every((names) => names === "badge available"),
    );
    expect(studio.requests().slice(before)).toEqual([]);
    expect(await studio.page.evaluate(() => "stolen" in window)).toBe(false);
  });
});

describe("motion", () => {
  const moving = async () => ({ media: [await still("green"), await animation("red", "blue")] });
  test("is not wanted where the system says so, and what it says is followed", async () => {
    await studio.page.emulateMedia({ reducedMotion: "reduce" });
    await add({}, await moving());
    await stays("green");
    await studio.page.emulateMedia({ reducedMotion: "no-preference" });
    await becomes("red");
    await studio.page.emulateMedia({ reducedMotion: "reduce" });
    await stays("green");
  });
  test("is as the person says, and as the element's own attribute does", async () => {
    const prefer = (motion: "auto" | "still" | "animate" | "off") =>
      studio.page.evaluate((wanted) => api.preferLooks({ motion: wanted }), motion);
    await studio.page.emulateMedia({ reducedMotion: "reduce" });
    await add({}, await moving());
    await stays("green");
    await prefer("animate");
    await becomes("red");
    await prefer("still");
    await stays("green");
    await prefer("off");
    const node = () => studio.page.evaluate(() => api.inside(document.querySelector("status-look")!)?.classList.value);
    await eventually(node, (names) => names === "badge available");
    await studio.page.evaluate(() => void (document.querySelector("status-look")!.motion = "animate"));
    await becomes("blue");
  });
});

describe("a skeleton", () => {
  test("is there until the still comes, or nobody waits any longer", async () => {
    const page = await studio.open();
    await page.clock.install();
    await page.evaluate(() => {
      api.showLooks(api.fake.source);
      api.add({ contact: "juliet@capulet.lit", size: "64" });
      api.add({ contact: "nurse@capulet.lit", size: "64" });
      for (const contact of ["juliet@capulet.lit", "nurse@capulet.lit"])
        api.fake.look({ contact, fresh: false, text: "In a moment", offered: ["image"] });
    });
    const kinds = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("status-look")].map((one) => api.inside(one)?.className.split(" ")[0] || "image"),
      );
    await eventually(kinds, (seen) => seen.join() === "skeleton,skeleton");
    await page.evaluate((image) => api.fake.come("juliet@capulet.lit", [image]), await still("red"));
    await eventually(kinds, (seen) => seen.join() === "image,skeleton");
    await page.clock.fastForward(8_100);
    await eventually(kinds, (seen) => seen.join() === "image,text");
    await page.close();
  });
});
