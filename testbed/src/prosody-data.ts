// Prosody's internal storage (core/storagemanager: data/<host>/<store>/<user>.dat), written before it first starts:
// a thousand accounts with a thousand contacts take milliseconds this way.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Account } from "./settings.ts";

/** Writes accounts and rosters into the data directory of a Prosody that is not running. */
export async function writeAccounts(dataDirectory: string, accounts: readonly Account[]): Promise<void> {
  for (const { jid, password, contacts } of accounts) {
    const [user, host] = jid.split("@") as [string, string];
    const save = async (store: string, content: string) => {
      const folder = join(dataDirectory, encode(host), store);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `${encode(user)}.dat`), `return ${content};\n`);
    };
    // mod_auth_internal_hashed hashes a plain password at its first use.
    await save("accounts", `{ ["password"] = ${JSON.stringify(password)} }`);
    const items = [...contacts].map(
      ([contact, subscription]) =>
        `  [${JSON.stringify(contact)}] = { ["subscription"] = "${subscription}"; ["groups"] = {} };\n`,
    );
    if (items.length > 0)
      await save("roster", `{\n${items.join("")}  [false] = { ["version"] = 1; ["pending"] = {} };\n}`);
  }
}

/** Prosody's file names (util/datamanager): everything but letters and digits as %xx. */
function encode(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);
}
