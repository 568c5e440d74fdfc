// What of Converse.js 14 and Strophe.js this uses: they ship no types that fit.

/** A handler of Strophe's. */
export interface Handler {
  isMatch: (stanza: Element) => boolean;
  run: (stanza: Element) => boolean;
  readonly ns?: string | null;
}
export interface Sendable {
  readonly tree: () => Element;
}
/** Converse's connection, which is Strophe's. One a login: it is kept while the connection is lost and had again. */
export interface Connection {
  readonly jid: string;
  readonly connected: boolean;
  /** Why it ended: Strophe's status, or `logout`; undefined while it is there. */
  readonly disconnection_cause?: unknown;
  readonly handlers: readonly Handler[];
  readonly iqFallbackHandler: Handler;
  send: (stanza: Element | Sendable | null | readonly (Element | Sendable)[]) => void;
  /** Its handlers are gone with each connection that is lost; one is called as long as it returns true. */
  readonly addHandler: (handler: (stanza: Element) => boolean) => Handler;
  readonly deleteHandler: (handler: Handler) => void;
  /** The stream was resumed (XEP-0198), or a BOSH session taken up again: by a page that was loaded anew, too. */
  readonly hasResumed: () => boolean;
}
export interface OwnIdentity {
  readonly category: string;
  readonly type: string;
  readonly name?: string;
}
/** Of Converse's API, what the host uses. */
export interface HostApi {
  readonly connection: { readonly get: () => Connection | undefined };
  readonly listen: {
    readonly on: (event: string, listener: (...args: never[]) => unknown) => void;
    readonly not: (event: string, listener: (...args: never[]) => unknown) => void;
  };
  readonly trigger: (event: string, ...args: unknown[]) => unknown;
  readonly disco: {
    readonly own: {
      readonly identities: { readonly get: () => readonly OwnIdentity[] };
      readonly features: { readonly get: () => readonly string[] };
    };
  };
}
