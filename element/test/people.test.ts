// For people: what is said to those who do not see it, what is heard by those who ask for it, and pages that stay as they are.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { BASE_STATES } from "@status-scheme/protocol";
import type { MediumSketch, PageApi, ShownSketch } from "./support/page.ts";
import { eventually, fixture, longSound, nameOf, openStudio, still } from "./support/studio.ts";
import type { Studio } from "./support/studio.ts";

declare const api: PageApi;
declare global {
  interface Window {
    played: HTMLMediaElement[];
    shifts: number;
    stolen?: boolean;
  }
}
declare const axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };

let studio: Studio;
let image: MediumSketch;
let sound: MediumSketch;
beforeAll(async () => {
  studio = await openStudio();
  [image, sound] = await Promise.all([still("green"), fixture("audio", "audio/mpeg", "av/valid/tone.mp3")]);
  await studio.page.evaluate(() => {
    window.played = [];
    const { play } = HTMLMediaElement.prototype;
    HTMLMediaElement.prototype.play = function () {
      window.played.push(this);
      return play.call(this);
    };
  });
});
afterAll(async () => {
  await studio.close();
  expect([studio.errors(), studio.strays()]).toEqual([[], []]);
});
beforeEach(async () => {
  await studio.page.evaluate(() => {
    api.clear();
    window.played.length = 0;
  });
});

const add = (attributes: Record<string, string>, shown: ShownSketch) =>
  studio.page.evaluate(([those, one]) => void api.add(those, one), [attributes, shown] as const);
const says = (...expected: string[]) => eventually(studio.tree, (now) => now.join("|") === expected.join("|"));

describe("said", () => {
  test("is one image, with who it is, their text and their state", async () => {
    await add({ name: "Juliet" }, { show: "dnd", text: "Please do not disturb me", media: [image] });
    await says("image Juliet: Please do not disturb me, Do not disturb");
    const title = await studio.page.evaluate(
      () => document.querySelector("status-look")!.shadowRoot!.querySelector<HTMLElement>(".box")!.title,
    );
    expect(title).toBe("Juliet: Please do not disturb me, Do not disturb");
  });
  test("is there off the screen as well", async () => {
    await studio.page.evaluate(() => void (document.body.style.paddingTop = "4000px"));
    await add({ name: "Juliet" }, { show: "away", look: false });
    await says("image Juliet: Away");
  });
  test("is in the page's language, or the element's, in the page's words", async () => {
    await studio.page.evaluate(() => {
      document.documentElement.lang = "de-AT";
      api.wordLooks("it", { states: { away: "Assente" } });
    });
    await add({ contact: "juliet@capulet.lit" }, { show: "away", look: false });
    await says("image juliet@capulet.lit: Abwesend");
    await studio.page.evaluate(() => void (document.querySelector("status-look")!.lang = "it"));
    await says("image juliet@capulet.lit: Assente");
  });
  test("with a button, it is a group", async () => {
    await add({ name: "Juliet", sound: "", size: "64" }, { text: "Hear me", media: [image, sound] });
    await says("group Juliet: Hear me, Available", "button Play the sound of Juliet");
  });
});

test("axe finds nothing", async () => {
  for (const show of BASE_STATES) await add({ name: "Juliet", size: "64" }, { show, look: false });
  for (const size of ["16", "64", "128"]) {
    await add({ name: "Juliet", size, sound: "" }, { text: "Out on the balcony", media: [image, sound] });
    await add({ name: "Juliet", size }, { show: "dnd", text: "Please do not disturb me today" });
  }
  await add({ name: "Juliet", size: "64" }, { fresh: false, offered: ["image"] });
  await eventually(studio.tree, (now) => now.filter((one) => one.startsWith("button")).length === 3);
  await studio.page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  for (const scheme of ["light", "dark"]) {
    await studio.page.evaluate((wanted) => {
      document.documentElement.style.colorScheme = wanted;
      Object.assign(document.body.style, { background: "Canvas" });
    }, scheme);
    const { violations } = await studio.page.evaluate(() => axe.run());
    // About the elements, and not about a page that has no headings.
    const about = violations.filter(({ nodes }) => nodes.some(({ html }) => !/^<(html|body)/.test(html)));
    const serious = about.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => [scheme, id, nodes.map(({ html }) => html)])).toEqual([]);
  }
});

