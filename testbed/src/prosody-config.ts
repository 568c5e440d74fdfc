// The configuration of a throw-away Prosody 0.12: loopback only, plain text, cheap passwords, no federation.
import { join } from "node:path";

export interface Ports {
  readonly c2s: number;
  readonly component: number;
  readonly http: number;
  /** Direct TLS, where it is switched on. */
  readonly tls: number;
}

export interface ProsodySettings {
  readonly directory: string;
  readonly ports: Ports;
  /** The main domain, with uploads at `upload.` and rooms at `rooms.` below it. */
  readonly domain: string;
  /** Further domains with accounts of their own. */
  readonly otherDomains: readonly string[];
  /** External components (XEP-0114), all with the same secret. */
  readonly components: readonly string[];
  readonly secret: string;
  /** The component that may read rosters (XEP-0356); undefined: the module is not even loaded. */
  readonly privileged: string | undefined;
  /** Further modules of the domains. */
  readonly modules: readonly string[];
  /** Direct TLS on a port of its own, with the certificate in the directory. */
  readonly tls: boolean;
  /** SCRAM rounds of stored passwords. */
  readonly rounds: number;
  readonly logLevel: "debug" | "info";
}

// What a Prosody of today has switched on; `limits` is left out because it would slow tests down to 10 kB/s.
const MODULES =
  "roster saslauth disco presence message iq posix carbons pep blocklist vcard4 vcard_legacy ping time version uptime " +
  "smacks csi_simple mam offline c2s private user_account_management bosh websocket http";

/** The text of prosody.cfg.lua. */
export function prosodyConfig(settings: ProsodySettings): string {
  const { directory, ports, domain, components } = settings;
  const text = JSON.stringify; // ASCII paths, names and numbers: a JSON string is a Lua string
  const list = (items: readonly string[]) => `{ ${items.map((item) => text(item)).join("; ")} }`;
  const shared = settings.privileged === undefined ? [] : ["privilege"];
  const http = `http_host = "127.0.0.1"\n  http_external_url = "http://127.0.0.1:${ports.http}/"`;
  const host = (name: string) => `
VirtualHost ${text(name)}
  modules_enabled = ${list([...settings.modules, ...(name === domain ? shared : [])])}
  ${name === domain ? http : ""}
  ${name === domain && settings.privileged !== undefined ? `privileged_entities = { [${text(settings.privileged)}] = { roster = "get" } }` : ""}`;
  const component = (name: string) => `
Component ${text(name)}
  component_secret = ${text(settings.secret)}
  modules_enabled = ${list(shared)}`;
  return `
run_as_root = true
pidfile = ${text(join(directory, "prosody.pid"))}
data_path = ${text(join(directory, "data"))}
certificates = ${text(directory)}
${settings.tls ? `ssl = { key = ${text(join(directory, `${domain}.key`))}; certificate = ${text(join(directory, `${domain}.crt`))} }` : ""}
plugin_paths = { "/usr/lib/prosody/modules" }
log = { { levels = { min = ${text(settings.logLevel)} }, to = "stdout", timestamps = "%H:%M:%S" } }
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
network_settings = { nagle = false }
c2s_ports = { ${ports.c2s} }
component_ports = { ${ports.component} }
http_ports = { ${ports.http} }
c2s_direct_tls_ports = { ${settings.tls ? ports.tls : ""} }
s2s_ports = {}
s2s_direct_tls_ports = {}
https_ports = {}
http_default_host = "127.0.0.1"
storage = "internal"
authentication = "internal_hashed"
default_iteration_count = ${settings.rounds}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
consider_bosh_secure = true
consider_websocket_secure = true
allow_registration = false
c2s_stanza_size_limit = 1024 * 1024
component_stanza_size_limit = 1024 * 1024
modules_enabled = ${list(MODULES.split(" "))}
modules_disabled = { "s2s"; "tls" }
${[domain, ...settings.otherDomains].map(host).join("\n")}
${components.map(component).join("\n")}

Component ${text(`upload.${domain}`)} "http_file_share"
  ${http}
  http_file_share_size_limit = 16 * 1024 * 1024

Component ${text(`rooms.${domain}`)} "muc"
  restrict_room_creation = false
  muc_room_locking = false
`;
}
