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
  let listeners: { readonly event: string; readonly listener: unknown; readonly call: (...args: never[]) => void }[] =
    [];
  const events: Events = {
    on: (event, listener) => void (listeners = [...listeners, { event, listener, call: listener }]),
    once(event, listener) {
      const call: typeof listener = (...args) => {
        events.off(event, listener);
        listener(...args);
      };
      listeners = [...listeners, { event, listener, call }];
    },
    off(event, listener) {
      const index = listeners.findLastIndex((one) => one.event === event && one.listener === listener);
      listeners = listeners.filter((_, at) => at !== index);
    },
    emit(event, ...args) {
      for (const { event: of, call } of listeners) {
        if (of !== event) continue;
        try {
          call(...(args as never[]));
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
    clear: () => void (listeners = []),
  };
  return events;
}
