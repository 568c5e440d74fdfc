// Owners that are here: so that the purge of the unseen takes none who only watches. Written at most once a day each.
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { createBoundedMap } from "./support/bounded-map.ts";

export type Attendance = (owner: string) => void;

export interface AttendanceDeps {
  readonly store: Pick<Store, "touch">;
  readonly clock: () => number;
  readonly log: Log;
}

const DAY_MS = 86_400_000;
const ROOM = 50_000;

export function createAttendance({ store, clock, log }: AttendanceDeps): Attendance {
  const touched = createBoundedMap<number>(ROOM);
  return (owner) => {
    const now = clock();
    if (now - (touched.get(owner) ?? -DAY_MS) < DAY_MS) return;
    touched.set(owner, now);
    store.touch(owner, now).catch((err: unknown) => log.error({ err }, "an owner could not be marked as seen"));
  };
}
