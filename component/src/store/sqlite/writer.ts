// Every write of the store goes through here. What is asked for in one turn of the event loop shares a transaction, and with
// it the one fsync that a durable write waits for. Transactions run in one synchronous step, in order: no read of this
// process sees half of one, and sequence numbers become visible in order.
import type { DatabaseSync } from "node:sqlite";

/** `durable` is on the disk before it is answered; `relaxed` survives the process, and a power cut only by luck. */
export type Durability = "durable" | "relaxed";

interface Job {
  readonly work: () => unknown;
  readonly durability: Durability;
  readonly settle: { readonly resolve: (value: unknown) => void; readonly reject: (reason: unknown) => void };
}

/** How long one transaction may take before the rest waits for the next, ms: what else the process does goes on between. */
const BUDGET = 10;

export interface Writer {
  /** `work` runs inside a transaction; what it wrote is taken back where it throws. */
  readonly write: <T>(durability: Durability, work: () => T) => Promise<T>;
  /** Resolves when what waits now is done; undefined where nothing does. */
  readonly underWay: () => Promise<void> | undefined;
}

export function createWriter(connection: DatabaseSync): Writer {
  const waiting: Job[] = [];
  let running: Promise<void> | undefined;

  const run = async () => {
    while (waiting.length > 0) {
      await new Promise(setImmediate);
      waiting.splice(0, transact(connection, waiting));
    }
    running = undefined;
  };
  return {
    write: <T>(durability: Durability, work: () => T) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, durability, settle: { resolve: resolve as (value: unknown) => void, reject } });
        running ??= run();
      }),
    underWay: () => running,
  };
}

/** Does what waits, as far as the budget goes, in one transaction. @returns how many of them were answered */
function transact(connection: DatabaseSync, waiting: readonly Job[]): number {
  // In WAL mode FULL adds the fsync of the log at each commit, which also makes durable all that was written before.
  const level = waiting.some(({ durability }) => durability === "durable") ? "FULL" : "NORMAL";
  const deadline = performance.now() + BUDGET;
  const answers: (() => void)[] = [];
  let taken = 0;
  try {
    connection.exec(`PRAGMA synchronous = ${level}; BEGIN IMMEDIATE`);
    for (const job of waiting) {
      if (taken > 0 && performance.now() > deadline) break;
      taken++;
      answers.push(attempt(connection, job));
    }
    connection.exec("COMMIT");
    for (const answer of answers) answer();
    return taken;
  } catch (error) {
    const failed = taken > 0 ? waiting.slice(0, taken) : waiting;
    for (const { settle } of failed) settle.reject(error);
    if (connection.isTransaction) connection.exec("ROLLBACK");
    return failed.length;
  }
}

/** Does one job, to be answered when the transaction is through. @throws what ended the transaction itself */
function attempt(connection: DatabaseSync, { work, settle }: Job): () => void {
  connection.exec("SAVEPOINT job");
  try {
    const value = work();
    connection.exec("RELEASE job");
    return () => settle.resolve(value);
  } catch (error) {
    // A full disk, a failed write: SQLite has taken back the whole transaction.
    if (!connection.isTransaction) throw error;
    connection.exec("ROLLBACK TO job; RELEASE job");
    return () => settle.reject(error);
  }
}
