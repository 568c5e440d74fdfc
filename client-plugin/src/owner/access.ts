// Who may see (draft, "Access"): the owner's changes of it, and the lists that the owner's client keeps in step: whom
// they block, always; their contacts, where the service cannot read the roster itself.
import { decodeAccess, encodeAccessChange, encodeAccessGet, SchemeError } from "@status-scheme/protocol";
import type { Access, AccessChange, Contact } from "@status-scheme/protocol";
import { createInTurn } from "../in-turn.ts";
import type { ContactLists } from "./contact-lists.ts";
import type { Emit } from "./deps.ts";
import { maySee } from "./may-see.ts";
import type { ServiceCaller } from "./service.ts";

export interface AccessKeeper {
  readonly get: () => Promise<Access>;
  readonly set: (change: AccessChange) => Promise<Access>;
  /** Reads access and the lists it takes, and supplies what the service lacks. @throws SchemeError */
  readonly sync: () => Promise<void>;
  /** Supplies what changed since; nothing before the first `sync`. @throws SchemeError */
  readonly update: () => Promise<void>;
  /** It was, in this session. */
  readonly isSynced: () => boolean;
  /** Whether this contact may see the scheme, for all that is known: nobody, until access and contacts are. */
  readonly allows: (contact: string) => boolean;
  /** Every presence subscriber may see the scheme, for all that is known. */
  readonly isSeenByAll: () => boolean;
  /** A new session: what was supplied may have changed meanwhile. */
  readonly forget: () => void;
}

export interface AccessUses {
  readonly caller: ServiceCaller;
  readonly lists: ContactLists;
  readonly emit: Emit;
  /** Access, or a list, is another than before. */
  readonly onChange: () => void;
}

export function createAccess({ caller, lists, emit, onChange }: AccessUses): AccessKeeper {
  let access: Access | undefined;
  /** Contacts as the service has them from here; undefined: not known. */
  let supplied: ReadonlyMap<string, string> | undefined;
  let isSynced = false;
  let isWarned = false;
  /** Pages of two changes must not mix. */
  const inTurn = createInTurn();

  const learn = (answer: Access) => {
    access = answer;
    onChange();
    return answer;
  };
  const get = async () => learn(decodeAccess(await caller.ask("get", encodeAccessGet())));
  const set = async (change: AccessChange) => {
    const { "access-entries": max } = (await caller.find()).limits;
    for (const list of [change.groups, change.allowed, change.blocked]) {
      if (list && list.length > max) {
        throw new SchemeError("limit-exceeded", { limit: "access-entries", max, actual: list.length });
      }
    }
    return learn(decodeAccess(await caller.ask("set", encodeAccessChange(change))));
  };

  const supply = async () => {
    if (!access) return;
    const blocked = lists.blocked();
    const isOwners = access.roster === "owner";
    if (!lists.subscribers() && (isOwners || blocked?.size || access.blocked.length > 0)) await lists.readSubscribers();
    const { "access-entries": max } = (await caller.find()).limits;
    const wanted = blockedFirst(lists, max);
    if (wanted && !sameSet(wanted, access.blocked)) await set({ blocked: wanted });
    if (!isOwners) return;
    if (!isWarned) emit("warning", SUPPLYING);
    isWarned = true;
    const contacts = [...lists.subscribers()!.values()].filter(({ jid }) => !lists.blocked()?.has(jid));
    const target = new Map(contacts.map((contact) => [contact.jid, JSON.stringify(contact)]));
    const changed = contacts.filter(({ jid }) => supplied?.get(jid) !== target.get(jid));
    const removed = [...(supplied?.keys() ?? [])].filter((jid) => !target.has(jid));
    // Whole at first, which takes out who is no contact any more; differences from then on.
    let patch = supplied !== undefined;
    supplied = undefined;
    for (const page of pages(changed, removed, max, patch)) {
      await set({ contacts: { patch, ...page } });
      patch = true;
    }
    supplied = target;
  };

  return {
    get,
    set: (change) => inTurn(() => set(change)),
    sync: () =>
      inTurn(async () => {
        await lists.readBlocked();
        await get();
        await supply();
        isSynced = true;
      }),
    isSynced: () => isSynced,
    update: () => inTurn(supply),
    allows: (jid) => {
      const contact = lists.subscribers()?.get(jid);
      return access !== undefined && contact !== undefined && maySee(access, contact, lists.blocked() ?? new Set());
    },
    isSeenByAll: () => {
      if (access?.model !== "presence" && access?.model !== "open") return false;
      const blocked = new Set([...access.blocked, ...(lists.blocked() ?? [])]);
      if (blocked.size === 0) return true;
      const subscribers = lists.subscribers();
      return subscribers !== undefined && ![...subscribers.keys()].some((jid) => blocked.has(jid));
    },
    forget: () => {
      access = supplied = undefined;
      isSynced = false;
      lists.forget();
    },
  };
}

const SUPPLYING = {
  code: "supplying-contacts",
  message: "The service cannot read rosters: this client tells it who the contacts are, and keeps that in step.",
} as const;

/** At most `max`: subscribers first, whom it keeps from seeing under most models. */
function blockedFirst(lists: ContactLists, max: number): string[] | undefined {
  const blocked = lists.blocked();
  const isSubscriber = (jid: string) => Number(lists.subscribers()?.has(jid) ?? false);
  return blocked && [...blocked].sort((a, b) => isSubscriber(b) - isSubscriber(a)).slice(0, max);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  const set = new Set(one);
  return set.size === new Set(other).size && other.every((item) => set.has(item));
}

interface Page {
  readonly set: readonly Contact[];
  readonly removed: readonly string[];
}
/** Pages of at most `max` entries; one at least, though empty, where the list is told whole. */
function* pages(set: readonly Contact[], removed: readonly string[], max: number, patch: boolean): Generator<Page> {
  const size = Math.max(1, max);
  if (!patch && set.length === 0) yield { set, removed: [] };
  for (let at = 0; at < set.length; at += size) yield { set: set.slice(at, at + size), removed: [] };
  for (let at = 0; at < removed.length; at += size) yield { set: [], removed: removed.slice(at, at + size) };
}
