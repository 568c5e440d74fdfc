// The sequence of changes, and the incarnations that make a restored copy known (store.ts, invariants 3 and 4). Numbers are
// given out inside the one writer's transactions, so they become visible in order.
import { freshId } from "../rules.ts";
import type { SightStore } from "../store.ts";
import type { Database } from "./database.ts";

export interface Positions extends Pick<SightStore, "position" | "covers"> {
  /** Takes the next sequence numbers, one or `count`, and returns the first; inside a write only. */
  readonly take: (count?: number) => number;
  /** Ends the incarnation before, also one that a crash or a copy left open, and starts another. */
  readonly begin: () => Promise<void>;
}

export function sqlitePositions(database: Database): Positions {
  const advance = database.query<[number], { seq: number }>("UPDATE state SET seq = seq + ? RETURNING seq");
  const current = database.query<[], { seq: number; incarnation: string }>("SELECT seq, incarnation FROM state");
  const known = database.query<[string], { began: number; ended: number | null }>(
    "SELECT began, ended FROM incarnation WHERE id = ?",
  );
  const end = database.query<[]>(
    "UPDATE incarnation SET ended = (SELECT seq FROM state) WHERE id = (SELECT incarnation FROM state)",
  );
  const begin = database.query<[string]>("INSERT INTO incarnation SELECT ?, seq, NULL FROM state");
  const remember = database.query<[string]>("UPDATE state SET incarnation = ?");

  return {
    take: (count = 1) => advance.get(count)!.seq - count + 1,
    begin: () =>
      database.write("durable", () => {
        const id = freshId();
        end.run();
        begin.run(id);
        remember.run(id);
      }),
    position: () =>
      database.read(() => {
        const { incarnation, seq } = current.get()!;
        return { incarnation, seq };
      }),
    covers: ({ incarnation, seq }) =>
      database.read(() => {
        const found = known.get(incarnation);
        return found !== undefined && seq >= found.began && seq <= (found.ended ?? current.get()!.seq);
      }),
  };
}
