// Waiting, with an end.

/** Asks again and again until there is something, or `ms` have passed. */
export async function eventually<T>(ms: number, probe: () => Promise<T | undefined> | T | undefined) {
  for (const end = performance.now() + ms; ; await pause(Math.min(250, Math.max(20, ms / 20)))) {
    const found = await probe();
    if (found !== undefined || performance.now() > end) return found;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
