// A browser with pages of elements, under the strictest policy that they work with, and eyes for what they show.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { eventually as comesTrue, startBrowser } from "@status-scheme/testbed";
import type { BrowserOptions, TestBrowser } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import sharp from "sharp";
import type { MediumSketch } from "./page.ts";

/** As README.md says. */
export const POLICY = "default-src 'none'; script-src 'self'; img-src blob:; media-src blob:";
const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Verona</title><body><script type="module" src="/main.js"></script>`;

export type Color = readonly [red: number, green: number, blue: number];
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** As fractions of the sides. */
  readonly at: (x: number, y: number) => Color;
  readonly all: readonly Color[];
}
export interface Studio extends TestBrowser {
  readonly page: Page;
  /** What is on the screen of the first element that the selector finds. */
  readonly look: (selector?: string) => Promise<Pixels>;
  /** What assistive technology gets of the page: role and name of what has one. */
  readonly tree: () => Promise<readonly string[]>;
}

export async function openStudio(options: BrowserOptions = {}): Promise<Studio> {
  const browser = await startBrowser({
    entry: fileURLToPath(new URL("page.ts", import.meta.url)),
    html: HTML,
    headers: { "content-security-policy": POLICY },
    ...options,
  });
  const page = await browser.open();
  return {
    ...browser,
    page,
    async look(selector = "status-look") {
      const png = await page.locator(selector).first().screenshot({ caret: "initial" });
      const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const all = Array.from({ length: info.width * info.height }, (_, at): Color => {
        const [red, green, blue] = data.subarray(3 * at, 3 * at + 3);
        return [red!, green!, blue!];
      });
      const spot = (part: number, side: number) => Math.min(Math.floor(part * side), side - 1);
      const at = (x: number, y: number) => all[spot(y, info.height) * info.width + spot(x, info.width)]!;
      return { width: info.width, height: info.height, at, all };
    },
    async tree() {
      const session = await browser.context.newCDPSession(page);
      const { nodes } = await session.send("Accessibility.getFullAXTree");
      await session.detach();
      const roles: unknown[] = ["image", "group", "button", "StaticText"];
      const told = nodes.filter(({ ignored, role }) => !ignored && roles.includes(role?.value));
      return told.map(({ role, name }) => `${String(role!.value)} ${String(name!.value)}`);
    },
  };
}

/** Resolves to the first that is as it should be. @throws Error with the last that was not */
export function eventually<T>(get: () => Promise<T>, isGood: (value: T) => boolean): Promise<T> {
  return comesTrue("what the page shows", get, isGood);
}

const NAMES: Readonly<Record<string, Color>> = {
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  white: [255, 255, 255],
};
/** The name of a color, as codecs leave it. */
export function nameOf(color: Color): string {
  const isNear = ([, named]: [string, Color]) => named.every((part, index) => Math.abs(part - color[index]!) < 24);
  return Object.entries(NAMES).find(isNear)?.[0] ?? color.join(" ");
}

const sketch = (kind: MediumSketch["kind"], mediaType: string, bytes: Buffer): MediumSketch => ({
  kind,
  mediaType,
  bytes: bytes.toString("base64"),
});
const plain = (background: string) => sharp({ create: { width: 64, height: 64, channels: 3, background } });

export async function still(color: string): Promise<MediumSketch> {
  return sketch("image", "image/png", await plain(color).png().toBuffer());
}
/** Of frames of one color each, 100 ms each, for ever. */
export async function animation(...colors: string[]): Promise<MediumSketch> {
  const frames = await Promise.all(colors.map((color) => plain(color).png().toBuffer()));
  const webp = sharp(frames, { join: { animated: true } }).webp({ loop: 0, delay: colors.map(() => 100) });
  return sketch("animation", "image/webp", await webp.toBuffer());
}
export async function fixture(kind: MediumSketch["kind"], mediaType: string, path: string): Promise<MediumSketch> {
  return sketch(kind, mediaType, await readFile(new URL(`../../../fixtures/media/${path}`, import.meta.url)));
}
/** Silence, of a minute: what ends it is not its own end. */
export function longSound(): MediumSketch {
  const data = Buffer.alloc(60 * 8_000, 128);
  const header = Buffer.alloc(44);
  header.write("RIFF");
  header.writeUInt32LE(36 + data.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // PCM
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(8_000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(data.length, 40);
  return sketch("audio", "audio/wav", Buffer.concat([header, data]));
}
export const bytes = (kind: MediumSketch["kind"], mediaType: string, text: string): MediumSketch =>
  sketch(kind, mediaType, Buffer.from(text));
