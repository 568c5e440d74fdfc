-- Prosody 0.12 with the status scheme component beside it. ENV_NAME is the environment variable NAME
-- (docker-compose.yml sets them).
local domain = ENV_XMPP_DOMAIN
local component = "schemes." .. domain

pidfile = "/var/lib/prosody/prosody.pid"
data_path = "/var/lib/prosody"
certificates = "/var/lib/prosody/certs"
plugin_paths = { "/usr/lib/prosody/modules" }
log = { info = "*console" }

-- The component's container connects here; compose publishes this port to nobody else.
component_interfaces = { "*" }

modules_enabled = {
  "roster"; "saslauth"; "tls"; "dialback"; "disco"; "posix";
  "blocklist"; "bookmarks"; "carbons"; "csi_simple"; "limits"; "mam"; "pep"; "ping"; "private"; "smacks"; "time"; "uptime";
  "vcard4"; "vcard_legacy"; "version";
}
limits = { c2s = { rate = "10kb/s" }; s2sin = { rate = "30kb/s" } }
c2s_require_encryption = true
authentication = "internal_hashed"
storage = "internal"

VirtualHost (domain)
  -- XEP-0356: the component reads its owners' rosters, to know who may see what.
  modules_enabled = { "privilege" }
  privileged_entities = { [component] = { roster = "get" } }

Component (component)
  component_secret = ENV_COMPONENT_SECRET
  modules_enabled = { "privilege" }
