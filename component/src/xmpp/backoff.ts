// How long to wait before connecting again: exponential, with full jitter, so that the components of a host that
// restarted do not all come back in step (RFC 6120 3.3).

export interface BackoffOptions {
  /** Milliseconds at most before the first try. */
  readonly base: number;
  /** Milliseconds at most before any. */
  readonly cap: number;
  /** In [0, 1). */
  readonly random: () => number;
}

export interface Backoff {
  /** Milliseconds until the next try. */
  readonly next: () => number;
  /** All is well: start over. */
  readonly reset: () => void;
}

export function createBackoff({ base, cap, random }: BackoffOptions): Backoff {
  let failures = 0;
  return {
    next: () => {
      const most = Math.min(cap, base * 2 ** failures);
      failures += 1;
      return Math.round(random() * most);
    },
    reset: () => {
      failures = 0;
    },
  };
}