describe("heard", () => {
  const button = (index = 0) => studio.page.locator("status-look").nth(index).locator("button");
  /** Of each player that ever played: whether it is heard now. */
  const heard = () =>
    studio.page.evaluate(() => window.played.map((player) => !player.paused && !player.muted && player.volume > 0));
  const listen = () =>
    studio.page.evaluate(
      (media) => {
        api.fake.loads.length = 0;
        api.showLooks(api.fake.source);
        api.preferLooks({ sound: true });
        api.fake.look({ media, offered: ["audio"] });
        api.add({ contact: "juliet@capulet.lit", name: "Juliet", size: "64" });
      },
      [image],
    );

  test("is nothing without a press, and then it is fetched, and played once", async () => {
    await listen();
    await button().waitFor();
    expect(await studio.page.evaluate(() => [api.fake.loads.length, window.played.length])).toEqual([0, 0]);
    await button().click();
    expect(await studio.page.evaluate(() => api.fake.loads)).toEqual(["juliet@capulet.lit audio"]);
    expect(await button().getAttribute("aria-busy")).toBe("true");
    await studio.page.evaluate((one) => api.fake.come("juliet@capulet.lit", [one]), sound);
    await eventually(heard, (all) => all.join() === "true");
    expect(await button().getAttribute("aria-label")).toBe("Stop the sound of Juliet");
    await eventually(heard, (all) => all.join() === "false");
    expect(await button().getAttribute("aria-label")).toBe("Play the sound of Juliet");
  });
  test("ends at a second press, and at another look; keys do as well", async () => {
    await add({ sound: "" }, { media: [image, longSound()] });
    await button().waitFor({ state: "attached" });
    await studio.page.keyboard.press("Tab");
    await studio.page.keyboard.press("Enter");
    await eventually(heard, (all) => all.join() === "true");
    await studio.page.keyboard.press("Enter");
    await eventually(heard, (all) => all.join() === "false");
    await studio.page.keyboard.press("Enter");
    await eventually(heard, (all) => all.join() === "false,true");
    await studio.page.evaluate(() => {
      document.querySelector("status-look")!.shown = api.shownOf({ show: "dnd", look: false });
    });
    await eventually(heard, (all) => all.join() === "false,false");
    expect(await button().count()).toBe(0);
  });
  test("is one at a time", async () => {
    for (const name of ["Juliet", "Nurse"]) await add({ name, sound: "", size: "64" }, { media: [image, longSound()] });
    await button(0).click();
    await eventually(heard, (all) => all.join() === "true");
    await button(1).click();
    await eventually(heard, (all) => all.join() === "false,true");
  });
  test("of a video is its own sound, until it is pressed again; of a silent one there is no button", async () => {
    const [clip, silent] = await Promise.all([
      fixture("video", "video/mp4", "av/valid/clip.mp4"),
      fixture("video", "video/mp4", "av/valid/silent.mp4"),
    ]);
    await add({ sound: "", size: "64" }, { media: [image, clip] });
    await add({ sound: "", size: "64" }, { media: [image, silent] });
    await button(0).waitFor();
    expect(await heard()).toEqual([false, false]);
    await button(0).click();
    await eventually(heard, (all) => all.filter(Boolean).length === 1);
    await button(0).click();
    await eventually(heard, (all) => all.filter(Boolean).length === 0);
    expect(await button(1).count()).toBe(0);
  });
  test("is not offered where nobody wants it, nor where it is broken", async () => {
    await add({}, { media: [image, sound] });
    await studio.page.evaluate(() => api.preferLooks({ sound: true }));
    await add({ sound: "off" }, { media: [image, sound] });
    await add({ motion: "off" }, { media: [image, sound] });
    await add({ size: "64" }, { media: [image, { ...sound, bytes: btoa("no sound") }] });
    await button(3).click();
    await eventually(
      () => button(3).count(),
      (many) => many === 0,
    );
    expect(await Promise.all([0, 1, 2].map((index) => button(index).count()))).toEqual([1, 0, 0]);
  });
});

