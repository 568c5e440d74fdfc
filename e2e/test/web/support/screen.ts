// A browser with a page of contacts, and eyes for what is on its screen.
import { fileURLToPath } from "node:url";
import { eventually, startBrowser } from "@status-scheme/testbed";
import type { TestBrowser, Testbed } from "@status-scheme/testbed";
import type { Page } from "playwright-core";
import sharp from "sharp";
import type { RowOptions, WebPage } from "./page.ts";

declare const web: WebPage;

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Verona</title><link rel="icon" href="data:,">
<style>body { margin: 8px; background: #fff } ul { margin: 0; padding: 0 } li { display: flex; gap: 8px; padding: 2px }</style>
<body><ul></ul><script type="module" src="/main.js"></script>`;

/** Red, green, blue. */
export type Color = readonly [number, number, number];
export interface Picture {
  /** As fractions of the sides. */
  readonly at: (x: number, y: number) => Color;
  readonly all: readonly Color[];
}
export interface Screen extends TestBrowser {
  /** A tab in which the account is logged in and these contacts have a row each. */
  readonly watch: (bed: Testbed, account: string, contacts: readonly string[], options?: WatchOptions) => Promise<Tab>;
}
export interface WatchOptions extends RowOptions {
  /** Looks and media are kept in IndexedDB. */
  readonly isLasting?: boolean;
}
export interface Tab {
  readonly page: Page;
  /** What is on the screen of a contact's element. */
  readonly look: (contact: string) => Promise<Picture>;
  /** Resolves when the middle of a contact's element has this color, as #rrggbb. */
  readonly shows: (contact: string, color: string) => Promise<void>;
  /** Resolves when this is inside a contact's element, e.g. `svg.badge.dnd`. */
  readonly holds: (contact: string, inside: string | RegExp) => Promise<void>;
  /** Loads the page anew, and logs in again. */
  readonly reload: () => Promise<void>;
}

export async function openScreen(): Promise<Screen> {
  const browser = await startBrowser({ entry: fileURLToPath(new URL("page.ts", import.meta.url)), html: HTML });
  return {
    ...browser,
    async watch(bed, account, contacts, { isLasting = false, ...rows } = {}) {
      const page = await browser.open();
      const [username, domain] = bed.jid(account).split("@") as [string, string];
      const login = { service: bed.websocket, domain, username, password: bed.password(account) };
      const start = () =>
        page.evaluate(
          ([credentials, lasting, jids, options]) => {
            web.rows(jids, options);
            return web.login(credentials, lasting);
          },
          [login, isLasting, contacts, rows] as const,
        );
      await start();
      const inside = (contact: string) => page.evaluate((jid) => web.inside(jid), contact);
      const tab: Tab = {
        page,
        look: async (contact) => pictureOf(await page.locator(`#of-${contact.split("@")[0]}`).screenshot()),
        shows: async (contact, color) => {
          const wanted = toColor(color);
          await eventually(
            `${contact} in ${color}`,
            async () => (await tab.look(contact)).at(0.5, 0.5),
            (seen) => isNear(seen, wanted),
          );
        },
        holds: async (contact, wanted) => {
          const isAsWanted = (found: string) => (typeof wanted === "string" ? found === wanted : wanted.test(found));
          await eventually(`${contact} as ${String(wanted)}`, () => inside(contact), isAsWanted);
        },
        reload: async () => {
          await page.reload({ waitUntil: "load" });
          await start();
        },
      };
      return tab;
    },
  };
}

/** Of a screenshot. */
export async function pictureOf(png: Buffer): Promise<Picture> {
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const all = Array.from({ length: info.width * info.height }, (_, at): Color => {
    const [red, green, blue] = data.subarray(3 * at, 3 * at + 3);
    return [red!, green!, blue!];
  });
  const spot = (part: number, side: number) => Math.min(Math.floor(part * side), side - 1);
  return { all, at: (x, y) => all[spot(y, info.height) * info.width + spot(x, info.width)]! };
}

export const toColor = (hex: string) =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Color;
/** As codecs leave it. */
export const isNear = (one: Color, other: Color) => one.every((part, index) => Math.abs(part - other[index]!) < 28);
