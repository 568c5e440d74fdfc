// The part of the store's port for operators: what they took out of sight, and who did what (store.ts; held to it by
// component/test/store/contract/moderation.ts).
//
// Invariants
//  1. What an order does and its entry in the log are one durable transaction.
//  2. The log only grows. It holds no text and no media: names, hashes, and the reasons that operators gave.
//  3. From the moment that a block is answered no commit brings the medium into a scheme.

/** Who orders something, why, and when. */
export interface Order {
  /** An administrator's bare JID, or who works on the machine itself. */
  readonly by: string;
  readonly reason?: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export const OPERATIONS = ["block-hash", "unblock-hash", "suspend", "resume", "purge", "close-report"] as const;
export type Operation = (typeof OPERATIONS)[number];

/** What somebody did. */
export interface AuditEntry {
  /** Grows from 1. */
  readonly id: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly by: string;
  readonly operation: Operation;
  /** A hex SHA-256, a bare JID, or a report's number and whom it was about. */
  readonly target: string;
  readonly reason?: string;
}

/** A block, by the hash that the operator named. */
export interface Block {
  /** Hex SHA-256. */
  readonly hash: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ModerationStore {
  /**
   * Blocks a medium (hex hash) and what stored schemes have that was made of it, of which nothing is served from now on.
   * Where it is blocked already nothing changes. `hashes`: in hex, all that the block is of.
   */
  blockMedium(hash: string, order: Order): Promise<{ readonly isNew: boolean; readonly hashes: readonly string[] }>;
  /** Takes back a block, and what it blocked with it. True where there was one. */
  unblockMedium(hash: string, order: Order): Promise<boolean>;
  /** Of these hex hashes, those that are blocked. */
  blocked(hashes: readonly string[]): Promise<ReadonlySet<string>>;
  /** Blocks that operators made, oldest first. */
  blocks(): Promise<readonly Block[]>;
  /** Owners whose current scheme has a blocked medium, at most so many: where an earlier run was ended in its work. */
  showingBlocked(limit: number): Promise<readonly string[]>;

  /** True where it was not so already; whether anybody has heard of the owner or not. */
  suspend(owner: string, order: Order): Promise<boolean>;
  resume(owner: string, order: Order): Promise<boolean>;
  isSuspended(owner: string): Promise<boolean>;
  /** Bare JIDs, in order. */
  suspended(): Promise<readonly string[]>;

  /** Newest first; those before an entry's number, where it is given. */
  audit(query: { readonly before?: number; readonly limit: number }): Promise<readonly AuditEntry[]>;
}
