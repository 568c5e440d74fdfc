// How long bytes may be on their way. Who sends or reads a byte now and then is never idle, and would otherwise hold a place, a
// connection and a file for as long as it likes. A transfer has a time in all, by its size; who is slower than that is cut off.

export interface Pace {
  /** Seconds that any transfer may take, however small. */
  readonly seconds: number;
  /** And one more for so many bytes: the slowest way that is waited for. */
  readonly bytesPerSecond: number;
}

/** What a timer can. */
const MOST_MS = 2_147_483_647;

/** Calls `onLate` when a transfer of so many bytes has taken too long. Returns what ends it before. */
export function startPacing({ seconds, bytesPerSecond }: Pace, bytes: number, onLate: () => void): () => void {
  const ms = Math.min(MOST_MS, (seconds + bytes / bytesPerSecond) * 1000);
  const timer = setTimeout(onLate, ms).unref();
  return () => clearTimeout(timer);
}
