// The viewer's end of a file: counts what comes, never keeps more than was agreed on, and knows the file's hash.

export interface Collector {
  /** What came so far, a kept beginning included. */
  readonly received: () => number;
  /** Takes bytes as long as they are within the size. */
  readonly add: (bytes: Uint8Array) => "more" | "all" | "too-many";
  /** Everything in order, as far as it came. */
  readonly bytes: () => Uint8Array;
}

/** `beginning`: the bytes before those that will come; `length`: how many will. */
export function createCollector(beginning: Uint8Array, length: number): Collector {
  let parts: Uint8Array[] = [beginning];
  let received = beginning.length;
  const size = beginning.length + length;
  return {
    received: () => received,
    add(bytes) {
      if (received + bytes.length > size) return "too-many";
      parts.push(bytes);
      received += bytes.length;
      return received === size ? "all" : "more";
    },
    bytes() {
      const whole = new Uint8Array(received);
      let at = 0;
      for (const part of parts) {
        whole.set(part, at);
        at += part.length;
      }
      parts = [whole];
      return whole;
    },
  };
}
