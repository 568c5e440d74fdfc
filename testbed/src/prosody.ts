// A throw-away Prosody (Debian's 0.12): its files, and how its process is run.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Guard } from "./guard.ts";
import { linksModule, prosodyConfig } from "./prosody-config.ts";
import { writeAccounts } from "./prosody-data.ts";
import { serverProcess, type Program, type Server } from "./server.ts";
import type { Account, ServerSettings } from "./settings.ts";

const configPath = (directory: string) => join(directory, "prosody.cfg.lua");

/** Writes everything a Prosody needs before it first starts, in its directory. */
export async function prepareProsody(settings: ServerSettings, accounts: readonly Account[]): Promise<void> {
  const { directory, federation } = settings;
  await writeAccounts(join(directory, "data"), accounts);
  if (federation) await writeFile(join(directory, "mod_links.lua"), linksModule(federation.peers));
  await writeFile(configPath(directory), prosodyConfig(settings), { mode: 0o600 });
}

/** The Prosody of this directory; nothing runs before `start`. */
export function prosody(directory: string, guard: Guard): Server {
  const program: Program = {
    name: "Prosody",
    install: "Prosody is not installed. On Debian: apt-get install prosody prosody-modules",
    command: "prosody",
    args: ["--config", configPath(directory), "-F"],
    isUp: (log, ports) => ports.every((port) => log.includes(`[127.0.0.1]:${port}`)),
    lostPort: /Failed to open server port/,
  };
  return serverProcess(program, guard);
}
