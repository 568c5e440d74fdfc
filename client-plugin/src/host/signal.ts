// Listeners of one event: a listener that throws is reported, and the others are called all the same.

export interface Signal<A extends readonly unknown[]> {
  readonly emit: (...args: A) => void;
  /** Returns a function that takes the listener back. */
  readonly on: (listener: (...args: A) => void) => () => void;
}

export function createSignal<A extends readonly unknown[]>(onError: (error: unknown) => void): Signal<A> {
  const listeners = new Set<(...args: A) => void>();
  return {
    emit: (...args) => {
      for (const listener of listeners) {
        try {
          listener(...args);
        } catch (error) {
          onError(error);
        }
      }
    },
    on: (listener) => {
      // A listener of its own each time: the same function added twice is called twice.
      const own = (...args: A) => listener(...args);
      listeners.add(own);
      return () => void listeners.delete(own);
    },
  };
}
