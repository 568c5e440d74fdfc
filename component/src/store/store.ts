// The store's port: what the service keeps, and the invariants every adapter holds (held to them by
// component/test/store/contract.ts). Values in, values out: no SQL, no XML here.
//
// Invariants
//  1. A commit is atomic and durable: once its promise resolves it survives kill -9 and power loss; before, nothing of it
//     is visible to anyone.
//  2. Stamps strictly increase per owner, also when the clock steps back.
//  3. Every change of a scheme and of a sight takes a sequence number; when `position()` says `seq`, everything up to
//     `seq` is visible to every later read: no number at or below it appears afterwards, in whatever order commits end.
//  4. Each opening of the store starts a new incarnation. `covers(position)` is true only where this store's history up to
//     now contains that position: after a restore from a backup, positions issued after the backup are not covered.
//  5. A write that is not durable on its own is seen by every later read, and survives the end of the process; a power cut
//     may take it, with every write after it, which the next incarnation then does not cover.
//  6. Questions about owners nobody has heard of leave nothing behind.
import type { Access, AccessChange, Changed, Contact, Scheme, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { ModerationStore, Order } from "./moderation.ts";
import type { ReportStore } from "./reports.ts";

/** A point in the store's history. */
export interface Position {
  /** 16 hex digits. */
  readonly incarnation: string;
  readonly seq: number;
}

/** All that deciding whether a viewer may see an owner takes, in one read. Missing owners have the defaults. */
export interface SightFacts {
  readonly owner: string;
  /** Absent: never published. */
  readonly stamp?: Stamp;
  readonly seq?: number;
  /** The scheme is there but empty (cleared). */
  readonly empty: boolean;
  readonly model: Access["model"];
  readonly groups: readonly string[];
  readonly allowed: boolean;
  readonly blocked: boolean;
  /** An operator has suspended the owner. */
  readonly suspended: boolean;
  /** The viewer as the owner's contact (subscription `from` or `both`), from the list last read or supplied. */
  readonly contact?: Contact;
  /** When the contact list was read from the server (ms since the epoch); absent: never. */
  readonly contactsReadAt?: number;
  /** The contact list was supplied by the owner's client. */
  readonly contactsSupplied: boolean;
}

/** Bare JIDs, by what became of them; `regrouped` matters where the model is `roster`. */
export interface ContactsWritten {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly regrouped: readonly string[];
}

/** Whether a viewer was last told that it sees an owner, and when that changed. */
export interface Sight {
  readonly owner: string;
  readonly visible: boolean;
  readonly seq: number;
}

export interface ChangesPage {
  readonly changed: readonly Changed[];
  readonly gone: readonly string[];
  /** The last owner of this page, to go on after; absent: this was the last page. */
  readonly next?: string;
}

/** Hex SHA-256: a blob, and the upload or blob that it was made of. */
export interface Made {
  readonly medium: string;
  readonly of: string;
}

export interface SchemeStore {
  /**
   * `media`: hex SHA-256 of every blob the scheme uses. `made`: which of them were made of what, as far as that is new.
   * @throws SchemeError `conflict` with the current stamp, `blocked-medium`
   */
  commit(change: {
    readonly scheme: Scheme;
    readonly replaces?: Stamp;
    readonly media: readonly string[];
    readonly made?: readonly Made[];
    readonly now: number;
  }): Promise<StampedScheme>;
  read(owner: string): Promise<StampedScheme | undefined>;
  /**
   * Forgets everything about the owner: scheme, stamp, access, contacts, media references, what it was told as a viewer, its
   * listeners. Durable. True if there was anything. What stays is its name and one new sequence number: each viewer that was
   * told it sees the owner has a hidden sight of that number now, and its next `changes` lists the owner as gone. A
   * suspension stays as well, and so does the log, which gets an entry where there is an order.
   */
  purge(owner: string, order?: Order): Promise<boolean>;
  /** Owners neither publishing, changing access nor touched since (ms since the epoch), longest unseen first. */
  unseenSince(time: number, limit: number): Promise<readonly string[]>;
  /** Marks an owner the store knows as seen now. Not durable on its own. */
  touch(owner: string, now: number): Promise<void>;
  /** Of these hex hashes, those that some scheme references. */
  referenced(hashes: readonly string[]): Promise<ReadonlySet<string>>;
  /** Hex hashes the owner's current scheme references. */
  mediaOf(owner: string): Promise<readonly string[]>;
  /**
   * Owners whose current scheme references the medium (hex hash), of those that the viewer may come to see: itself, those
   * that name it as a contact or allowed, and those open to anyone. In no order, at most so many of each.
   */
  showing(query: {
    readonly hash: string;
    readonly viewer: string;
    readonly limit: number;
  }): Promise<readonly string[]>;
}

export interface AccessStore {
  /** The owner's access; the default (`presence`, empty lists) where nothing was set. `roster` is always "server" here. */
  readAccess(owner: string): Promise<Access>;
  /**
   * Durable. Contacts in the change are stored as supplied: they replace a list read from the server, and a patch goes on top
   * of whichever list is there. @throws SchemeError `conflict` with the current version.
   */
  writeAccess(owner: string, change: AccessChange, now: number): Promise<Access>;
  /**
   * The contact list just read from the server, whole; it replaces a supplied one. Not durable on its own. Resolves to what it
   * changed. An empty list of an owner the store does not know is not kept: servers answer with one for any local part.
   */
  writeContacts(owner: string, contacts: readonly Contact[], readAt: number): Promise<ContactsWritten>;
  /** One for each owner asked, in that order. */
  facts(owners: readonly string[], viewer: string): Promise<readonly SightFacts[]>;
  /** Bare JIDs that could see the owner: contacts and allowed, together. */
  audience(owner: string): Promise<readonly string[]>;
  /** Owners that have the viewer among their contacts or allowed. */
  ownersNaming(viewer: string): Promise<readonly string[]>;
}

export interface SightStore {
  position(): Promise<Position>;
  covers(position: Position): Promise<boolean>;
  /** What the viewer was last told. */
  sights(viewer: string): Promise<readonly Sight[]>;
  /** Records what the viewer sees now, each change with a new sequence number. */
  tell(
    viewer: string,
    change: { readonly shown: readonly string[]; readonly hidden: readonly string[] },
  ): Promise<void>;
  /**
   * Owners told to the viewer whose scheme or sight changed in (since, upTo], in order of owner after `after`. An owner
   * that changed again after `upTo` is left to the next sync. A visible owner without a scheme is left out.
   */
  changes(query: {
    readonly viewer: string;
    readonly since: number;
    readonly upTo: number;
    readonly after?: string;
    readonly limit: number;
  }): Promise<ChangesPage>;
}

/** Viewers' full JIDs that sent us directed presence, so that notices go on after a restart. Not durable on its own. */
export interface ListenerStore {
  addListener(fullJid: string): Promise<void>;
  removeListener(fullJid: string): Promise<void>;
  listeners(): Promise<readonly string[]>;
  /**
   * Current schemes whose notices may not have gone out before the last stop, in order of sequence. `notified` marks all up
   * to a sequence number. Not durable on its own: a notice may go out twice.
   */
  unnotified(limit: number): Promise<readonly (Changed & { readonly seq: number })[]>;
  /** Notices of changes committed since (ms since the epoch) are outstanding again, of so many owners, those seen last. */
  renotify(since: number, limit: number): Promise<void>;
  notified(seq: number): Promise<void>;
}

export interface Store extends SchemeStore, AccessStore, SightStore, ListenerStore, ModerationStore, ReportStore {
  /** A secret of this store, made at first use, for tokens and signatures: 32 bytes. Durable. */
  secret(name: string): Promise<Uint8Array>;
  /** Nothing is read or written before. @throws Error naming the place and what is wrong with it */
  open(): Promise<void>;
  /** Finishes the writes under way. */
  close(): Promise<void>;
}
