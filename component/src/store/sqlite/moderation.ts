// What operators took out of sight, and the log of what they did (moderation.ts).
import type { AuditEntry, Block, ModerationStore, Operation, Order } from "../moderation.ts";
import type { Database } from "./database.ts";
import { bytesOf } from "./schemes.ts";

/** Notes in the log what is done in the same write. */
export type Note = (operation: Operation, target: string, order: Order) => void;

interface Hashed {
  readonly hash: Uint8Array;
}
interface AuditRow extends Omit<AuditEntry, "reason"> {
  readonly reason: string | null;
}

export function sqliteAudit(database: Database): Pick<ModerationStore, "audit"> & { readonly note: Note } {
  const add = database.query<[number, string, string, string, string | null]>(
    "INSERT INTO audit (at, by, operation, target, reason) VALUES (?, ?, ?, ?, ?)",
  );
  const newest = database.query<[number, number], AuditRow>(
    "SELECT id, at, by, operation, target, reason FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
  );
  return {
    note: (operation, target, { by, reason, now }) => add.run(now, by, operation, target, reason ?? null),
    audit: ({ before = Number.MAX_SAFE_INTEGER, limit }) =>
      database.read(() =>
        newest.all(before, limit).map(({ reason, ...entry }) => ({ ...entry, ...(reason !== null && { reason }) })),
      ),
  };
}

export function sqliteModeration(database: Database, note: Note): Omit<ModerationStore, "audit"> {
  const made = database.query<[Uint8Array], { medium: Uint8Array }>("SELECT medium FROM made WHERE source = ?");
  const isBlocked = database.query<[Uint8Array], object>("SELECT 1 FROM block WHERE hash = ? LIMIT 1");
  const blockedBy = database.query<[Uint8Array], Hashed>("SELECT hash FROM block WHERE cause = ?");
  const add = database.query<[Uint8Array, Uint8Array, number]>("INSERT INTO block (hash, cause, at) VALUES (?, ?, ?)");
  const removeAll = database.query<[Uint8Array], object>("DELETE FROM block WHERE cause = ? RETURNING 1");
  const blocks = database.query<[], Hashed & { at: number }>(
    "SELECT hash, at FROM block WHERE hash = cause ORDER BY id",
  );
  const everyBlocked = database.query<[], Hashed>("SELECT hash FROM block");
  const showing = database.query<[Uint8Array, number], { jid: string }>(
    `SELECT jid FROM reference CROSS JOIN owner INDEXED BY owner_document ON owner.document = reference.document
     WHERE hash = ? LIMIT ?`,
  );
  const suspend = database.query<[string], object>("INSERT OR IGNORE INTO suspended VALUES (?) RETURNING 1");
  const resume = database.query<[string], object>("DELETE FROM suspended WHERE jid = ? RETURNING 1");
  const isSuspended = database.query<[string], object>("SELECT 1 FROM suspended WHERE jid = ?");
  const everySuspended = database.query<[], { jid: string }>("SELECT jid FROM suspended ORDER BY jid");

  /** The medium, what was made of it, and of that. */
  const andMadeOf = (hash: string): ReadonlySet<string> => {
    const found = new Set([hash]);
    // A set takes in what is added while it is gone through.
    for (const of of found) for (const { medium } of made.all(bytesOf(of))) found.add(hexOf(medium));
    return found;
  };
  const noted = (operation: Operation, target: string, order: Order, didSo: boolean): boolean => {
    if (didSo) note(operation, target, order);
    return didSo;
  };

  return {
    blockMedium: (hash, order) =>
      database.write("durable", () => {
        const cause = bytesOf(hash);
        const before = blockedBy.all(cause).map((row) => hexOf(row.hash));
        if (before.length > 0) return { isNew: false, hashes: before };
        const hashes = [...andMadeOf(hash)];
        for (const one of hashes) add.run(bytesOf(one), cause, order.now);
        note("block-hash", hash, order);
        return { isNew: true, hashes };
      }),
    unblockMedium: (hash, order) =>
      database.write("durable", () => noted("unblock-hash", hash, order, removeAll.all(bytesOf(hash)).length > 0)),
    blocked: (hashes) =>
      database.read(() => new Set(hashes.filter((hash) => isBlocked.get(bytesOf(hash)) !== undefined))),
    blocks: () => database.read(() => blocks.all().map(({ hash, at }): Block => ({ hash: hexOf(hash), at }))),
    showingBlocked: (limit) =>
      database.read(() => {
        const owners = new Set<string>();
        for (const { hash } of everyBlocked.all()) {
          for (const { jid } of showing.all(hash, limit - owners.size)) owners.add(jid);
          if (owners.size === limit) break;
        }
        return [...owners];
      }),
    suspend: (owner, order) =>
      database.write("durable", () => noted("suspend", owner, order, suspend.get(owner) !== undefined)),
    resume: (owner, order) =>
      database.write("durable", () => noted("resume", owner, order, resume.get(owner) !== undefined)),
    isSuspended: (owner) => database.read(() => isSuspended.get(owner) !== undefined),
    suspended: () => database.read(() => everySuspended.all().map(({ jid }) => jid)),
  };
}

function hexOf(hash: Uint8Array): string {
  return Buffer.from(hash).toString("hex");
}
