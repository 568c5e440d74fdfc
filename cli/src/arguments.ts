// The command line, read and checked at once: every option that does not belong is named.
import { parseArgs } from "node:util";
import { UsageError } from "./usage.ts";

export interface Account {
  readonly jid: string | undefined;
  readonly passwordFile: string | undefined;
  readonly service: string | undefined;
  readonly component: string | undefined;
}
export type Command =
  | { readonly name: "help" }
  | { readonly name: "version" }
  | {
      readonly name: "publish" | "check" | "show" | "export" | "access" | "clear";
      readonly operand: string | undefined;
      readonly account: Account;
      readonly options: CommandOptions;
    };
export interface CommandOptions {
  readonly replaces?: string;
  readonly stamp?: string;
  readonly group?: readonly string[];
  readonly allow?: readonly string[];
  readonly force?: boolean;
  readonly json?: boolean;
}

const OPTIONS = {
  jid: { type: "string" },
  "password-file": { type: "string" },
  service: { type: "string" },
  websocket: { type: "string" },
  component: { type: "string" },
  replaces: { type: "string" },
  stamp: { type: "string" },
  group: { type: "string", multiple: true },
  allow: { type: "string", multiple: true },
  force: { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean" },
} as const;
const ACCOUNT: readonly string[] = ["jid", "password-file", "service", "websocket", "component"];
/** What each command takes: whether an operand, and which options besides the account's. */
const COMMANDS = {
  publish: { operand: "required", options: ["replaces"] },
  check: { operand: "required", options: ["stamp", "json"] },
  show: { operand: "optional", options: ["json"] },
  export: { operand: "required", options: ["force"] },
  access: { operand: "optional", options: ["group", "allow", "json"] },
  clear: { operand: "none", options: [] },
} as const satisfies Record<string, { operand: "required" | "optional" | "none"; options: readonly string[] }>;

const PASSWORD =
  "A password on the command line can be read by every user of this machine. " +
  "Put it in STATUS_SCHEME_PASSWORD or in a file named by --password-file, or leave it out and be asked.";

/** @throws UsageError */
export function readArguments(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Command {
  if (args.some((arg) => /^(--(pass(word)?|pw)(=|$)|-p)/.test(arg))) throw new UsageError(PASSWORD);
  const { values, positionals } = parse(args);
  if (values.help) return { name: "help" };
  if (values.version) return { name: "version" };
  const [name, operand, ...more] = positionals;
  if (name === undefined) throw new UsageError("What is to be done? status-scheme --help lists the commands.");
  if (!isCommand(name)) throw new UsageError(`There is no command "${name}". status-scheme --help lists them.`);

  const known = COMMANDS[name];
  if (known.operand === "required" && operand === undefined) throw new UsageError(`${name}: of what? See --help.`);
  const surplus = known.operand === "none" ? positionals.slice(1) : more;
  if (surplus.length > 0) throw new UsageError(`${name}: "${surplus.join(" ")}" is too much. See --help.`);
  const allowed: readonly string[] = [...ACCOUNT, ...known.options];
  const strange = Object.keys(values).filter((option) => !allowed.includes(option));
  if (strange.length > 0) {
    throw new UsageError(`${name} does not take ${strange.map((option) => `--${option}`).join(", ")}.`);
  }
  const { jid = env.STATUS_SCHEME_JID, component, ...options } = values;
  return {
    name,
    operand,
    account: { jid, passwordFile: values["password-file"], service: serviceOf(values), component },
    options,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message.split(". ")[0]!, { cause: error });
  }
}

function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name);
}

function serviceOf({ service, websocket }: { service?: string; websocket?: string }): string | undefined {
  if (service !== undefined && websocket !== undefined) {
    throw new UsageError("--service and --websocket: one of them.");
  }
  if (service !== undefined && !/^xmpps?:\/\/./.test(service)) {
    throw new UsageError("--service takes xmpp://host:port or xmpps://host:port.");
  }
  if (websocket !== undefined && !/^wss?:\/\/./.test(websocket)) {
    throw new UsageError("--websocket takes wss://host/path or ws://host/path.");
  }
  return service ?? websocket;
}
