// The public surface of client-stored transfer (draft, section 8): sessions between a viewer's and an owner's client.
// Loaded on demand: `const { createTransfers } = await import("./transfer/transfers.ts")`; a page that meets no
// client-stored scheme loads nothing of it. One engine a client, for both sides; types alone are imported from here.
import type { Medium, StampedScheme, Stamp } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";
import type { Deps } from "../viewer/deps.ts";
import type { Net } from "./net/net.ts";
import type { Timeouts } from "./timeouts.ts";

export interface TransferUses {
  readonly host: Pick<Host, "jid" | "ask" | "answer" | "onStanza" | "onOffline">;
  readonly deps: Pick<Deps, "after" | "now">;
  /** Sockets for SOCKS5. Default: Node's where this is Node, else none: everything goes in band. */
  readonly net?: Net | undefined;
  /**
   * Whether this full JID and the person may see each other's IP addresses: mutual contacts, and the person allowed it
   * (draft, section 8.9). Called when candidates are offered or tried. Default: nobody.
   */
  readonly mayShowAddress?: (peer: string) => boolean;
  /** Own limit on a file in band. Default 256 KiB. */
  readonly ibbBytes?: number;
  /** Offer and connect to loopback addresses as well, which the draft advises against: for tests and measurements. */
  readonly loopback?: boolean;
  /** Other waits than those of section 8.13, in milliseconds: for tests. */
  readonly timeouts?: Partial<Timeouts>;
}

/** The engine. Nothing is sent before a method is called; nothing is answered before `serve`. */
export interface Transfers {
  /**
   * Asks an owner's client for its scheme document, and in the same session for the media that `media` picks of it.
   * At most two sessions are under way; others wait for their turn.
   * @throws TransferError where a reason was given or found (`decline` is final for now); another SchemeError where the
   * request was refused (`service-unavailable`, `rate-exceeded`); the reason of `signal` where that aborts
   */
  readonly fetchDocument: (owner: OwnerClient, options?: DocumentOptions) => Promise<FetchedDocument>;
  /**
   * Asks for media of a document that is here already, the first first; of a function, for what it returns when their turn
   * has come. Resolves when each has come or failed, which `onMedium` tells.
   * @throws SchemeError while offline; the reason of `signal` where that aborts
   */
  readonly fetchMedia: (
    owner: OwnerClient,
    media: readonly Medium[] | (() => readonly Medium[]),
    options: MediaOptions,
  ) => Promise<void>;
  /** Answers viewers. One at a time; `stop` of what it returns ends it. */
  readonly serve: (options: ServeOptions) => Serving;
  /** Ends every session, as if the connection were lost, and forgets everything. */
  readonly stop: () => void;
}

/** Whom to ask, and what its caps say of it. */
export interface OwnerClient {
  /** Full JID. */
  readonly jid: string;
  /** Whether its caps have SOCKS5 bytestreams. Absent: not known. */
  readonly socks5?: boolean;
  /** Its own limit on a file in band, where it tells one. */
  readonly ibbBytes?: number;
}

export interface SessionOptions {
  /** Aborted: the session ends with `cancel`. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TransferProgress) => void;
}
export interface TransferProgress {
  /** The medium; absent: the document. */
  readonly medium?: Medium;
  /** Bytes here so far, a kept beginning included. */
  readonly received: number;
  readonly total: number;
  readonly method: "s5b" | "ibb";
}

export interface MediaOptions extends SessionOptions {
  /** Nothing that is to be seen yet: their turn is after everything that is. */
  readonly ahead?: boolean;
  /** Called once for each medium: verified bytes, or why it did not come. */
  readonly onMedium: (medium: Medium, outcome: MediumOutcome) => void;
}
export type MediumOutcome = { readonly bytes: Uint8Array } | { readonly error: Error };

export interface DocumentOptions extends SessionOptions, Partial<Pick<MediaOptions, "onMedium">> {
  /** The stamp of the version held: the owner says so where that is current. */
  readonly stamp?: Stamp;
  /** Called with the document when it is verified: the media to get in the same session. Default: none. */
  readonly media?: (scheme: StampedScheme) => readonly Medium[];
}
export type FetchedDocument =
  | { readonly status: "current"; readonly stamp: Stamp }
  | { readonly status: "changed"; readonly scheme: StampedScheme };

export interface ServeOptions {
  /**
   * Whether this full JID may ask (draft, section 8.1), from what is known at this moment. Asked for every stanza: to
   * those who may not, the client answers what it would without the plugin.
   */
  readonly mayAsk: (viewer: string) => boolean;
  /** The scheme that is served now; undefined: none. */
  readonly document: () => Promise<StampedScheme | undefined>;
  /** The bytes of a medium of the scheme, by its SHA-256 in base64; undefined: they are not there. */
  readonly media: (hash: string) => Promise<Uint8Array | undefined>;
  /** Asks the person. `signal` aborts when the viewer does not wait any more. Default: agrees. */
  readonly ask?: (viewer: string, signal: AbortSignal) => Promise<boolean>;
  /** A session ended: how, for a log or a person. */
  readonly onSession?: (session: ServedSession) => void;
}
export interface ServedSession {
  readonly viewer: string;
  /** Files that the viewer said it received. */
  readonly received: number;
  /** XEP-0166's reason; absent: the connection or the viewer was lost. */
  readonly reason?: string;
}

export interface Serving {
  /** Who may ask changed: ends the sessions of those who may not any more, with `decline`. */
  readonly review: () => void;
  /**
   * The person becomes invisible, or goes: ends all sessions with `gone`. Resolves when the ends are sent: then presence
   * may be taken back.
   */
  readonly leave: () => Promise<void>;
  /** Answers nobody any more; what is under way ends with `gone`. */
  readonly stop: () => Promise<void>;
}
