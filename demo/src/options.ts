// The demo's options: arguments and environment.
import { parseArgs } from "node:util";
import type { Ports } from "@status-scheme/testbed";

export interface DemoOptions {
  readonly help: boolean;
  /** End after the transcript. */
  readonly once: boolean;
  readonly ports: Partial<Ports>;
  /** The port of the component's HTTP side. */
  readonly mediaPort: number | undefined;
  /** The port of the pages. */
  readonly pagesPort: number | undefined;
}

const PORTS = { c2s: "DEMO_C2S_PORT", tls: "DEMO_TLS_PORT", component: "DEMO_COMPONENT_PORT", http: "DEMO_HTTP_PORT" };
const MEDIA_PORT = "DEMO_MEDIA_PORT";
const PAGES_PORT = "DEMO_PAGES_PORT";

export const HELP = `Usage: npm start [-- --once]

Shows status schemes at work: a private Prosody on loopback, the component beside it, and what romeo's client shows as juliet
changes state. Then two pages to try it oneself: the editor, as juliet, and Converse.js, as romeo. Everything is in a temporary directory and gone at the end.

  --once   end after the transcript; exit code 0 only if romeo saw what he should and tybalt nothing
  --help   this text

Without --once it keeps running, for the pages and for any client to log in, until Ctrl-C.

Ports are free ones, unless the environment names them:
  ${PORTS.c2s}        XMPP clients
  ${PORTS.tls}        XMPP clients by direct TLS, self-signed certificate
  ${PORTS.component}  XMPP components
  ${PORTS.http}       WebSocket, and Prosody's own uploads
  ${MEDIA_PORT}      the component's uploads and media
  ${PAGES_PORT}      the pages
NO_COLOR=1 switches colours off.
`;

/** @throws Error with a line for the person who typed it */
export function parseOptions(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): DemoOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: { once: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  });
  const ports = Object.entries(PORTS).flatMap(([name, variable]) => {
    const port = portOf(env, variable);
    return port === undefined ? [] : [[name, port] as const];
  });
  return {
    ...values,
    ports: Object.fromEntries(ports),
    mediaPort: portOf(env, MEDIA_PORT),
    pagesPort: portOf(env, PAGES_PORT),
  };
}

function portOf(env: Readonly<Record<string, string | undefined>>, variable: string): number | undefined {
  const text = env[variable];
  if (text === undefined || text === "") return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`${variable} is ${text}: not a port (1 to 65535).`);
  return port;
}
