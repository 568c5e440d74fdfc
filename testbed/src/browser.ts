// A real browser, Debian's Chromium, with pages on loopback, and a record of what they asked for, said and broke.
import { existsSync } from "node:fs";
import { bundleForBrowsers } from "@status-scheme/bundle";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { servePages } from "./pages.ts";
import type { PagesOptions } from "./pages.ts";
import { connectForTabs, TABS_ARGS } from "./tabs.ts";

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const LOOPBACK = /^(data:|blob:|about:|(https?|wss?):\/\/(127\.0\.0\.1|localhost)(:|\/))/;

export interface BrowserOptions {
  /** A module to bundle; pages run it. */
  readonly entry?: string;
  /** The page. Default: an empty one that runs the module as `/main.js`. */
  readonly html?: string;
  /** Other files, by the URL's path; what is none of them is the page. */
  readonly file?: PagesOptions["file"];
  /** Headers of every answer, e.g. a Content-Security-Policy. */
  readonly headers?: Readonly<Record<string, string>>;
  /** More arguments for Chromium. */
  readonly args?: readonly string[];
  readonly context?: BrowserContextOptions;
  /** A tab behind another is hidden, as anybody's. Default: each is as if it were in front. `context` counts for nothing then. */
  readonly hidesTabs?: boolean;
}
export interface TestBrowser {
  /** `http://localhost:<port>/` */
  readonly url: string;
  readonly context: BrowserContext;
  /** Another tab, on a path of the pages' own origin. */
  readonly open: (path?: string) => Promise<Page>;
  /** Paths of the pages' own origin that were asked for. */
  readonly loaded: () => readonly string[];
  /** URLs of all requests and WebSockets of all pages. */
  readonly requests: () => readonly string[];
  /**
   * Those of them that would leave this machine, since this was asked last: each is told once, to the test in whose time it
   * was. They are refused, and it is for the test to say that there are none.
   */
  readonly strays: () => readonly string[];
  /** Errors of pages since this was asked last: thrown and not caught, or written to the console as errors. */
  readonly errors: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** @throws Error where there is no Chromium, or the module does not bundle */
export async function startBrowser(options: BrowserOptions = {}): Promise<TestBrowser> {
  const { html = '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>' } =
    options;
  const executablePath = CHROMIUM.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error(`no Chromium: none of ${CHROMIUM.join(", ")} is there`);
  const bundle = options.entry ? await bundleForBrowsers({ entries: { main: options.entry } }) : undefined;
  const scripts = new Map(bundle?.files.map(({ name, bytes }) => [`/${name}`, bytes]));

  const loaded: string[] = [];
  const pages = await servePages({
    async file(path) {
      loaded.push(path);
      const script = scripts.get(path);
      if (script) return { bytes: script, type: "text/javascript" };
      return (await options.file?.(path)) ?? { bytes: html, type: "text/html; charset=utf-8" };
    },
    ...(options.headers && { headers: options.headers }),
  });

  // Large, and not needed by who starts servers alone.
  const { chromium } = await import("playwright-core");
  const { hidesTabs = false, args = [] } = options;
  const browser = await chromium.launch({ executablePath, args: [...ARGS, ...(hidesTabs ? TABS_ARGS : []), ...args] });
  const context = hidesTabs
    ? (await connectForTabs(browser)).contexts()[0]!
    : await browser.newContext(options.context);
  const requests: string[] = [];
  const strays: string[] = [];
  const errors: string[] = [];
  const note = (asked: string) => {
    requests.push(asked);
    if (!LOOPBACK.test(asked)) strays.push(asked);
  };
  await context.route(
    (asked) => !LOOPBACK.test(asked.href),
    (route) => route.abort(),
  );
  context.on("request", (request) => note(request.url()));
  context.on("weberror", (error) => errors.push(String(error.error())));
  context.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  context.on("page", (page) => {
    page.on("websocket", (socket) => note(socket.url()));
  });
  return {
    url: pages.url,
    context,
    async open(path = "") {
      const page = await context.newPage();
      await page.goto(pages.url + path, { waitUntil: "load" });
      return page;
    },
    loaded: () => loaded,
    requests: () => requests,
    strays: () => strays.splice(0),
    errors: () => errors.splice(0),
    async close() {
      await browser.close();
      await pages.close();
    },
  };
}
