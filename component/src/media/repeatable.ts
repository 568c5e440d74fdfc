// The same input makes the same output: writers of containers put the time of day and random numbers into them, for which we
// have no use. For as long as the work runs there is neither. Only in a media worker's process, which does one thing at a time.

export async function repeatable<T>(work: () => Promise<T>): Promise<T> {
  const { now } = Date;
  const { random } = Math;
  Date.now = () => 0;
  Math.random = () => 0.5;
  try {
    return await work();
  } finally {
    Date.now = now;
    Math.random = random;
  }
}
