// The configuration of a throw-away Prosody 0.12: loopback only, plain text for clients, cheap passwords.
import { join } from "node:path";
import type { ServerSettings } from "./settings.ts";

// What a Prosody of today has switched on; `limits` is left out because it would slow tests down to 10 kB/s.
const MODULES =
  "roster saslauth disco presence message iq posix carbons pep blocklist vcard4 vcard_legacy ping time version uptime " +
  "smacks csi_simple mam offline c2s private user_account_management bosh websocket http";

/** The text of prosody.cfg.lua. */
export function prosodyConfig(settings: ServerSettings): string {
  const { directory, ports, domain, components, federation } = settings;
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
certificates = ${text(federation?.certificates ?? directory)}
${settings.tls ? `ssl = { key = ${text(join(directory, `${domain}.key`))}; certificate = ${text(join(directory, `${domain}.crt`))} }` : ""}
plugin_paths = ${list(["/usr/lib/prosody/modules", ...(federation ? [directory] : [])])}
log = { { levels = { min = ${text(settings.logLevel)} }, to = "stdout", timestamps = "%H:%M:%S" } }
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
network_settings = { nagle = false }
c2s_ports = { ${ports.c2s} }
component_ports = { ${ports.component} }
http_ports = { ${ports.http} }
c2s_direct_tls_ports = { ${settings.tls ? ports.tls : ""} }
s2s_ports = { ${federation?.port ?? ""} }
s2s_direct_tls_ports = {}
s2s_require_encryption = true
s2s_secure_auth = true
${federation ? federated(federation.certificates) : ""}
https_ports = {}
proxy65_ports = { ${ports.proxy} }
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
modules_enabled = ${list([...MODULES.split(" "), ...(federation ? ["tls", "links"] : [])])}
modules_disabled = ${list(federation ? [] : ["s2s", "tls"])}
${[domain, ...settings.otherDomains].map(host).join("\n")}
${components.map(component).join("\n")}

Component ${text(`upload.${domain}`)} "http_file_share"
  ${http}
  http_file_share_size_limit = 16 * 1024 * 1024

Component ${text(`proxy.${domain}`)} "proxy65"
  proxy65_address = ${text(federation ? `proxy.${domain}` : "127.0.0.1")}

Component ${text(`rooms.${domain}`)} "muc"
  restrict_room_creation = false
  muc_room_locking = false
`;
}

/** Servers prove who they are by certificate; clients, on loopback, talk plain text: no certificate, no STARTTLS. */
function federated(certificates: string): string {
  return `s2s_ssl = { cafile = ${JSON.stringify(join(certificates, "ca.crt"))} }
c2s_ssl = { certificate = "/nonexistent.crt"; key = "/nonexistent.key" }`;
}

/** A module that sends connections for other domains to their ports here, where an operator's DNS would have told them. */
export function linksModule(peers: Readonly<Record<string, number>>): string {
  const table = Object.entries(peers).map(([domain, port]) => `[${JSON.stringify(domain)}] = ${port};`);
  return `module:set_global();
local ports = { ${table.join(" ")} };
local service = require "net.resolvers.service";
local static = require "net.resolvers.manual";
local by_dns = service.new;
function service.new(host, ...)
  for domain, port in pairs(ports) do
    if host == domain or host:sub(-#domain - 1) == "." .. domain then
      local resolver = static.new({ { "tcp4", "127.0.0.1", port } });
      resolver.hostname = host;
      return resolver;
    end
  end
  return by_dns(host, ...);
end
`;
}
