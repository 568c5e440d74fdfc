// The services as the handlers see them: values in, values out. `asker` is always a bare JID that the server vouches for.
import type {
  Access,
  AccessChange,
  Bits,
  BitsRequest,
  CheckRequest,
  CheckResult,
  FetchRequest,
  FetchResult,
  PublishRequest,
  PublishResult,
  ReportRequest,
  Slot,
  SlotRequest,
  SyncRequest,
  SyncResult,
} from "@status-scheme/protocol";
import type { Moderation } from "./moderation.ts";

export interface Services {
  readonly check: (asker: string, request: CheckRequest) => Promise<CheckResult>;
  readonly fetch: (asker: string, request: FetchRequest) => Promise<FetchResult>;
  readonly sync: (asker: string, request: SyncRequest) => Promise<SyncResult>;
  readonly publish: (asker: string, request: PublishRequest) => Promise<PublishResult>;
  readonly access: {
    readonly get: (asker: string) => Promise<Access>;
    readonly set: (asker: string, change: AccessChange) => Promise<Access>;
  };
  readonly bits: (asker: string, request: BitsRequest) => Promise<Bits>;
  readonly slot: (asker: string, request: SlotRequest) => Promise<Slot>;
  readonly report: (asker: string, request: ReportRequest) => Promise<void>;
  readonly listeners: {
    /** Directed presence from a viewer's full JID. @throws SchemeError `rate-exceeded` where it is to be said again later */
    readonly available: (fullJid: string) => Promise<void>;
    readonly unavailable: (fullJid: string) => Promise<void>;
  };
  /** For operators alone. */
  readonly moderation: Moderation;
}

/** What the services need of the XMPP side. */
export interface Wire {
  /** Sends a change notice (draft, "Change Notices") to a viewer's full JID. */
  readonly notify: (fullJid: string, change: { readonly owner: string; readonly stamp: string }) => Promise<void>;
  /** There is a connection to the server. */
  readonly isOnline: () => boolean;
  /** Reads rosters as a privileged entity (XEP-0356). */
  readonly rosters: RosterReader;
}

export interface RosterItem {
  readonly jid: string;
  readonly subscription: "none" | "to" | "from" | "both";
  readonly groups: readonly string[];
}
export interface RosterReader {
  /** The server of this domain lets us read its users' rosters. */
  readonly granted: (domain: string) => boolean;
  /** The user's roster (a missing account's is empty). @throws SchemeError `try-later` where it cannot be had now. */
  readonly read: (bareJid: string) => Promise<readonly RosterItem[]>;
}