describe("the page around", () => {
  test("does not move, whatever comes and whatever it is", async () => {
    await studio.page.evaluate(() => {
      window.shifts = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.shifts += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: "layout-shift" });
      document.body.style.display = "block";
      api.showLooks(api.fake.source);
      for (const name of ["juliet", "nurse", "romeo"]) {
        api.add({ contact: `${name}@capulet.lit`, size: "64" });
        document.body.append(`${name}, and a line of text that would move`, document.createElement("br"));
      }
    });
    const place = () =>
      studio.page.evaluate(() =>
        JSON.stringify(Array.from(document.querySelectorAll("br, status-look"), (one) => one.getBoundingClientRect())),
      );
    const before = await place();
    const wide = await fixture("image", "image/png", "valid/large.png");
    await studio.page.evaluate(
      ([pictures, long]) => {
        api.fake.look({ contact: "juliet@capulet.lit", media: pictures });
        api.fake.look({ contact: "nurse@capulet.lit", text: long });
        api.fake.look({
          contact: "romeo@capulet.lit",
          text: "\u202eZ\u0335\u0322\u031b\u0327algo \u05e9\u05dc\u05d5\u05dd ".repeat(400),
        });
      },
      [[wide], "word ".repeat(20_000)] as const,
    );
    const kinds = () =>
      studio.page.evaluate(() =>
        Array.from(document.querySelectorAll("status-look"), (one) => api.inside(one)?.localName).join(),
      );
    await eventually(kinds, (now) => now === "img,div,div");
    await studio.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    expect([await place(), await studio.page.evaluate(() => window.shifts)]).toEqual([before, 0]);
  });

  test("is not covered: what is too long is cut at the box", async () => {
    await studio.page.evaluate(() => {
      document.body.style.padding = "40px";
    });
    await add({ size: "48" }, { text: "M".repeat(100_000) });
    await eventually(studio.look, (seen) => nameOf(seen.at(0.5, 0.5)) !== "white");
    const { at } = await studio.look("body");
    const around = [at(0, 0.5), at(0.2, 0.02), at(0.02, 0.98)].map(nameOf);
    expect(around).toEqual(["white", "white", "white"]);
  });

  test("takes no markup from texts and names", async () => {
    const markup = '<img src=x onerror="stolen=true"><script>stolen=true</script>';
    await add({ size: "96", name: markup }, { text: markup, state: markup, status: markup });
    const text = () => studio.page.evaluate(() => api.inside(document.querySelector("status-look")!)?.textContent);
    await eventually(text, (said) => said === markup);
    expect(
      await studio.page.evaluate(() => [document.querySelectorAll("img, script:not([src])").length, window.stolen]),
    ).toEqual([0, undefined]);
  });
});

describe("in any order", () => {
  test("a source comes before its elements or after, changes, and goes", async () => {
    const shown = () =>
      studio.page.evaluate(() =>
        Array.from(document.querySelectorAll("status-look"), (one) => one.shown?.show ?? "none").join(),
      );
    await studio.page.evaluate(() => {
      api.add({ contact: "juliet@capulet.lit" });
      api.fake.look({ show: "dnd" });
      api.showLooks(api.fake.source);
      const own = api.createFake();
      own.look({ show: "chat" });
      api.add({ contact: "juliet@capulet.lit" });
      api.add({ contact: "juliet@capulet.lit" }).source = own.source;
      api.add({ contact: "juliet@capulet.lit" }, { show: "xa" });
      api.add({ contact: "@" });
    });
    await eventually(shown, (now) => now === "dnd,dnd,chat,xa,none");
    await studio.page.evaluate(() => {
      const other = api.createFake();
      other.look({ show: "away" });
      api.showLooks(other.source);
    });
    await eventually(shown, (now) => now === "away,away,chat,xa,none");
    await studio.page.evaluate(() => api.showLooks(undefined));
    await eventually(shown, (now) => now === "none,none,chat,xa,none");
  });

  test("properties set before the element is defined are kept", async () => {
    const size = await studio.page.evaluate(async () => {
      // A name is defined once.
      const name = `status-look-late-${crypto.randomUUID()}`;
      const frame = document.createElement(name);
      Object.assign(frame, { size: 64, name: "Juliet" });
      document.body.append(frame);
      customElements.define(name, class extends api.StatusLook {});
      await Promise.resolve();
      return [frame.getAttribute("size"), frame.getAttribute("name"), frame.getBoundingClientRect().width];
    });
    expect(size).toEqual(["64", "Juliet", 64]);
  });

  test("sizes are what they are, and no others", async () => {
    for (const size of ["1", "1000", "20.4", "wide", "-3"]) await add({ size }, { look: false });
    const widths = () =>
      studio.page.evaluate(() =>
        Array.from(document.querySelectorAll("status-look"), (one) => one.getBoundingClientRect().width),
      );
    await eventually(widths, (now) => now.join() === "16,256,20,32,32");
  });
});
