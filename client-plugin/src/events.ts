// The plugin's events: those few methods of Node's EventEmitter, typed, in Node and browsers alike.
import type { StatusSchemeEvents } from "./api.ts";

type Listener<E extends keyof StatusSchemeEvents> = (...args: StatusSchemeEvents[E]) => void;

export interface Events {
  readonly on: <E extends keyof StatusSchemeEvents>(event: E, listener: Listener<E>) => void;
  readonly once: <E extends keyof StatusSchemeEvents>(event: E, listener: Listener<E>) => void;
  readonly off: <E extends keyof StatusSchemeEvents>(event: E, listener: Listener<E>) => void;
  /** A listener that throws stops neither the others nor the plugin: its error is the program's, as if uncaught. */
  readonly emit: <E extends keyof StatusSchemeEvents>(event: E, ...args: StatusSchemeEvents[E]) => void;
  readonly clear: () => void;
}

export function createEvents(): Events {
  // In order of registration; what is called may be a wrapper of what was registered.
  let entries: { readonly event: string; readonly listener: unknown; readonly call: (args: unknown[]) => void }[] = [];
  const add = <E extends keyof StatusSchemeEvents>(event: E, listener: Listener<E>, call = listener) => {
    entries = [...entries, { event, listener, call: (args) => call(...(args as StatusSchemeEvents[E])) }];
  };
  const events: Events = {
    on: (event, listener) => add(event, listener),
    once: (event, listener) =>
      add(event, listener, (...args) => {
        events.off(event, listener);
        listener(...args);
      }),
    off(event, listener) {
      const index = entries.findLastIndex((one) => one.event === event && one.listener === listener);
      entries = entries.filter((_, at) => at !== index);
    },
    emit(event, ...args) {
      for (const { event: of, call } of entries) {
        if (of !== event) continue;
        try {
          call(args);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    clear: () => void (entries = []),
  };
  return events;
}
