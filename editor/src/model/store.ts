// What the editor knows, in one value, and what a page is shown of it.
import { DEFAULT_LIMITS } from "@status-scheme/protocol/viewing";
import type { Access, Limits, Stamp } from "@status-scheme/protocol";
import type { ConflictChoice, EditorState, EditorStatus, Side } from "./api.ts";
import { begin } from "./history.ts";
import type { History } from "./history.ts";
import type { Library } from "./library.ts";
import { differences } from "./looks.ts";
import type { Looks } from "./looks.ts";
import { merge } from "./merge.ts";
import type { Merged } from "./merge.ts";
import { problemsOf } from "./problems.ts";
import type { Refusal } from "./refusals.ts";

/** What is published, as far as it was read. */
export interface Published {
  readonly looks: Looks;
  readonly stamp?: Stamp;
}
export interface Knowledge {
  readonly status: Exclude<EditorStatus, { readonly name: "conflict" }>;
  readonly history: History;
  /** What the edit started from. */
  readonly base: Published;
  /** What another device published meanwhile, while both have changed the same state. */
  readonly theirs?: Published | undefined;
  readonly choices: ReadonlyMap<string, Side>;
  readonly refusals: readonly Refusal[];
  readonly failed: EditorState["failed"];
  readonly limits: Limits;
  readonly keeper: EditorState["keeper"];
  readonly access?: Access;
  readonly groups: readonly string[];
  readonly now?: string;
}

export interface StoreUses {
  readonly withUrls: Library["withUrls"];
  /** There is a place to keep what this client would serve. */
  readonly canKeep: boolean;
}

export interface Store {
  readonly get: () => Knowledge;
  readonly set: (change: Partial<Knowledge>) => void;
  readonly state: () => EditorState;
  readonly subscribe: (listener: (state: EditorState) => void) => () => void;
  /** Something that is shown came. */
  readonly refresh: () => void;
  /** Listeners are told once of all that the job changes. */
  readonly together: (job: () => void) => void;
  readonly clear: () => void;
}

export function createStore(uses: StoreUses): Store {
  let knowledge: Knowledge = {
    status: { name: "idle" },
    history: begin([]),
    base: { looks: [] },
    choices: new Map(),
    refusals: [],
    failed: {},
    limits: DEFAULT_LIMITS,
    keeper: "service",
    groups: [],
  };
  let state: EditorState | undefined;
  /** Jobs under way, one in another. */
  let depth = 0;
  const listeners = new Set<(state: EditorState) => void>();
  const store: Store = {
    get: () => knowledge,
    state: () => (state ??= compose(knowledge, uses)),
    set(change) {
      knowledge = { ...knowledge, ...change };
      store.refresh();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    refresh() {
      state = undefined;
      if (depth > 0) return;
      for (const listener of [...listeners]) listener(store.state());
    },
    together(job) {
      const before = knowledge;
      depth += 1;
      try {
        job();
      } finally {
        depth -= 1;
        if (knowledge !== before) store.refresh();
      }
    },
    clear: () => listeners.clear(),
  };
  return store;
}

/** Both devices' changes together, as far as they can be. */
export function mergedIn({ base, theirs, history, choices }: Knowledge): Merged {
  if (!theirs) return { looks: history.present, conflicts: [] };
  return merge(base.looks, history.present, theirs.looks, (state) => choices.get(state) ?? "mine");
}

function compose(knowledge: Knowledge, { withUrls, canKeep }: StoreUses): EditorState {
  const { history, base, theirs, refusals, failed, limits, keeper, access, groups, now } = knowledge;
  const { looks: published, stamp } = theirs ?? base;
  const changed = differences(history.present, published);
  const found = problemsOf(history.present, { limits, stillsMayFollow: keeper !== "client" });
  return {
    status: statusOf(knowledge, withUrls),
    looks: history.present.map(withUrls),
    published: published.map(withUrls),
    ...(stamp !== undefined && { stamp }),
    changed,
    dirty: changed.length > 0,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    problems: [...found, ...refusals.map(({ problem }) => problem)],
    ...{ failed, limits, keeper, groups, canServe: keeper === "nobody" && canKeep },
    ...(access && { access }),
    ...(now !== undefined && { now }),
  };
}

function statusOf(knowledge: Knowledge, withUrls: Library["withUrls"]): EditorStatus {
  const { status, theirs, choices } = knowledge;
  if (status.name !== "idle" || !theirs) return status;
  const choicesOf = mergedIn(knowledge).conflicts.map(({ state, base, mine, theirs: other }): ConflictChoice => {
    const chosen = choices.get(state);
    return {
      state,
      ...(base && { base: withUrls(base) }),
      ...(mine && { mine: withUrls(mine) }),
      ...(other && { theirs: withUrls(other) }),
      ...(chosen && { chosen }),
    };
  });
  return { name: "conflict", theirs: theirs.looks.map(withUrls), choices: choicesOf };
}
