// The demo's pages: Converse.js with the plugin, logged in as romeo; the editor, as juliet; and both side by side.
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleForBrowsers, ENTRIES } from "@status-scheme/bundle";
import { servePages, type PageFile, type Pages } from "@status-scheme/testbed";
import { filesOf } from "./folder.ts";
import type { Session } from "./session.ts";

export interface DoorsOptions {
  readonly session: (account: string) => Session;
  /** Default: a free one. */
  readonly port?: number;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PAGES: Readonly<Record<string, string>> = {
  "/": "/side-by-side.html",
  "/romeo": "/romeo.html",
  "/side-by-side.css": "/side-by-side.css",
};
/** Frames of these pages are for them alone. */
const HEADERS = { "content-security-policy": "frame-ancestors 'self'", "cache-control": "no-store" };

/** @throws Error where the port is taken */
export async function openDoors({ session, port }: DoorsOptions): Promise<Pages> {
  const { files } = await bundleForBrowsers({ entries: { ...ENTRIES, romeo: here("./romeo.ts") } });
  const scripts = new Map(files.map(({ name, bytes }) => [`/${name}`, bytes]));
  const pages = filesOf(here("../../pages"));
  const editor = filesOf(here("../../../editor/page"));
  const folders: readonly (readonly [string, (path: string) => Promise<PageFile | undefined>])[] = [
    ["/converse/", filesOf(dirname(fileURLToPath(import.meta.resolve("converse.js"))))],
    ["/starters/", filesOf(here("../../../editor/starters"))],
  ];
  const sessions: Readonly<Record<string, string>> = { "/session/romeo": "romeo", "/session/juliet": "juliet" };
  return servePages({
    headers: HEADERS,
    ...(port !== undefined && { port }),
    async file(path) {
      const script = scripts.get(path);
      if (script) return { bytes: script, type: "text/javascript; charset=utf-8" };
      const account = sessions[path];
      if (account) return { bytes: JSON.stringify(session(account)), type: "application/json" };
      if (PAGES[path]) return pages(PAGES[path]);
      if (path === "/juliet") return loggedIn((await editor("/index.html"))!, "session/juliet");
      if (path === "/page.css") return editor(path);
      const folder = folders.find(([prefix]) => path.startsWith(prefix));
      return folder?.[1](path.slice(folder[0].length));
    },
  });
}

/** The editor's page, with a session in its settings. */
function loggedIn({ bytes, type }: PageFile, session: string): PageFile {
  const setting = 'name="status-scheme-session" content="';
  return { bytes: bytes.toString().replace(setting, setting + session), type };
}
