// The configuration of a throw-away ejabberd 23.01: loopback only, plain text for clients, no shapers.
import { join } from "node:path";
import type { ServerSettings } from "./settings.ts";

const MODULES = [
  ...["adhoc", "blocking", "bosh", "caps", "carboncopy", "client_state", "disco", "last", "offline", "ping"],
  ...["privacy", "private", "stream_mgmt", "vcard", "vcard_xupdate", "version"],
];

/** The settings as ejabberd.yml (JSON is YAML). */
export function ejabberdConfig(settings: ServerSettings): string {
  const { directory, ports, domain, components, secret, federation } = settings;
  const loopback = { ip: "127.0.0.1", shaper: "none" };
  const config = {
    hosts: [domain, ...settings.otherDomains],
    loglevel: settings.logLevel,
    log_rotate_count: 0,
    auth_method: "internal",
    auth_password_format: "scram",
    default_db: "mnesia",
    listen: [
      {
        ...loopback,
        port: ports.c2s,
        module: "ejabberd_c2s",
        max_stanza_size: 1024 * 1024,
        access: "all",
        starttls: false,
      },
      ...(components.length === 0
        ? []
        : [
            {
              ...loopback,
              port: ports.component,
              module: "ejabberd_service",
              check_from: true,
              // Otherwise every connection would claim every domain below.
              global_routes: false,
              hosts: Object.fromEntries(components.map((name) => [name, { password: secret }])),
            },
          ]),
      {
        ip: "127.0.0.1",
        port: ports.http,
        module: "ejabberd_http",
        request_handlers: {
          "/xmpp-websocket": "ejabberd_http_ws",
          "/http-bind": "mod_bosh",
          "/upload": "mod_http_upload",
        },
      },
      ...(federation ? [{ ...loopback, port: federation.port, module: "ejabberd_s2s_in" }] : []),
    ],
    ...(federation
      ? {
          s2s_use_starttls: "required",
          // Seconds. After a failed connection all is bounced for a random part of it: five minutes, unless told otherwise.
          s2s_max_retry_delay: 1,
          s2s_access: "all",
          s2s_cafile: join(federation.certificates, "ca.crt"),
          ca_file: join(federation.certificates, "ca.crt"),
          certfiles: [join(federation.certificates, `${domain}.pem`)],
        }
      : { s2s_access: "none" }),
    acl: {
      local: { user_regexp: "" },
      ...(settings.privileged === undefined ? {} : { privileged: { server: settings.privileged } }),
    },
    access_rules: { local: { allow: "local" }, privileged: { allow: "privileged" } },
    modules: {
      ...Object.fromEntries([...MODULES, ...settings.modules].map((name) => [`mod_${name}`, {}])),
      mod_admin_extra: {},
      mod_http_upload: {
        host: `upload.${domain}`,
        put_url: `http://127.0.0.1:${ports.http}/upload`,
        docroot: join(directory, "upload"),
      },
      mod_muc: { host: `rooms.${domain}` },
      mod_proxy65: {
        host: `proxy.${domain}`,
        access: "local",
        hostname: federation ? `proxy.${domain}` : "127.0.0.1",
        ip: "127.0.0.1",
        port: ports.proxy,
      },
      mod_pubsub: { access_createnode: "local", plugins: ["flat", "pep"] },
      mod_roster: { versioning: true },
      // XEP-0356, in its namespace `:1`.
      ...(settings.privileged === undefined ? {} : { mod_privilege: { roster: { get: "privileged" } } }),
    },
  };
  return JSON.stringify(merged(config, settings.ejabberd), undefined, 2);
}

function merged(one: unknown, other: unknown): unknown {
  if (Array.isArray(one) && Array.isArray(other)) return [...(one as unknown[]), ...(other as unknown[])];
  if (!isMap(one) || !isMap(other)) return other;
  const both = Object.entries(other).map(([key, value]) => [key, key in one ? merged(one[key], value) : value]);
  return { ...one, ...(Object.fromEntries(both) as object) };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
