// Converse.js 14 as its package has it, with this plugin, in a real browser: pages on loopback that log in by themselves.
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBrowser, until } from "@status-scheme/testbed";
import type { TestBrowser, Testbed } from "@status-scheme/testbed";
import type { BrowserContextOptions, Page } from "playwright-core";

const PLUGIN = fileURLToPath(new URL("../../src/index.ts", import.meta.url));
const DIST = dirname(createRequire(import.meta.url).resolve("converse.js/dist/converse.min.js"));
const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
  ".mp3": "audio/mpeg",
};

/** Keeps it on this machine: its footer, its list of providers and its encryption load from elsewhere. */
const AT_HOME = {
  view_mode: "fullscreen",
  assets_path: "/dist/",
  discover_connection_methods: false,
  authentication: "login",
  auto_login: true,
  allow_registration: false,
  auto_away: 0,
  auto_xa: 0,
  i18n: "en",
  loglevel: "warn",
  autocomplete_providers_url: "",
  blacklisted_plugins: ["converse-omemo", "converse-omemo-views"],
  whitelisted_plugins: ["status-scheme", "at-home"],
};

export interface ConversePages extends Omit<TestBrowser, "open"> {
  /** A tab in which the account logs in. `settings`: Converse's. */
  readonly login: (account: string, settings?: Readonly<Record<string, unknown>>) => Promise<Page>;
}

export interface ConverseOptions {
  readonly context?: BrowserContextOptions;
  /** Without: Converse alone. */
  readonly plugin?: boolean;
  /** URLs of the service, from which media come: pages have the Content-Security-Policy that the README names. */
  readonly service?: string;
  /** More arguments for Chromium. */
  readonly args?: readonly string[];
}

export async function startConverse(bed: Testbed, options: ConverseOptions = {}): Promise<ConversePages> {
  const { plugin = true, context, service, args } = options;
  const accounts = new Map<string, object>();
  const page = (script: string) => `<!doctype html>
    <html lang="en" class="converse-fullscreen"><head><meta charset="utf-8"><title>Converse</title>
    <link rel="icon" href="data:,"><link rel="stylesheet" href="/dist/converse.min.css"></head>
    <body class="converse-fullscreen"><script type="module" src="${script}"></script></body></html>`;
  const script = (settings: object) => `import "/dist/converse.min.js";
      ${plugin ? 'import "/main.js";' : ""}
      converse.plugins.add("at-home", {
        initialize() {
          window._converse = this._converse;
          const { api, exports: { CustomElement } } = this._converse;
          api.elements.define("converse-footer", class extends CustomElement { render() { return ""; } });
        },
      });
      converse.initialize(${JSON.stringify(settings)});`;
  const policy = service && policyOf(`${bed.websocket} ${boshOf(bed)}`, new URL(service).origin);
  const browser = await startBrowser({
    ...(plugin && { entry: PLUGIN }),
    ...(context && { context }),
    ...(args && { args }),
    ...(policy && { headers: { "content-security-policy": policy } }),
    async file(path) {
      if (accounts.has(path)) return { bytes: page(`${path}.js`), type: "text/html; charset=utf-8" };
      const settings = accounts.get(path.replace(/\.js$/, ""));
      if (settings) return { bytes: script(settings), type: "text/javascript" };
      if (!path.startsWith("/dist/")) return undefined;
      const bytes = await readFile(join(DIST, normalize(path.slice("/dist".length))));
      return { bytes, type: TYPES[extname(path)] ?? "application/octet-stream" };
    },
  });
  const { open, ...rest } = browser;
  return {
    ...rest,
    login: async (account, settings = {}) => {
      const path = `login-${accounts.size}`;
      const login = { websocket_url: bed.websocket, jid: bed.jid(account), password: bed.password(account) };
      accounts.set(`/${path}`, { ...AT_HOME, ...login, ...settings });
      return open(path);
    },
  };
}

/**
 * Resolves when nothing but the one request waits that BOSH's server holds. A page that is left while another is on its way
 * loses its session (XEP-0124: a `rid` is missing then), and Converse waits for ever for the connection that it makes next.
 */
export async function boshAtRest(page: Page): Promise<void> {
  const requests = "_converse.api.connection.get()._proto._requests.map(({ rid }) => rid).join()";
  const seen = () => page.evaluate<string>(requests);
  await until("BOSH is at rest", async () => {
    const before = await seen();
    await sleep(1_000);
    return /^\d+$/.test(before) && (await seen()) === before;
  });
}

/** Of the server's BOSH (XEP-0206), for Converse's `bosh_service_url`. */
export const boshOf = (bed: Testbed) => `http://127.0.0.1:${bed.ports.http}/http-bind`;

/** As the README has it, with these in the place of its example's. */
function policyOf(server: string, service: string): string {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const policy = /^Content-Security-Policy: (.*)$/m.exec(readme)![1]!;
  return policy.replace("wss://capulet.lit", server).replace("https://schemes.capulet.lit", service);
}
