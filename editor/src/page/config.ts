// What the hosting page says, by <meta> elements: whose session it is, where the server is, where starter looks are.

/** As JSON at the URL that `status-scheme-session` names: of the page's own origin, for this one person's eyes. */
export interface Session {
  /** Bare JID. */
  readonly jid: string;
  readonly password: string;
  /** `wss://…` */
  readonly websocket: string;
}
export interface PageConfig {
  /** Undefined: the person logs in. */
  readonly session: URL | undefined;
  /** Of the server, for the form; "": it is found (XEP-0156). */
  readonly websocket: string;
  readonly starters: string | undefined;
}

export function readConfig(page: Document): PageConfig {
  const content = (name: string) =>
    page.querySelector<HTMLMetaElement>(`meta[name="status-scheme-${name}"]`)?.content ?? "";
  const session = content("session");
  return {
    session: session === "" ? undefined : new URL(session, page.baseURI),
    websocket: content("websocket"),
    starters: content("starters") || undefined,
  };
}

/** @throws where there is none */
export async function getSession(url: URL): Promise<Session> {
  const response = await fetch(url, { cache: "no-store", credentials: "same-origin", mode: "same-origin" });
  if (!response.ok) throw new Error(`no session: ${String(response.status)}`);
  const { jid, password, websocket } = (await response.json()) as Session;
  return { jid, password, websocket };
}
