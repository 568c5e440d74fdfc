// A map with room for so much: what was used longest ago makes place. Nothing that strangers can make grow is kept in
// anything else.

export interface BoundedMap<V> {
  /** Using an entry keeps it. */
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  delete(key: string): boolean;
  readonly size: number;
}

/** `room` is in the units of `weigh`; by default, entries. */
export function createBoundedMap<V>(room: number, weigh: (value: V) => number = () => 1): BoundedMap<V> {
  // A Map iterates in the order of insertion: re-inserting what is used leaves what is not at the front.
  const entries = new Map<string, V>();
  let weight = 0;
  const remove = (key: string): boolean => {
    const value = entries.get(key);
    if (value === undefined) return false;
    weight -= weigh(value);
    return entries.delete(key);
  };
  return {
    get: (key) => {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set: (key, value) => {
      remove(key);
      entries.set(key, value);
      weight += weigh(value);
      for (const oldest of entries.keys()) {
        if (weight <= room) break;
        remove(oldest);
      }
    },
    delete: remove,
    get size() {
      return entries.size;
    },
  };
}
