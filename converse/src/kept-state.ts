// The own state over a reload of the page, and while looks are switched off: kept in the tab's storage, as Converse keeps
// there what it knows of its session.
import { BASE_STATES } from "@status-scheme/protocol/viewing";
import type { OngoingState } from "@status-scheme/client-plugin";
import type { TabStorage } from "./host/kept-presence.ts";

export interface KeptState {
  /** What was chosen here, though it may have ended by now; undefined: nothing, Converse's own state is all there is. */
  readonly get: () => OngoingState | undefined;
  readonly set: (state: OngoingState | undefined) => void;
}

/** `key`: of the account. */
export function createKeptState(storage: TabStorage, key: string): KeptState {
  let state = stored(storage, key);
  return {
    get: () => state,
    set(next) {
      state = next;
      try {
        if (next) storage.setItem(key, JSON.stringify(next));
        else storage.removeItem(key);
      } catch {
        // Full, or not allowed: it holds until the page is left.
      }
    },
  };
}

function stored(storage: TabStorage, key: string): OngoingState | undefined {
  try {
    return read(JSON.parse(storage.getItem(key) ?? "{}") as { readonly [K in keyof OngoingState]?: unknown });
  } catch {
    return undefined;
  }
}

/** Undefined for what makes no sense. */
function read({ state, show, status, until }: { readonly [K in keyof OngoingState]?: unknown }) {
  const base = BASE_STATES.find((one) => one === show);
  if (typeof state !== "string" || base === undefined || base === "offline") return undefined;
  const end = typeof until === "string" ? new Date(until) : undefined;
  if (end && Number.isNaN(end.getTime())) return undefined;
  return { state, show: base, ...(typeof status === "string" && { status }), ...(end && { until: end }) };
}
