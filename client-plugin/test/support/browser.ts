// A real browser, on a page of its own.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { build } from "esbuild";
import type { Plugin } from "esbuild";
import { chromium } from "playwright-core";
import type { Page } from "playwright-core";

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

/** @xmpp/resolve looks whether there is a resolver before it uses it: in browsers there is none. */
export const withoutDns: Plugin = {
  name: "without-dns",
  setup(builder) {
    builder.onResolve({ filter: /^node:dns$/ }, () => ({ path: "dns", namespace: "nothing" }));
    builder.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "export default {}" }));
  },
};

export interface BrowserPage {
  readonly page: Page;
  /** Another tab of the same origin. */
  readonly open: () => Promise<Page>;
  /** Names of the scripts that were asked for, those loaded on demand among them. */
  readonly loaded: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A page that runs this module, bundled for browsers. */
export async function openPage(entry: string): Promise<BrowserPage> {
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    splitting: true,
    outdir: "/",
    entryNames: "main",
    write: false,
    logLevel: "silent",
    plugins: [withoutDns],
  });
  const scripts = new Map(bundle.outputFiles.map(({ path, text }) => [path, text]));
  const loaded: string[] = [];
  const server = createServer((request, response) => {
    const script = scripts.get(request.url!);
    if (script !== undefined) loaded.push(request.url!);
    response.setHeader("content-type", script === undefined ? "text/html" : "text/javascript");
    response.end(
      script ?? '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/main.js"></script>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const executablePath = CHROMIUM.find((path) => existsSync(path));
  if (executablePath === undefined) throw new Error(`no Chromium: none of ${CHROMIUM.join(", ")} is there`);
  const browser = await chromium.launch({ executablePath, args: ARGS });
  const context = await browser.newContext();
  const open = async () => {
    const page = await context.newPage();
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`, { waitUntil: "load" });
    return page;
  };
  return {
    page: await open(),
    open,
    loaded: () => loaded,
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
