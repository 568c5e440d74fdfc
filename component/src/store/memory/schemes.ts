// The memory store's schemes, and the purge of an owner (store.ts, SchemeStore).
import { nextStamp, SchemeError } from "@status-scheme/protocol";
import { mediaInvolved, requireStamp } from "../rules.ts";
import type { SchemeStore } from "../store.ts";
import type { Order } from "../moderation.ts";
import { isBlocked, note } from "./moderation.ts";
import { linksOf, ownerIn, tidy } from "./state.ts";
import type { MemoryState, Stored } from "./state.ts";

export function memorySchemes(state: () => MemoryState): SchemeStore {
  return {
    commit: async ({ scheme, replaces, media, made = [], now }) => {
      const kept = state();
      const before = kept.owners.get(scheme.owner)?.stored;
      requireStamp(replaces, before?.stamp);
      if (mediaInvolved(media, made).some((hash) => isBlocked(kept, hash))) throw new SchemeError("blocked-medium");
      const stamp = nextStamp(before?.stamp, now);
      const stored: Stored = { scheme: structuredClone(scheme), stamp, seq: ++kept.seq, media: [...new Set(media)] };
      for (const hash of stored.media) kept.references.set(hash, (kept.references.get(hash) ?? 0) + 1);
      for (const { medium, of } of made) kept.made.set(of, (kept.made.get(of) ?? new Set()).add(medium));
      forget(kept, before);
      Object.assign(ownerIn(kept, scheme.owner, now), { seen: now, stored });
      kept.unnotified.set(stored.seq, scheme.owner);
      return { ...scheme, stamp };
    },
    read: async (owner) => {
      const stored = state().owners.get(owner)?.stored;
      return stored && { ...structuredClone(stored.scheme), stamp: stored.stamp };
    },
    purge: async (owner, order) => purge(state(), owner, order),
    unseenSince: async (time, limit) =>
      [...state().owners]
        .filter(([, { seen }]) => seen < time)
        .sort(([, one], [, other]) => one.seen - other.seen)
        .slice(0, limit)
        .map(([jid]) => jid),
    touch: async (owner, now) => {
      const known = state().owners.get(owner);
      if (known !== undefined) known.seen = Math.max(known.seen, now);
    },
    referenced: async (hashes) => new Set(hashes.filter((hash) => state().references.has(hash))),
    mediaOf: async (owner) => state().owners.get(owner)?.stored?.media ?? [],
    showing: async ({ hash, viewer, limit }) => {
      const { owners, byViewer } = state();
      const shows = (owner: string) => owners.get(owner)?.stored?.media.includes(hash) ?? false;
      const naming = linksOf(byViewer, viewer).filter((link) => link.contact !== undefined || link.allowed);
      const open = [...owners].filter(([, { model }]) => model === "open").map(([owner]) => owner);
      const groups = [[viewer], naming.map(({ owner }) => owner), open];
      return [...new Set(groups.flatMap((group) => group.filter(shows).slice(0, limit)))];
    },
  };
}

/** Takes back what a scheme that is no longer current left outside of its owner's record. */
function forget(state: MemoryState, stored: Stored | undefined): void {
  if (stored === undefined) return;
  state.unnotified.delete(stored.seq);
  for (const hash of stored.media) {
    const others = state.references.get(hash)! - 1;
    if (others === 0) {
      state.references.delete(hash);
      for (const media of state.made.values()) media.delete(hash);
    } else state.references.set(hash, others);
  }
}

function purge(state: MemoryState, jid: string, order: Order | undefined): boolean {
  const told = linksOf(state.byViewer, jid).filter((link) => link.told !== undefined);
  const listening = [...state.listeners].filter((listener) => listener === jid || listener.startsWith(`${jid}/`));
  for (const listener of listening) state.listeners.delete(listener);
  const known = state.owners.get(jid);
  if (known !== undefined) purgeOwner(state, jid, known.stored);
  for (const link of told) {
    link.told = undefined;
    tidy(state, link);
  }
  const reports = [...state.reports].filter(([, { reporter, owner }]) => reporter === jid || owner === jid);
  for (const [id] of reports) state.reports.delete(id);
  const wasThere = known !== undefined || told.length + listening.length + reports.length > 0;
  if (wasThere && order !== undefined) note(state, "purge", jid, order);
  return wasThere;
}

function purgeOwner(state: MemoryState, jid: string, stored: Stored | undefined): void {
  forget(state, stored);
  state.owners.delete(jid);
  const seq = ++state.seq;
  for (const link of linksOf(state.byOwner, jid)) {
    link.contact = undefined;
    link.allowed = link.blocked = false;
    if (link.told?.visible) link.told = { visible: false, seq };
    tidy(state, link);
  }
}
