// The memory store's sequence, incarnations and sights (store.ts, SightStore).
import { newsOf } from "../rules.ts";
import type { ChangesPage, SightStore } from "../store.ts";
import { linkIn, linksOf } from "./state.ts";
import type { Link, MemoryState } from "./state.ts";

export function memorySights(state: () => MemoryState): SightStore {
  return {
    position: async () => ({ incarnation: state().incarnation!, seq: state().seq }),
    covers: async ({ incarnation, seq }) => {
      const known = state().incarnations.get(incarnation);
      return known !== undefined && seq >= known.began && seq <= (known.ended ?? state().seq);
    },
    sights: async (viewer) =>
      toldLinks(state(), viewer).map(({ owner, told }) => ({ owner, visible: told!.visible, seq: told!.seq })),
    tell: async (viewer, change) => {
      const kept = state();
      const told = new Map(toldLinks(kept, viewer).map((link) => [link.owner, link.told!.visible]));
      for (const [owner, visible] of newsOf(told, change))
        linkIn(kept, owner, viewer).told = { visible, seq: ++kept.seq };
    },
    changes: async (query) => page(changedLinks(state(), query), state(), query.limit),
  };
}

function toldLinks(state: MemoryState, viewer: string): readonly Link[] {
  return linksOf(state.byViewer, viewer).filter((link) => link.told !== undefined);
}

function changedLinks(state: MemoryState, query: Parameters<SightStore["changes"]>[0]): readonly Link[] {
  const { viewer, since, upTo, after } = query;
  return toldLinks(state, viewer)
    .filter(({ owner }) => after === undefined || owner > after)
    .filter(({ owner, told }) => {
      const stored = state.owners.get(owner)?.stored;
      if (told!.visible && stored === undefined) return false;
      const seq = told!.visible ? Math.max(told!.seq, stored!.seq) : told!.seq;
      return seq > since && seq <= upTo;
    })
    .sort((one, other) => (one.owner < other.owner ? -1 : 1));
}

function page(links: readonly Link[], state: MemoryState, limit: number): ChangesPage {
  const listed = links.slice(0, limit);
  const last = links.length > limit ? listed.at(-1)?.owner : undefined;
  return {
    changed: listed
      .filter(({ told }) => told!.visible)
      .map(({ owner }) => ({ owner, stamp: state.owners.get(owner)!.stored!.stamp })),
    gone: listed.filter(({ told }) => !told!.visible).map(({ owner }) => owner),
    ...(last !== undefined && { next: last }),
  };
}
