// The page in a real browser, before a real server with a real service: what the tests of the editor's face play on.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { statusScheme } from "@status-scheme/client-plugin";
import type { StatusScheme } from "@status-scheme/client-plugin";
import { startBrowser, startTestbed } from "@status-scheme/testbed";
import type { ComponentOptions, ComponentProcess, TestBrowser, Testbed } from "@status-scheme/testbed";
import { xml } from "@xmpp/client";
import type { Page } from "playwright-core";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const TYPES: Readonly<Record<string, string>> = {
  ".json": "application/json",
  ".png": "image/png",
  ".webp": "image/webp",
  ".wav": "audio/wav",
  ".yaml": "text/plain",
};
const AXE = here("../../node_modules/axe-core/axe.min.js");

export interface UiStage {
  readonly bed: Testbed;
  readonly service: ComponentProcess;
  readonly browser: TestBrowser;
  /** The page, logged in as this account by a session that the page is given. */
  readonly openAs: (account: string) => Promise<Page>;
  /** Another device of an account, or a contact's. */
  readonly enter: (account: string) => Promise<StatusScheme>;
  readonly stop: () => Promise<void>;
}
export interface UiStageOptions {
  readonly component?: ComponentOptions;
  readonly accounts: readonly string[];
  readonly friends?: readonly (readonly [string, string])[];
}

export async function setUiStage({ component, accounts, friends = [] }: UiStageOptions): Promise<UiStage> {
  const bed = await startTestbed({ modules: ["privacy_lists"], accounts, friends });
  const service = await bed.startComponent(component);
  const html = await readFile(here("../page/index.html"), "utf8");
  const pageOf = (account: string) =>
    html
      .replace("status-scheme-page.js", "/main.js")
      .replace('"page.css"', '"/page.css"')
      .replace('"starters/"', '"/starters/"')
      .replace('name="status-scheme-session" content=""', `name="status-scheme-session" content="${account}"`);
  const fileOf = async (path: string) => {
    const account = /^\/as\/(\w+)$/.exec(path)?.[1];
    if (account) return { bytes: pageOf(`/session/${account}`), type: "text/html; charset=utf-8" };
    const session = /^\/session\/(\w+)$/.exec(path)?.[1];
    if (session) {
      const given = { jid: bed.jid(session), password: bed.password(session), websocket: bed.websocket };
      return { bytes: JSON.stringify(given), type: "application/json" };
    }
    if (path === "/page.css") return { bytes: await readFile(here("../page/page.css")), type: "text/css" };
    if (!path.startsWith("/starters/")) return undefined;
    return { bytes: await readFile(join(here("../starters"), path.slice(10))), type: TYPES[extname(path)] ?? "" };
  };
  const browser = await startBrowser({
    entry: here("../src/page/main.ts"),
    html: pageOf(""),
    file: fileOf,
    context: { locale: "en-GB", viewport: { width: 1200, height: 860 }, reducedMotion: "no-preference" },
  });
  const entered: StatusScheme[] = [];
  return {
    bed,
    service,
    browser,
    openAs: (account) => browser.open(`as/${account}`),
    async enter(account) {
      const xmpp = bed.client(account);
      const scheme = statusScheme(xmpp, { languages: ["en"] });
      entered.push(scheme);
      await xmpp.start();
      await xmpp.send(xml("presence"));
      return scheme;
    },
    async stop() {
      await Promise.all(entered.map((scheme) => scheme.stop()));
      await browser.close();
      await bed.stop();
    },
  };
}

/** The colour in the middle of a picture, as the browser shows it. */
export async function middleOf(page: Page, bytes: Uint8Array): Promise<readonly number[]> {
  return page.evaluate(
    async (given) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(given)]));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
      context.drawImage(bitmap, 0, 0);
      // Lossy formats keep a colour about as it was.
      return [...context.getImageData(bitmap.width >> 1, bitmap.height >> 1, 1, 1).data].map((one) => one >> 4);
    },
    [...bytes],
  );
}

/** What axe-core finds that is serious or worse, in the page as it is now. */
export async function seriousProblems(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: () => Promise<{
          violations: { id: string; impact: string; nodes: { target: unknown; failureSummary: string }[] }[];
        }>;
      };
    };
    // A change of the colour scheme is drawn first.
    for (let frames = 0; frames < 2; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
      );
  });
}
