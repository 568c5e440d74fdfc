// The schemes held of one contact (draft, section 8.16): the one shown last, which the cache keeps, and others met in this
// session, by stamp, each with where it came from, since two devices and a service may each have one.
import type { Medium, Scheme, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { Source } from "./questions.ts";
import type { Held, SchemeCache } from "./scheme-cache.ts";

export interface HeldSchemes {
  readonly current: () => Held | undefined;
  /** Reads the one that is kept. */
  readonly load: () => Promise<void>;
  readonly isLoaded: () => boolean;
  /** It came from there, and is the current one. */
  readonly hold: (scheme: StampedScheme, origin: string) => Promise<void>;
  /** It came, and is not the current one yet. */
  readonly lay: (scheme: StampedScheme, origin: string) => void;
  /** This origin has the version with this stamp: where that is here, it is the current one, and of this origin. */
  readonly recall: (stamp: Stamp, origin: string) => void;
  /** The current one's owner can be learned about, or cannot any more: then the offline look stays, for a while. */
  readonly noteSight: (isSeen: boolean) => void;
}

/** One for each device that someone alternates between, and a service. */
const MAX_OTHERS = 3;

export function createHeldSchemes(
  owner: string,
  cache: Pick<SchemeCache, "load" | "hold" | "dropMedium">,
  now: () => number,
): HeldSchemes {
  let held: Held | undefined;
  let others: readonly Held[] = [];
  let loading: Promise<void> | undefined;
  let isLoaded = false;

  const lay = (other: Held | undefined) => {
    if (!other) return;
    const rest = others.filter(({ scheme }) => scheme.stamp !== other.scheme.stamp);
    others = [other, ...rest].slice(0, MAX_OTHERS);
  };
  const keep = (next: Held) => {
    held = next;
    return cache.hold(next);
  };
  return {
    current: () => held,
    load: () =>
      (loading ??= cache.load(owner).then((found) => {
        held = found;
        isLoaded = true;
      })),
    isLoaded: () => isLoaded,
    async hold(scheme, from) {
      const before = held;
      if (before?.scheme.stamp !== scheme.stamp) lay(before);
      await keep({ scheme, from });
      if (scheme.looks.length > 0) return;
      // Cleared: what was held MUST be dropped.
      others = [];
      for (const { hash } of mediaOf(before?.scheme)) await cache.dropMedium(hash);
    },
    lay: (scheme, from) => lay({ scheme, from }),
    recall(stamp, from) {
      const found = [...(held ? [held] : []), ...others].find(({ scheme }) => scheme.stamp === stamp);
      if (!found || (found === held && held.from === from)) return;
      if (found !== held) lay(held);
      void keep({ ...found, from });
    },
    noteSight(isSeen) {
      if (!held || isSeen === (held.lostAt === undefined)) return;
      const { scheme, from } = held;
      void keep({ scheme, from, ...(!isSeen && { lostAt: now() }) });
    },
  };
}

/** What a scheme of this source is noted as coming from: a service, or the owner's clients, whichever of them. */
export function originOf(source: Source, owner: string): string {
  return source.isClient ? owner : source.jid;
}

export function mediaOf(scheme: Scheme | undefined): readonly Medium[] {
  return scheme?.looks.flatMap((look) => look.media) ?? [];
}
