// What came of media, in order, before a session broke (draft, section 8.14): kept in memory, some of it, so that the
// next session asks for the rest alone.

export interface Beginnings {
  readonly get: (hash: string) => Uint8Array | undefined;
  readonly keep: (hash: string, bytes: Uint8Array) => void;
  readonly drop: (hash: string) => void;
  readonly clear: () => void;
}

const MAX_BYTES = 4_194_304;

export function createBeginnings(): Beginnings {
  const kept = new Map<string, Uint8Array>();
  let total = 0;
  const drop = (hash: string) => {
    total -= kept.get(hash)?.length ?? 0;
    kept.delete(hash);
  };
  return {
    get: (hash) => kept.get(hash),
    keep(hash, bytes) {
      drop(hash);
      if (bytes.length === 0 || bytes.length > MAX_BYTES) return;
      kept.set(hash, bytes);
      total += bytes.length;
      for (const oldest of kept.keys()) {
        if (total <= MAX_BYTES) break;
        drop(oldest);
      }
    },
    drop,
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
