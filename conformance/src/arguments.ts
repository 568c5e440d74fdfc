// The command line, read and checked at once.
import { UsageError } from "@status-scheme/cli";
import { parseJid, SchemeError } from "@status-scheme/protocol";
import { parseArgs } from "node:util";

export interface Means {
  readonly server: string | undefined;
  readonly slow: boolean;
  readonly json: string | undefined;
}
export type Command =
  | { readonly name: "help" }
  | { readonly name: "list" }
  | ({
      readonly name: "service";
      readonly service: string;
      readonly owner: string;
      readonly peer: string | undefined;
      readonly stranger: string | undefined;
    } & Means)
  | ({
      readonly name: "client";
      /** Full. */
      readonly client: string;
      readonly peer: string;
      readonly stranger: string | undefined;
      readonly account: string | undefined;
      readonly component: { readonly jid: string; readonly server: string; readonly httpPort: number } | undefined;
      readonly waitSeconds: number;
    } & Means);

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  service: text,
  client: text,
  jid: text,
  peer: text,
  stranger: text,
  server: text,
  json: text,
  component: text,
  "component-server": text,
  "http-port": text,
  wait: text,
  slow: flag,
  list: flag,
  help: { type: "boolean", short: "h" },
} as const;
const CLIENT_ONLY = ["component", "component-server", "http-port", "wait"] as const;

const PASSWORD =
  "A password on the command line can be read by every user of this machine: it is asked for. See --help.";

/** @throws UsageError */
export function readArguments(args: readonly string[]): Command {
  if (args.some((arg) => /^(--(\w+-)?(pass(word)?|pw|secret)(=|$)|-p)/.test(arg))) throw new UsageError(PASSWORD);
  const values = parse(args);
  if (values.help) return { name: "help" };
  if (values.list) return { name: "list" };
  const { service, client, jid, peer, stranger, server, json, slow = false } = values;
  if ((service === undefined) === (client === undefined))
    throw new UsageError("--service or --client: one of them. See --help.");
  const bare = (option: string, value: string | undefined) => value && jidOf(option, value, "bare");
  const common = { server: serverOf("--server", server), json, slow, stranger: bare("--stranger", stranger) };
  if (service !== undefined) {
    const strange = CLIENT_ONLY.filter((option) => values[option] !== undefined);
    if (strange.length > 0) throw new UsageError(`--service does not go with --${strange.join(", --")}.`);
    if (jid === undefined) throw new UsageError("Whose scheme may be tried with? Give an account by --jid.");
    const owner = jidOf("--jid", jid, "bare");
    return {
      name: "service",
      ...common,
      service: jidOf("--service", service, "domain"),
      owner,
      peer: bare("--peer", peer),
    };
  }
  if (peer === undefined) throw new UsageError("Give a contact of the client's by --peer.");
  return {
    name: "client",
    ...common,
    client: jidOf("--client", client!, "full"),
    peer: jidOf("--peer", peer, "bare"),
    account: bare("--jid", jid),
    component: componentOf(values),
    waitSeconds: numberOf("--wait", values.wait ?? "60"),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0]!, { cause: error });
  }
}

function componentOf(values: ReturnType<typeof parse>) {
  const { component, "component-server": server, "http-port": port = "0" } = values;
  if (component === undefined) return undefined;
  if (server === undefined) throw new UsageError("--component needs --component-server xmpp://host:port.");
  const jid = jidOf("--component", component, "domain");
  return { jid, server: serverOf("--component-server", server)!, httpPort: numberOf("--http-port", port) };
}

function jidOf(option: string, text: string, kind: "bare" | "full" | "domain"): string {
  try {
    const { local, domain, resource } = parseJid(text);
    if (kind === "domain" && local === undefined && resource === undefined) return domain;
    if (kind === "bare" && local !== undefined && resource === undefined) return `${local}@${domain}`;
    if (kind === "full" && local !== undefined && resource !== undefined) return `${local}@${domain}/${resource}`;
  } catch (error) {
    if (!(error instanceof SchemeError)) throw error;
  }
  const form = { bare: "user@domain", full: "user@domain/resource", domain: "a domain" }[kind];
  throw new UsageError(`${option} ${text}: not like ${form}.`);
}

function serverOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined || /^(xmpps?|wss?):\/\/./.test(text)) return text;
  throw new UsageError(`${option} takes xmpp://host:port, xmpps://host:port or wss://host/path.`);
}

function numberOf(option: string, text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`${option} ${text}: not a number.`);
  return Number(text);
}
