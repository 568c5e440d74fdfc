// Where browsers reach a server: the WebSocket URL that its domain's host-meta names (XEP-0156, RFC 7395).

const RELATION = "urn:xmpp:alt-connections:websocket";
const MAX_LENGTH = 65_536;
const TIMEOUT_MS = 8_000;

interface HostMeta {
  readonly links?: readonly { readonly rel?: unknown; readonly href?: unknown }[];
}

/** Encrypted ones alone. Undefined: it is nowhere to be found. */
export async function discoverWebsocket(domain: string): Promise<string | undefined> {
  try {
    const response = await fetch(`https://${domain}/.well-known/host-meta.json`, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    const text = response.ok ? await response.text() : "";
    if (text === "" || text.length > MAX_LENGTH) return undefined;
    const { links } = JSON.parse(text) as HostMeta;
    const found = links?.find(({ rel, href }) => rel === RELATION && typeof href === "string" && isSecure(href));
    return found?.href as string | undefined;
  } catch {
    return undefined;
  }
}

const isSecure = (url: string) => URL.canParse(url) && new URL(url).protocol === "wss:";

/** Without encryption: this machine alone. */
export function mayConnect(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "wss:" || (protocol === "ws:" && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname));
}
