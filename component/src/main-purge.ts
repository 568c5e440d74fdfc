// `purge JID`: forgets everything about an owner, by the running service, or in its store while it does not run.
import { parseJid, SchemeError } from "@status-scheme/protocol";
import type { Config } from "./config.ts";
import { command } from "./control.ts";
import { createStore } from "./stores.ts";

/** A bare JID with a local part; undefined for anything else. */
export function ownerOf(text: string): string | undefined {
  try {
    const { local, domain, resource } = parseJid(text);
    return local === undefined || resource !== undefined ? undefined : `${local}@${domain}`;
  } catch (error) {
    if (error instanceof SchemeError) return undefined;
    throw error;
  }
}

/** Resolves to whether there was anything to forget. @throws Error */
export async function purge(config: Config, owner: string): Promise<boolean> {
  const outcome = await command(config.control.path, { purge: owner });
  if (outcome) {
    if ("error" in outcome) throw new Error(outcome.error);
    return outcome.purged;
  }
  if (config.store.kind === "memory")
    throw new Error("the service does not run, and a store in memory is gone with it");
  const store = createStore(config);
  await store.open();
  try {
    return await store.purge(owner);
  } finally {
    await store.close();
  }
}
