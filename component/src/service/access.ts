// Who may see one's scheme (draft, "Access"): for its owner alone. A change makes no new stamp; who sees since is told,
// who sees no longer is not.
import type { Access, AccessChange, Limits } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Store } from "../store/store.ts";
import type { Services } from "./api.ts";
import type { Contacts } from "./contacts.ts";
import type { Notices } from "./notices.ts";
import type { Rosters } from "./rosters.ts";
import type { Served } from "./served.ts";
import { requireServed } from "./served.ts";

export interface AccessDeps {
  readonly store: Pick<Store, "readAccess" | "writeAccess" | "audience">;
  readonly rosters: Pick<Rosters, "readable">;
  readonly contacts: Pick<Contacts, "change">;
  readonly notices: Pick<Notices, "around">;
  readonly served: Served;
  /** One change of an owner at a time. */
  readonly inTurn: <T>(owner: string, change: () => Promise<T>) => Promise<T>;
  readonly limits: Pick<Limits, "access-entries">;
  readonly clock: () => number;
}

/** A list of contacts comes in pages: so many full ones, and no more. */
const MAX_PAGES = 20;

/** @throws SchemeError `forbidden`, `limit-exceeded`, `quota-exceeded`, `conflict` with the current version */
export function createAccess(deps: AccessDeps): Services["access"] {
  const { store, rosters, contacts, notices, served, inTurn, limits, clock } = deps;
  const max = limits["access-entries"];

  const answer = (owner: string, access: Access): Access => ({
    ...access,
    roster: rosters.readable(owner) ? "server" : "owner",
  });

  const checkEntries = ({ groups, allowed, blocked, contacts: list }: AccessChange) => {
    const sizes = [groups, allowed, blocked].map((entries) => entries?.length ?? 0);
    const actual = Math.max(...sizes, (list?.set.length ?? 0) + (list?.removed.length ?? 0));
    if (actual > max) throw new SchemeError("limit-exceeded", { limit: "access-entries", max, actual });
  };

  const set = async (owner: string, change: AccessChange): Promise<Access> => {
    const audience = await store.audience(owner);
    const { contacts: list, allowed = [] } = change;
    if (list?.patch) {
      const after = new Set([...audience, ...list.set.map(({ jid }) => jid)]);
      for (const jid of list.removed) after.delete(jid);
      const { size: actual } = after;
      const most = max * MAX_PAGES;
      if (actual > most) throw new SchemeError("quota-exceeded", { limit: "access-entries", max: most, actual });
    }
    const write = () => store.writeAccess(owner, change, clock());
    const viewers = [...audience, ...allowed, ...(list?.set ?? []).map(({ jid }) => jid)];
    return notices.around(owner, viewers, () => (list ? contacts.change(owner, write) : write()));
  };

  return {
    get: async (asker) => {
      requireServed(served, asker);
      return answer(asker, await store.readAccess(asker));
    },
    set: async (asker, change) => {
      requireServed(served, asker);
      checkEntries(change);
      // Where the server lets us read the roster, a list supplied (before the owner's client knew) would only be older.
      const wanted: { -readonly [K in keyof AccessChange]: AccessChange[K] } = { ...change };
      if (rosters.readable(asker)) delete wanted.contacts;
      return answer(asker, await inTurn(asker, () => set(asker, wanted)));
    },
  };
}
