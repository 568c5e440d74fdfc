// Romeo's page: Converse.js as it comes, with the plugin, logged in.
import type { Session } from "./session.ts";

interface Converse {
  readonly initialize: (settings: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly plugins: { readonly add: (name: string, plugin: Plugin) => void };
}
interface Plugin {
  readonly dependencies: readonly string[];
  initialize(this: { readonly _converse: { readonly api: Api } }): void;
}
interface Api {
  readonly elements: { readonly define: (name: string, constructor: typeof HTMLElement) => void };
}
declare global {
  interface Window {
    readonly converse: Converse;
  }
}

const load = (path: string) => import(new URL(path, location.href).href) as Promise<unknown>;
const [response] = await Promise.all([fetch("session/romeo"), load("converse/converse.min.js")]);
const { jid, password, websocket } = (await response.json()) as Session;
await load("status-scheme-converse.js");
// This demo leaves this machine for nothing: the foot of Converse's login page has pictures from its own site.
window.converse.plugins.add("without-footer", {
  dependencies: ["converse-controlbox"],
  initialize() {
    this._converse.api.elements.define("converse-footer", class extends HTMLElement {});
  },
});
await window.converse.initialize({
  view_mode: "fullscreen",
  assets_path: "converse/",
  websocket_url: websocket,
  discover_connection_methods: false,
  authentication: "login",
  auto_login: true,
  jid,
  password,
  allow_registration: false,
  persistent_store: "IndexedDB",
  // Without it, a list of servers from elsewhere.
  autocomplete_providers_url: "",
  blacklisted_plugins: ["converse-omemo", "converse-omemo-views"],
  whitelisted_plugins: ["status-scheme", "without-footer"],
  status_scheme_starters: "starters/",
});
