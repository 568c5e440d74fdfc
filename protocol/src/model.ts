// The protocol's values, as readonly types. XML becomes these at the edge (codec/), and nothing behind the edge sees XML.
import type { Stamp } from "./stamp.ts";

/** Base states, in RFC 6121's words: `available` is presence without `<show/>`, `offline` is no presence. */
export const BASE_STATES = ["available", "chat", "away", "dnd", "xa", "offline"] as const;
export type BaseState = (typeof BASE_STATES)[number];
/** What a state of the owner's own may be based on: a state of someone who is logged in. */
export const SHOWS = ["available", "chat", "away", "dnd", "xa"] as const satisfies BaseState[];

export const MEDIUM_KINDS = ["image", "animation", "audio", "video"] as const;
export type MediumKind = (typeof MEDIUM_KINDS)[number];

/** Text in a language; `lang` is a BCP 47 tag, or "" where none is given. At most one per language in a list. */
export interface LocalText {
  readonly lang: string;
  readonly text: string;
}

/** A medium of a look: XEP-0446 metadata, XEP-0447 sources. */
export interface Medium {
  readonly kind: MediumKind;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  /** Milliseconds (XEP-0446 `<length/>`). */
  readonly length?: number;
  readonly desc: readonly LocalText[];
  /** SHA-256 of the bytes, base64 (XEP-0300). */
  readonly hash: string;
  /** URLs to get the bytes from; none: from the serving client, by hash. */
  readonly sources: readonly string[];
}

/** What others see and hear in one state. */
export interface Look {
  /** A base state, or a token of the owner's own. */
  readonly state: string;
  /** The base state of a token of the owner's own; absent on base states. */
  readonly show?: (typeof SHOWS)[number];
  readonly text: readonly LocalText[];
  /** At most one of each kind. */
  readonly media: readonly Medium[];
}

/** The document. Without `stamp` while it is being published: whoever stores it stamps it. Without looks: cleared. */
export interface Scheme {
  /** Bare JID. */
  readonly owner: string;
  readonly stamp?: Stamp;
  readonly looks: readonly Look[];
}
export type StampedScheme = Scheme & { readonly stamp: Stamp };

/** "Changed since this?" `owner` is left out when asking the owner's own client; `stamp` when nothing is held. */
export interface CheckRequest {
  readonly owner?: string;
  readonly stamp?: Stamp;
}
export type CheckResult = { readonly owner?: string } & (
  { readonly status: "none" } | { readonly status: "current" | "changed"; readonly stamp: Stamp }
);

export type FetchRequest = CheckRequest;
export type FetchResult = { readonly owner?: string; readonly stamp: Stamp } & (
  { readonly status: "current" } | { readonly status: "changed"; readonly scheme: StampedScheme }
);

/** A scheme's owner and the stamp it has now. */
export interface Changed {
  readonly owner: string;
  readonly stamp: Stamp;
}

/** "What changed for me since this token?" None: everything the asker may see. */
export interface SyncRequest {
  readonly since?: string;
}
export interface SyncResult {
  /** To be sent as `since` next time; with `more`, now, to get the next page. */
  readonly token: string;
  readonly more: boolean;
  /** The answer, all pages together, is everything: an owner not listed is not visible. */
  readonly full: boolean;
  readonly changed: readonly Changed[];
  readonly gone: readonly string[];
}

/** `replaces`: the stamp this edit started from; refused with `conflict` where it is not the current one. */
export interface PublishRequest {
  readonly replaces?: Stamp;
  readonly scheme: Scheme;
}
/** The scheme as stored: media normalised, stamped. */
export interface PublishResult {
  readonly scheme: StampedScheme;
}

export const ACCESS_MODELS = ["presence", "roster", "whitelist", "open"] as const;
export type AccessModel = (typeof ACCESS_MODELS)[number];

/** A contact with a subscription to the owner's presence (`from` or `both`). */
export interface Contact {
  readonly jid: string;
  readonly groups: readonly string[];
}

/** Who may see (XEP-0060's access models; `roster` = in one of `groups`). Never shown to viewers. */
export interface Access {
  /** Opaque; changes with every change. */
  readonly version: string;
  readonly model: AccessModel;
  /** Roster groups of model `roster`. */
  readonly groups: readonly string[];
  /** Bare JIDs of model `whitelist`. */
  readonly allowed: readonly string[];
  /** Bare JIDs that see nothing under any model: the owner's XEP-0191 blocks. */
  readonly blocked: readonly string[];
  /** Who keeps the list of contacts: the service by reading the roster (XEP-0356), or the owner's client by `contacts`. */
  readonly roster: "server" | "owner";
}

/** A change of access: what is absent stays as it is. */
export interface AccessChange {
  /** The version this change started from; refused with `conflict` where it is not the current one. */
  readonly version?: string;
  readonly model?: AccessModel;
  readonly groups?: readonly string[];
  readonly allowed?: readonly string[];
  readonly blocked?: readonly string[];
  readonly contacts?: ContactsChange;
}
/** The owner's contacts, whole (`patch: false`) or as differences to the list already supplied. */
export interface ContactsChange {
  readonly patch: boolean;
  readonly set: readonly Contact[];
  /** Bare JIDs, with `patch` only. */
  readonly removed: readonly string[];
}

/** The presence hint. */
export interface Showing {
  /** Present only where every presence subscriber may see the scheme. */
  readonly stamp?: Stamp;
  /** The service that serves it; absent: the sending client does. */
  readonly by?: string;
  /** A token of the owner's own. */
  readonly state?: string;
  /** When the state ends: milliseconds since the epoch (XEP-0082 on the wire). */
  readonly until?: number;
}

/** A change notice; in push mode with the whole scheme. */
export interface ChangedNotice extends Changed {
  readonly scheme?: StampedScheme;
}

/** Bytes in band, by their content identifier (XEP-0231). */
export interface BitsRequest {
  readonly cid: string;
}
export interface Bits extends BitsRequest {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  /** Seconds for which they are worth keeping. */
  readonly maxAge?: number;
}

/** What is wrong, in XEP-0377's words. */
export const REPORT_REASONS = ["spam", "abuse"] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** A viewer's report of what it was shown. */
export interface ReportRequest {
  readonly owner: string;
  /** Of the scheme as the viewer has it. */
  readonly stamp: Stamp;
  /** The look's; absent: the scheme as a whole. */
  readonly state?: string;
  /** SHA-256 in base64 of the media that it is about; none: all of it. */
  readonly media: readonly string[];
  readonly reason: ReportReason;
  readonly text: readonly LocalText[];
}

/** XEP-0363 request and slot. */
export interface SlotRequest {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly contentType?: string;
}
export interface Slot {
  readonly put: {
    readonly url: string;
    readonly headers: readonly { readonly name: string; readonly value: string }[];
  };
  /** Names the upload in the `sources` of the publish that follows. */
  readonly get: string;
}
