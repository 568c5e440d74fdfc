// One question at login: what changed for the asker since its token (draft, "At Login"; ARCHITECTURE, "Sync"). What the asker
// sees now is compared with what it was last told, differences are recorded under new sequence numbers, and the answer is
// what changed between the token and the mark fixed then, a page at a time.
//
// An answer that had to leave something out, because a roster could not be read in time, claims no completeness and does
// not move the token: the next sync asks for all of it again, so that there is a delay and never a gap.
import type { SyncRequest, SyncResult } from "@status-scheme/protocol";
import type { Position, SightFacts, Store } from "../store/store.ts";
import type { Confirm } from "./confirm.ts";
import type { Survey } from "./survey.ts";
import type { PageToken, StartToken, SyncTokens } from "./sync-token.ts";
import type { Verdict } from "./visibility.ts";

export interface SyncDeps {
  readonly store: Pick<Store, "position" | "covers" | "changes" | "facts" | "tell">;
  readonly tokens: SyncTokens;
  readonly survey: Survey;
  readonly confirm: Confirm;
  readonly verdict: (facts: SightFacts, viewer: string) => Verdict;
  readonly clock: () => number;
  /** Entries of an answer; what does not fit comes with the next page. */
  readonly pageEntries: number;
  /** How long an answer waits for owners' rosters, in all. */
  readonly patienceMs: number;
}

/** Where an answer is: from `since` (absent: from the beginning) to `upTo`, and after which owner. */
interface Window {
  readonly since?: Position;
  readonly upTo: Position;
  readonly after?: string;
  readonly isComplete: boolean;
}

/** What vetting nobody comes to. */
const NOTHING = { visible: new Set<string>(), hidden: [], isComplete: true };

export function createSync(deps: SyncDeps): (asker: string, request: SyncRequest) => Promise<SyncResult> {
  const { store, tokens, survey, confirm, verdict, clock, pageEntries, patienceMs } = deps;

  /** Only what this store's history contains can be built on; whatever else was sent is as good as nothing. */
  const accept = async (asker: string, text: string | undefined): Promise<StartToken | PageToken> => {
    const token = text === undefined ? undefined : tokens.open(asker, text);
    if (token === undefined) return {};
    const newest = token.upTo ?? token.since;
    return newest === undefined || (await store.covers(newest)) ? token : {};
  };

  const begin = async (asker: string, { since }: StartToken, deadline: number): Promise<Window> => {
    const isComplete = await survey(asker, deadline);
    // Fixed before the first page: whatever changes while pages are asked for, the next sync tells.
    return { ...(since && { since }), upTo: await store.position(), isComplete };
  };

  /** The page's owners the asker may be told of, by lists young enough. */
  const vet = async (asker: string, owners: readonly string[], deadline: number) => {
    const facts = await store.facts(owners, asker);
    const doubtful = facts.filter((one) => verdict(one, asker) === "unconfirmed").map(({ owner }) => owner);
    const unread = await confirm(doubtful, deadline);
    const latest = doubtful.length === 0 ? facts : await store.facts(owners, asker);
    const read = latest.filter(({ owner }) => !unread.has(owner));
    const hidden = read.filter((one) => verdict(one, asker) === "unseen").map(({ owner }) => owner);
    // What is left out here is told to be out of sight: back in sight, it is new, however old its last change.
    if (hidden.length > 0) await store.tell(asker, { shown: [], hidden });
    const visible = new Set(read.map(({ owner }) => owner).filter((owner) => !hidden.includes(owner)));
    return { visible, hidden, isComplete: unread.size === 0 };
  };

  /** Those of the owners that do not block the asker: a block is not announced. */
  const announceable = async (asker: string, owners: readonly string[]): Promise<readonly string[]> =>
    owners.length === 0
      ? owners
      : (await store.facts(owners, asker)).filter(({ blocked }) => !blocked).map(({ owner }) => owner);

  return async (asker, { since: text }) => {
    const deadline = clock() + patienceMs;
    const token = await accept(asker, text);
    const window: Window = token.upTo ? token : await begin(asker, token, deadline);
    const { since, upTo, after } = window;
    const page = await store.changes({
      viewer: asker,
      since: since?.seq ?? 0,
      // In a full answer who is not listed is not visible: one who changed meanwhile is listed, and once more next time.
      upTo: since ? upTo.seq : Number.MAX_SAFE_INTEGER,
      ...(after !== undefined && { after }),
      limit: pageEntries,
    });
    const owners = page.changed.map(({ owner }) => owner);
    const vetted = owners.length === 0 ? NOTHING : await vet(asker, owners, deadline);
    const isComplete = window.isComplete && vetted.isComplete;
    const from = since && { since };
    const nextPage = page.next !== undefined && { ...from, upTo, after: page.next, isComplete };
    return {
      token: tokens.seal(asker, nextPage || (isComplete ? { since: upTo } : { ...from })),
      more: page.next !== undefined,
      full: since === undefined && isComplete,
      changed: page.changed.filter(({ owner }) => vetted.visible.has(owner)),
      // Where everything visible is listed, the rest goes without saying.
      gone: since === undefined ? [] : await announceable(asker, [...page.gone, ...vetted.hidden]),
    };
  };
}
