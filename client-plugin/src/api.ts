// The plugin's public types. `statusScheme(xmpp, options)` takes an @xmpp/client and returns a `StatusScheme`.
import type {
  Access,
  AccessChange,
  BaseState,
  Limits,
  LocalText,
  Look,
  Medium,
  MediumKind,
  ReportReason,
  Scheme,
  Stamp,
  StampedScheme,
} from "@status-scheme/protocol";

/** Bytes by name under a quota, least recently used out first. One interface for memory, disk and IndexedDB. */
export interface Cache {
  get(key: string): Promise<Uint8Array | undefined>;
  /** Resolves when it is kept. Never throws for want of room: what does not fit is not kept. */
  set(key: string, value: Uint8Array): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys beginning with the prefix. */
  keys(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Bytes by name, kept until they are deleted. One interface for memory, a folder and IndexedDB. */
export interface SchemeStore {
  readonly get: (key: string) => Promise<Uint8Array | undefined>;
  /** Resolves when it is kept for good. @throws where it cannot be; what was there before is there still */
  readonly set: (key: string, value: Uint8Array) => Promise<void>;
  readonly delete: (key: string) => Promise<void>;
  /** Keys beginning with the prefix. */
  readonly keys: (prefix: string) => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** Which of a look's media are fetched and shown by themselves. The others are to be had by `load`. */
export interface MediaPreferences {
  /** Kinds wanted. Where a look has a video and an animation, the video alone. Default: image. */
  readonly kinds?: readonly MediumKind[];
  /** The still in the place of what moves. Default false: browsers say by `prefers-reduced-motion`. */
  readonly reduceMotion?: boolean;
  /** Whether the host can show this one, e.g. by `HTMLMediaElement.canPlayType`. Default: it can. */
  readonly canShow?: (medium: Pick<Medium, "kind" | "mediaType">) => boolean;
}
export interface StatusSchemeOptions extends MediaPreferences {
  /** Where schemes and media are kept between sessions. Default: memory, 16 MiB. */
  readonly cache?: Cache;
  /** Look at hints in presence, and send them. Default true. */
  readonly hint?: boolean;
  /** Ask the service once at login what changed. Default true. Without: one `check` per contact that comes online. */
  readonly sync?: boolean;
  /** The service's JID. Default: found on the account's own domain (disco#items). */
  readonly service?: string;
  /** The person's languages, best first, as BCP 47 tags. Default: the environment's. */
  readonly languages?: readonly string[];
  /** Fetches in flight at once, schemes and media together. Default 4. */
  readonly concurrency?: number;
  /** The host's disco#info identities and features, where it sends caps (XEP-0115) itself. */
  readonly disco?: { readonly identities?: readonly DiscoIdentity[]; readonly features?: readonly string[] };
  /** Replaces `fetch` for media, e.g. to go through a proxy. */
  readonly fetch?: typeof fetch;
  /** As an owner: send the whole scheme to contacts that want that, at each change of state (draft, "Push Mode"). */
  readonly push?: boolean;
  /** As a viewer: want whole schemes pushed. Default false. */
  readonly takePushes?: boolean;
  /** Bytes of a file that may go in band, between clients, either way. Default 256 KiB. */
  readonly ibbBytes?: number;
  /**
   * Connect to contacts' clients directly where the contact is mutual: both see each other's IP address. Default: through
   * the server or its proxy alone.
   */
  readonly showAddress?: boolean;
  /** The own state, as an earlier run of the program left it: it goes on where the host's own presence does not say so yet. */
  readonly state?: OngoingState;
}
export interface DiscoIdentity {
  readonly category: string;
  readonly type: string;
  readonly name?: string;
}

/** What a view shows for a contact. */
export interface Shown {
  /** Bare JID. */
  readonly contact: string;
  /** The resource whose presence is shown (highest priority, then most recent); absent when not logged in. */
  readonly resource?: string;
  /** False: offline, invisible, or a state we cannot learn: show grey, or the offline look if there is one. */
  readonly loggedIn: boolean;
  /** The state shown: a token of the contact's own, or the base state. */
  readonly state: string;
  readonly show: BaseState;
  /** The contact's plain status text, if any. */
  readonly status?: string;
  /** When the state ends, ms since the epoch. */
  readonly until?: number;
  /** The look for the state, after fallback; absent: show the plain state. */
  readonly look?: ShownLook;
  /** The stamp of the scheme the look is from. */
  readonly stamp?: Stamp;
  /** False while a newer scheme is known of and not here yet, or nobody could be asked. */
  readonly fresh: boolean;
}
export interface ShownLook {
  /** The state the look was made for: `state`, its base, or `available`. */
  readonly state: string;
  /** In the person's language, if any. */
  readonly text?: string;
  readonly texts: readonly LocalText[];
  /** Media that are here, verified. */
  readonly media: readonly ShownMedium[];
  /** Kinds that the look has. What of them is not in `media` nor `givenUp` is on its way, or to be had by `load`. */
  readonly offered: readonly MediumKind[];
  /**
   * Kinds wanted that are not to be had for now, because they failed, or nobody can be asked: nobody is to wait for them,
   * and what is next in order is shown (draft, section 10.3). They are tried again by themselves, which does not show, and
   * one that comes is in `media` instead. Absent: none.
   */
  readonly givenUp?: readonly MediumKind[];
}
export interface ShownMedium extends Omit<Medium, "desc" | "sources"> {
  /** In the person's language. */
  readonly desc?: string;
  readonly bytes: Uint8Array;
  /** An object URL in browsers, a data URL elsewhere; the same for as long as the bytes are shown. */
  readonly url: string;
}

export type WarningCode =
  /** Invisible by `unavailable`: contacts' presence stops coming too (RFC 6121 4.5). */
  | "invisible-unavailable"
  /** Invisible, and the server does not keep presence from contacts: none is sent until it does. It is tried again. */
  | "presence-held"
  /** The service cannot read rosters: the plugin supplies the list of contacts. */
  | "supplying-contacts"
  /** A hint named a service that the contact's domain does not list. */
  | "foreign-service"
  /** A scheme or medium could not be had: see `contact`, `error`. It is tried again, later and later. */
  | "fetch-failed"
  /** A medium is too large for the way it would come, between clients in band: its still is shown. */
  | "too-large"
  /** A medium's bytes were not what the scheme promised. */
  | "bad-medium"
  /** No service was found: nothing can be published. */
  | "no-service"
  /** The cache failed; the plugin goes on without. */
  | "cache-failed";
export interface Warning {
  readonly code: WarningCode;
  readonly message: string;
  readonly contact?: string;
  readonly error?: unknown;
}

export interface StatusSchemeEvents {
  /** What is to be shown for a contact changed. */
  look: [shown: Shown];
  /** The login flow ended: every contact's look is settled, fetched or given up on. */
  settled: [];
  /** The own scheme changed, here or on another device. */
  own: [stamp: Stamp];
  warning: [warning: Warning];
}

/** A medium as an owner gives it: bytes to upload, or one the stored scheme already has. */
export type MediumDraft =
  | {
      readonly kind: MediumKind;
      readonly bytes: Uint8Array;
      readonly mediaType: string;
      readonly desc?: readonly LocalText[];
    }
  | { readonly kind: MediumKind; readonly stored: Medium; readonly desc?: readonly LocalText[] };
export interface LookDraft {
  readonly state: string;
  readonly show?: Look["show"];
  readonly text?: readonly LocalText[];
  readonly media?: readonly MediumDraft[];
}
export interface PublishOptions {
  /** The stamp the edit started from; SchemeError `conflict` if it is not current. */
  readonly replaces?: Stamp;
  /** Rejects with its reason, unless the service has been asked to publish already. */
  readonly signal?: AbortSignal;
  /** The person knows that contacts may notice. Without, publishing while invisible is refused as `forbidden`, with `invisible` as the reason. */
  readonly whileInvisible?: boolean;
  /** Bytes of all uploads of this publish. */
  readonly onProgress?: (progress: { readonly sent: number; readonly total: number }) => void;
}
export interface StateOptions {
  /** Base state; needed for a token that the published scheme does not have. */
  readonly show?: Exclude<BaseState, "offline">;
  readonly status?: string;
  /** When the state ends: the plugin goes back to available then. */
  readonly until?: Date;
}

/** A state that was set, as `setState` had it. */
export interface OngoingState extends StateOptions {
  readonly state: string;
  readonly show: Exclude<BaseState, "offline">;
}

/** What a client serves itself, without a service (draft, "Client-Stored Schemes"). */
export interface ServeSource {
  /** Where the scheme is kept. It stays open: it is the program's to close. Default: memory, gone with the program. */
  readonly store?: SchemeStore;
  /** What to serve. Default: what the store has. */
  readonly looks?: readonly LookDraft[];
  /**
   * Asks the person whether this full JID may have the scheme, each time; `signal` aborts when nobody waits for the answer
   * any more. Default: whoever may see it gets it.
   */
  readonly ask?: (viewer: string, signal: AbortSignal) => Promise<boolean>;
}

/** What limits a scheme of one's own, and who keeps it. */
export interface OwnLimits {
  /** The service's; elsewhere the defaults. */
  readonly limits: Limits;
  /** `client`: this one serves it. `nobody`: no service was found, and nothing can be published. */
  readonly keeper: "service" | "client" | "nobody";
}

/** Owner's side. Everything rejects with SchemeError; its code is of the draft's error table. */
export interface OwnerSide {
  /** The own scheme as stored. */
  readonly own: () => Promise<StampedScheme | undefined>;
  /** The bytes of a medium of the own scheme, verified. `no-such-medium` where it is none of it. */
  readonly ownMedium: (medium: Medium) => Promise<Uint8Array>;
  /** What may be published, so that people can be told before they try. */
  readonly limits: () => Promise<OwnLimits>;
  readonly publish: (looks: readonly LookDraft[], options?: PublishOptions) => Promise<StampedScheme>;
  /** Replaces or adds one look; retries by itself where another device published in between. */
  readonly edit: (look: LookDraft, options?: Omit<PublishOptions, "replaces">) => Promise<StampedScheme>;
  readonly removeLook: (state: string) => Promise<StampedScheme>;
  readonly clear: () => Promise<StampedScheme>;
  readonly access: () => Promise<Access>;
  /** `blocked` and, where the service cannot read rosters, `contacts` are the plugin's to keep in step with the server's. */
  readonly setAccess: (change: AccessChange) => Promise<Access>;
  /** The groups of the own roster that have contacts in them who may see presence, for `setAccess({ groups })`. */
  readonly groups: () => Promise<readonly string[]>;
  /** Sends presence for a state: a base state or a token of one's own. */
  readonly setState: (state: string, options?: StateOptions) => Promise<void>;
  /**
   * Serves the scheme from this client from now on, over reconnects, too: until `stopServing` all of the above is about the
   * scheme that is kept here, and not about a service's. Resolves to the scheme, if there is one yet.
   */
  readonly serve: (source?: ServeSource) => Promise<StampedScheme | undefined>;
  /** Ends that; what is kept is kept. */
  readonly stopServing: () => Promise<void>;
  /** Invisible to everyone, or back. XEP-0016 where the server has it, else `unavailable` and a warning. */
  readonly setInvisible: (invisible: boolean) => Promise<void>;
}

/** What a person has to say about a contact's look. */
export interface ReportDraft {
  /** The contact. */
  readonly owner: string;
  /** Of the look that it is about; without, the scheme as a whole. */
  readonly state?: string;
  readonly reason: ReportReason;
  /** At most 1,024 characters together. */
  readonly text?: readonly LocalText[];
}

/** Viewer's side. */
export interface ViewerSide {
  /** What the person wants from now on; what is left out stays as it is. What is shown changes at once. */
  readonly prefer: (preferences: MediaPreferences) => void;
  /**
   * Gets a medium of the look that is shown for a contact, whatever is preferred. It comes by a `look` event, and stays for
   * as long as that look; a failure comes as a warning. False where the look has none of this kind.
   */
  readonly load: (contact: string, kind: MediumKind) => boolean;
  /** What is shown for a contact now. */
  readonly shown: (contact: string) => Shown | undefined;
  readonly contacts: () => readonly string[];
  /** Asks the owner's service or client now, whatever is cached. Its scheme, or undefined where there is none to see. */
  readonly check: (contact: string) => Promise<Scheme | undefined>;
  /**
   * Tells the operators of the contact's service what is wrong with what is shown; the contact does not learn of it. Only at a
   * person's wish. Rejects with SchemeError: `not-found` where nothing is shown, `not-implemented` where nobody takes reports.
   */
  readonly report: (report: ReportDraft) => Promise<void>;
}

export interface StatusScheme extends OwnerSide, ViewerSide {
  on<E extends keyof StatusSchemeEvents>(event: E, listener: (...args: StatusSchemeEvents[E]) => void): this;
  once<E extends keyof StatusSchemeEvents>(event: E, listener: (...args: StatusSchemeEvents[E]) => void): this;
  off<E extends keyof StatusSchemeEvents>(event: E, listener: (...args: StatusSchemeEvents[E]) => void): this;
  /** Takes every hook back, and closes the cache. The client itself goes on. */
  stop(): Promise<void>;
}
