// The page in a real browser, before a real server with a real service: what the tests of the editor's face play on.
import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { statusScheme } from "@status-scheme/client-plugin";
import type { StatusScheme } from "@status-scheme/client-plugin";
import { bundleForBrowsers } from "@status-scheme/bundle";
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
const CONTACT =
  '<!doctype html><html lang="en"><link rel="icon" href="data:,"><body><script type="module" src="/contact.js"></script>';
/** How long a busy machine may take for one thing. */
const PATIENCE_MS = 30_000;
const AXE = here("../../node_modules/axe-core/axe.min.js");

export interface UiStage {
  readonly bed: Testbed;
  /** @throws where the stage has none */
  readonly service: () => ComponentProcess;
  readonly browser: TestBrowser;
  /** The page, logged in as this account by a session that the page is given. */
  readonly openAs: (account: string) => Promise<Page>;
  /** Another page: what this account sees of a contact. */
  readonly openContact: (account: string, contact: string) => Promise<Page>;
  /** Another device of an account, or a contact's. */
  readonly enter: (account: string) => Promise<StatusScheme>;
  readonly stop: () => Promise<void>;
}
export interface UiStageOptions {
  /** `false`: the server has no service for looks. */
  readonly component?: ComponentOptions | false;
  readonly accounts: readonly string[];
  readonly friends?: readonly (readonly [string, string])[];
}

export async function setUiStage({ component, accounts, friends = [] }: UiStageOptions): Promise<UiStage> {
  const hasService = component !== false;
  const bed = await startTestbed({ modules: ["privacy_lists"], accounts, friends, component: hasService });
  const service = hasService ? await bed.startComponent(component) : undefined;
  const contact = hasService ? undefined : await bundleForBrowsers({ entries: { contact: here("./contact-page.ts") } });
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
    const script = contact?.files.find(({ name }) => path === `/${name}`);
    if (script) return { bytes: script.bytes, type: "text/javascript" };
    if (path === "/contact") return { bytes: CONTACT, type: "text/html; charset=utf-8" };
    if (path === "/page.css") return { bytes: await readFile(here("../page/page.css")), type: "text/css" };
    if (!path.startsWith("/starters/")) return undefined;
    return { bytes: await readFile(join(here("../starters"), path.slice(10))), type: TYPES[extname(path)] ?? "" };
  };
  const browser = await startBrowser({
    entry: here("../src/page/main.ts"),
    html: pageOf(""),
    file: fileOf,
    // Stickers are on servers with a certificate that nobody else accepts.
    context: {
      ...{ locale: "en-GB", viewport: { width: 1200, height: 860 } },
      ...{ reducedMotion: "no-preference", ignoreHTTPSErrors: true },
    },
  });
  const entered: StatusScheme[] = [];
  return {
    bed,
    service() {
      if (!service) throw new Error("there is no service");
      return service;
    },
    browser,
    async openAs(account) {
      const page = await browser.open(`as/${account}`);
      page.setDefaultTimeout(PATIENCE_MS);
      return page;
    },
    openContact: (account, contact) => browser.open(`contact?as=${account}&contact=${bed.jid(contact)}`),
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

export const card = (page: Page, name: string) =>
  page
    .locator(".card .open")
    .filter({ has: page.getByText(name, { exact: true }).first() })
    .first();
export const standing = (page: Page, text: string) => page.locator(".standing").filter({ hasText: text }).waitFor();
/** By the button of this name. */
export async function choose(page: Page, file: ChosenFile, button = "Choose a file"): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: button }).click();
  await (await chooser).setFiles(file);
}
type ChosenFile = string | { name: string; mimeType: string; buffer: Buffer };

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

/** Files as a drop or a paste brings them. */
export async function bring(page: Page, selector: string, how: "drop" | "paste", path: string, type = "image/png") {
  const base64 = await readFile(path, "base64");
  await page
    .locator(selector)
    .first()
    .evaluate(
      (target, given) => {
        const data = new DataTransfer();
        data.items.add(
          new File([Uint8Array.from(atob(given.base64), (one) => one.charCodeAt(0))], "picture", { type: given.type }),
        );
        const event =
          given.how === "drop"
            ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true, composed: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true, composed: true });
        target.dispatchEvent(event);
      },
      { base64, how, type },
    );
}

const SETTLE_MS = 5_000;

interface Axe {
  readonly run: (options: object) => Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly impact: string;
      readonly nodes: readonly { readonly target: unknown; readonly failureSummary: string }[];
    }[];
  }>;
}

/** What axe-core finds that is serious or worse, in the page as it is now: light, and dark, which differs by its colours. */
export async function seriousProblems(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.addScriptTag({ path: AXE });
  const found: string[] = [];
  for (const colorScheme of ["dark", "light"] as const) {
    // What moves in from somewhere is there at once.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const look = () => page.evaluate(runAxe, colorScheme === "dark" ? { runOnly: ["color-contrast"] } : {});
    // A busy machine takes a while to draw a change of the colour scheme.
    let now = await look();
    for (const deadline = Date.now() + SETTLE_MS; now.length > 0 && Date.now() < deadline;) now = await look();
    found.push(...now);
  }
  return found;
}

async function runAxe(options: object): Promise<string[]> {
  const { axe } = globalThis as unknown as { axe: Axe };
  // A change of the colour scheme is drawn first.
  for (let frames = 0; frames < 2; frames += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  const { violations } = await axe.run({ ...options, resultTypes: ["violations"] });
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
    );
}
