// Why there is no connection, in one line that says what to do about it.
import type { ConnectionOptions } from "./connection.ts";

/** `reason`: what a connection's `closed` resolved to. */
export function explain(reason: unknown, { service, domain }: Pick<ConnectionOptions, "service" | "domain">): string {
  const { name, code, condition, text, message } = (reason ?? {}) as Readonly<Record<string, string | undefined>>;
  // xmpp.js's, of a step of opening, has no message.
  if (name === "TimeoutError") return `no connection to ${service}: no answer in time`;
  switch (condition ?? code) {
    case undefined:
      return message ? `no connection to ${service}: ${message}` : `the server at ${service} closed the connection`;
    case "not-authorized":
      // ejabberd says so as well of a domain that it does not know.
      return `the server at ${service} refuses the secret for ${domain}: compare xmpp.secret and xmpp.domain with the server's`;
    case "conflict":
      return `another component is connected to ${service} as ${domain}`;
    case "host-unknown":
      return `the server at ${service} has no component ${domain}: compare xmpp.domain with the server's configuration`;
    case "ECONNREFUSED":
      return `nothing listens at ${service}: is the server running, and is this its port for components?`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `the host name in ${service} cannot be resolved`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return `${service} cannot be reached over the network`;
    default:
      return `no connection to ${service}: ${condition ?? code}${text ? ` (${text})` : ""}`;
  }
}
