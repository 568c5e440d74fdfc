// The media of the look shown for one contact: from those already shown elsewhere, from the cache, or fetched; and the
// rest of the scheme's, fetched ahead, so that the next state is there at once.
import type { Medium, MediumKind } from "@status-scheme/protocol";
import type { ShownMedium } from "../api.ts";
import type { BackOff } from "./back-off.ts";
import type { Reader } from "./languages.ts";
import { isShowable } from "./media-getter.ts";
import type { MediaUrls, Resident } from "./media-urls.ts";
import type { MediumFetcher } from "./medium-fetcher.ts";
import type { Source } from "./questions.ts";
import { createRenewal } from "./renewal.ts";
import type { RenewalUses } from "./renewal.ts";
import type { SchemeCache } from "./scheme-cache.ts";
import { composeMedium } from "./shown-medium.ts";

/** What is an owner's. */
export interface OwnerMediaUses extends Pick<RenewalUses, "held" | "fetchAnew"> {
  readonly owner: string;
  /** Something came, or failed. */
  readonly onChange: () => void;
  readonly onFailure: (error: unknown) => void;
}
export interface LookMediaUses extends OwnerMediaUses, RenewalUses {
  readonly urls: MediaUrls;
  readonly cache: Pick<SchemeCache, "medium" | "hasMedium">;
  readonly fetchMedium: MediumFetcher;
  readonly backOff: BackOff;
  readonly read: Reader;
}

export interface MediaAtHand {
  readonly here: readonly ShownMedium[];
  /** The cache is being looked into: in a moment it is known what is here. */
  readonly isLoading: boolean;
  /** What is being fetched, or will be when it is known where. The rest is not to be had for now. */
  readonly coming: readonly MediumKind[];
  /** Some could not be had: when to try again, ms since the epoch. */
  readonly retryAt: number | undefined;
}

export interface LookMedia {
  /** What is here of the media to be shown now. Loads the rest; fetches it, where there is a source, or will be. */
  readonly want: (media: readonly Medium[], source: Source | "sought" | undefined) => MediaAtHand;
  /** Gives back what was shown before and is not wanted any more. */
  readonly tidy: () => void;
  /** Fetches these into the cache. False where it cannot yet: `onChange` tells when it is worth another try. */
  readonly fetchAhead: (media: readonly Medium[], source: Source, isWanted: () => boolean) => boolean;
  readonly stop: () => void;
}

interface Slot {
  /** As last wanted: its sources change. */
  medium: Medium;
  state: "loading" | "missing" | "fetching" | "here";
  resident?: Resident;
}

export function createLookMedia(uses: LookMediaUses): LookMedia {
  const { owner, urls, cache, fetchMedium, backOff, read, onChange, onFailure } = uses;
  const renew = createRenewal(uses);
  const slots = new Map<string, Slot>();
  let wanted: ReadonlySet<string> = new Set();
  const keyOf = ({ hash, mediaType }: Medium) => `${hash} ${mediaType}`;
  const retryKey = ({ hash }: Medium) => `${owner} ${hash}`;

  const arrive = (slot: Slot, bytes: Uint8Array | undefined) => {
    const { medium } = slot;
    if (slots.get(keyOf(medium)) !== slot) return; // not wanted any more
    if (bytes) slot.resident = urls.add(medium.hash, medium.mediaType, bytes);
    slot.state = bytes ? "here" : "missing";
    onChange();
  };
  const load = (medium: Medium): Slot => {
    const resident = urls.reuse(medium.hash, medium.mediaType);
    if (resident) return { medium, state: "here", resident };
    const slot: Slot = { medium, state: "loading" };
    if (cache.hasMedium(medium.hash)) void cache.medium(medium).then((bytes) => arrive(slot, bytes));
    else slot.state = "missing";
    return slot;
  };
  const fetch = async (slot: Slot, source: Source) => {
    const { medium } = slot;
    slot.state = "fetching";
    try {
      const isWanted = () => slots.get(keyOf(medium)) === slot;
      const bytes = await fetchMedium({ medium, source, isWanted, renew: (one) => renew(source, one) });
      backOff.clear(retryKey(medium));
      arrive(slot, bytes);
    } catch (error) {
      backOff.fail(retryKey(medium), error);
      onFailure(error);
      arrive(slot, undefined);
    }
  };

  const media: LookMedia = {
    want(those, source) {
      wanted = new Set(those.map(keyOf));
      const here: ShownMedium[] = [];
      const coming: MediumKind[] = [];
      let isLoading = false;
      let retryAt: number | undefined;
      for (const medium of those) {
        if (!isShowable(medium)) continue;
        const slot = slots.get(keyOf(medium)) ?? load(medium);
        slots.set(keyOf(medium), slot);
        slot.medium = medium;
        if (slot.state === "missing" && source) {
          const until = backOff.until(retryKey(medium));
          if (until !== undefined) retryAt = Math.min(until, retryAt ?? until);
          else if (source === "sought") coming.push(medium.kind);
          else void fetch(slot, source);
        }
        if (slot.resident) here.push(composeMedium(medium, slot.resident, read));
        if (slot.state === "fetching") coming.push(medium.kind);
        isLoading ||= slot.state === "loading";
      }
      return { here, isLoading, coming, retryAt };
    },
    tidy() {
      for (const [key, { medium, resident }] of slots) {
        if (wanted.has(key)) continue;
        slots.delete(key);
        if (resident) urls.release(medium.hash, medium.mediaType);
      }
    },
    fetchAhead(those, source, isWanted) {
      for (const medium of those) {
        // What is shown is fetched as such.
        const isToBeFetched = () =>
          isWanted() &&
          !slots.has(keyOf(medium)) &&
          !cache.hasMedium(medium.hash) &&
          backOff.until(retryKey(medium)) === undefined;
        if (!isShowable(medium) || !isToBeFetched()) continue;
        fetchMedium({
          medium,
          source,
          ahead: true,
          isWanted: isToBeFetched,
          renew: (one) => renew(source, one),
        }).catch((error: unknown) => {
          backOff.fail(retryKey(medium), error);
          onFailure(error);
        });
      }
      return true;
    },
    stop() {
      wanted = new Set();
      media.tidy();
    },
  };
  return media;
}
