// A short session of the account: logged in without presence, so that no contact notices.
import { statusScheme } from "@status-scheme/client-plugin";
import type { StatusScheme } from "@status-scheme/client-plugin";
import { parseJid, SchemeError } from "@status-scheme/protocol";
import { client } from "@xmpp/client";
import type { Account } from "./arguments.ts";
import { UsageError } from "./usage.ts";

/** There is no connection, or no login: exit code 3. */
export class ConnectionError extends Error {}

const LOGIN_MS = 30_000;

/**
 * Runs `use` in a session and ends it.
 * @throws UsageError, ConnectionError, and what `use` throws; the reason of `signal` as soon as that aborts
 */
export async function inSession<T>(
  { jid, service, component }: Account,
  password: (jid: string) => Promise<string>,
  signal: AbortSignal,
  use: (scheme: StatusScheme, self: string) => Promise<T>,
): Promise<T> {
  const { username, domain, self } = accountOf(jid);
  const xmpp = client({ service: service ?? domain, domain, username, password: await password(self) });
  // A command does not wait for a server to come back.
  xmpp.reconnect.stop();
  let failure: unknown;
  xmpp.on("error", (error) => (failure ??= error));
  const scheme = statusScheme(xmpp, {
    hint: false,
    sync: false,
    ...(component !== undefined && { service: component }),
  });
  const settled = new Promise<void>((resolve) => scheme.once("settled", resolve));
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
  try {
    await Promise.race([xmpp.start().then(() => settled), late(LOGIN_MS), aborted]).catch((error: unknown) => {
      signal.throwIfAborted();
      throw new ConnectionError(`${self}: ${loginFailure(failure ?? error)}`, { cause: error });
    });
    return await Promise.race([use(scheme, self), aborted]);
  } finally {
    await scheme.stop();
    await xmpp.stop().catch(() => undefined);
  }
}

function accountOf(jid: string | undefined): { username: string; domain: string; self: string } {
  if (jid === undefined) throw new UsageError("Whose scheme? Give your address by --jid.");
  try {
    const { local, domain, resource } = parseJid(jid);
    if (local !== undefined && resource === undefined) return { username: local, domain, self: `${local}@${domain}` };
  } catch (error) {
    if (!(error instanceof SchemeError)) throw error;
  }
  throw new UsageError(`--jid ${jid}: not an address like user@domain.`);
}

function late(ms: number): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error("no answer")), ms).unref();
  });
}

function loginFailure(error: unknown): string {
  const { name, condition, code, message } = error as Error & { readonly condition?: string; readonly code?: string };
  if (name === "SASLError") return `the server does not accept the login (${condition ?? message})`;
  return `no connection (${condition ?? code ?? message})`;
}
