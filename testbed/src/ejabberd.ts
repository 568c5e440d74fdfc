// A throw-away ejabberd (Debian's 23.01): its files, and how its process is run. Erlang is started directly: ejabberdctl wants
// root and a node name, and would leave an epmd behind that listens on every address.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ejabberdConfig } from "./ejabberd-config.ts";
import type { Guard } from "./guard.ts";
import { serverProcess, type Program, type Server } from "./server.ts";
import type { Account, ServerSettings } from "./settings.ts";

const INSTALL = "ejabberd is not installed. On Debian: apt-get install ejabberd";

/** Writes everything an ejabberd needs before it first starts, in its directory. */
export async function prepareEjabberd(settings: ServerSettings, accounts: readonly Account[]): Promise<void> {
  const { directory, federation } = settings;
  const write = (name: string, text: string) => writeFile(join(directory, name), text, { mode: 0o600 });
  for (const folder of ["db", "log", "upload"]) await mkdir(join(directory, folder), { recursive: true });
  await write("ejabberd.yml", ejabberdConfig(settings));
  // Other servers are found by name server, as in the field; without federation, none is.
  const nameServer = federation ? `{nameserver,{127,0,0,1},${federation.nameServer}}.\n` : "";
  await write("inetrc", `{resolv_conf,""}.\n{lookup,[file]}.\n{host,{127,0,0,1},["localhost"]}.\n${nameServer}`);
  await write("accounts.erl", accounts.map(creation).join("") + "ok.\n");
}

/** Erlang that makes an account and its contacts. Again at each start, which changes nothing. */
function creation({ jid, password, contacts }: Account): string {
  const binary = (text: string) => `<<${JSON.stringify(text)}>>`;
  const [user, host] = jid.split("@").map((part) => binary(part)) as [string, string];
  const items = [...contacts].map(([contact, subscription]) => {
    const [name, server] = contact.split("@").map((part) => binary(part)) as [string, string];
    return `mod_admin_extra:add_rosteritem(${user}, ${host}, ${name}, ${server}, ${name}, <<>>, ${binary(subscription)})`;
  });
  const whenNew = ["ok", ...items].join(",\n    ");
  return `case ejabberd_auth:try_register(${user}, ${host}, ${binary(password)}) of\n  ok -> ${whenNew};\n  _ -> ok\nend.\n`;
}

/** The ejabberd of this directory; nothing runs before `start`. */
export async function ejabberd(directory: string, guard: Guard): Promise<Server> {
  const program: Program = {
    name: "ejabberd",
    install: INSTALL,
    command: "erl",
    args: [
      // Erlang's schedulers would go on looking for work for a while, at the cost of all others here.
      ...["+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none"],
      ...["+K", "true", "-noinput", "-mnesia", "dir", JSON.stringify(join(directory, "db")), "-s", "ejabberd"],
      ...[
        "-eval",
        `ok = file:script(${JSON.stringify(join(directory, "accounts.erl"))}) =:= {ok, ok} andalso ok, io:format("accounts are there~n").`,
      ],
    ],
    cwd: directory,
    env: {
      HOME: directory,
      ERL_LIBS: await libraries(),
      ERL_INETRC: join(directory, "inetrc"),
      ERL_CRASH_DUMP: join(directory, "log", "erl_crash.dump"),
      EJABBERD_CONFIG_PATH: join(directory, "ejabberd.yml"),
      EJABBERD_LOG_PATH: join(directory, "log", "ejabberd.log"),
    },
    isUp: (log, ports) =>
      log.includes("accounts are there") && ports.every((port) => log.includes(`127.0.0.1:${port}`)),
    lostPort: /Failed to open socket.*address already in use/s,
  };
  return serverProcess(program, guard);
}

/** Debian keeps ejabberd's code below the machine's own library folder. */
async function libraries(): Promise<string> {
  for (const folder of await readdir("/usr/lib"))
    if (/-linux-gnu/.test(folder) && (await readdir(`/usr/lib/${folder}`)).some((name) => /^ejabberd-\d/.test(name)))
      return `/usr/lib/${folder}`;
  throw new Error(INSTALL);
}
