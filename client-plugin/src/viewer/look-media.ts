// The media of the look shown for one contact: from those already shown elsewhere, from the cache, or fetched; and the
// rest of the scheme's, fetched ahead, so that the next state is there at once.
import type { Medium } from "@status-scheme/protocol";
import type { BackOff } from "./back-off.ts";
import { isShowable } from "./media-getter.ts";
import type { MediaUrls, Resident } from "./media-urls.ts";
import type { MediumFetcher } from "./medium-fetcher.ts";
import type { Source } from "./questions.ts";
import type { SchemeCache } from "./scheme-cache.ts";

/** What is an owner's. */
export interface OwnerMediaUses {
  readonly owner: string;
  /** As `MediumRequest.renew`, from this source. */
  readonly renew: (source: Source, medium: Medium) => Promise<Medium | undefined>;
  /** Something came, or failed. */
  readonly onChange: () => void;
  readonly onFailure: (error: unknown) => void;
}
export interface LookMediaUses extends OwnerMediaUses {
  readonly urls: MediaUrls;
  readonly cache: Pick<SchemeCache, "medium" | "hasMedium">;
  readonly fetchMedium: MediumFetcher;
  readonly backOff: BackOff;
}

export interface MediaAtHand {
  readonly here: readonly { readonly medium: Medium; readonly resident: Resident }[];
  /** The cache is being looked into: in a moment it is known what is here. */
  readonly isLoading: boolean;
  readonly isFetching: boolean;
  /** Some could not be had: when to try again, ms since the epoch. */
  readonly retryAt: number | undefined;
}

export interface LookMedia {
  /** What is here of the media to be shown now. Loads the rest; fetches it, where there is a source. */
  readonly want: (media: readonly Medium[], source: Source | undefined) => MediaAtHand;
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
  const { owner, urls, cache, fetchMedium, backOff, renew, onChange, onFailure } = uses;
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
      const wantedMedia = those.filter(isShowable);
      wanted = new Set(wantedMedia.map(keyOf));
      const here: { medium: Medium; resident: Resident }[] = [];
      let isLoading = false;
      let isFetching = false;
      let retryAt: number | undefined;
      for (const medium of wantedMedia) {
        const slot = slots.get(keyOf(medium)) ?? load(medium);
        slots.set(keyOf(medium), slot);
        slot.medium = medium;
        if (slot.state === "missing" && source) {
          const until = backOff.until(retryKey(medium));
          if (until === undefined) void fetch(slot, source);
          else retryAt = Math.min(until, retryAt ?? until);
        }
        if (slot.resident) here.push({ medium, resident: slot.resident });
        isLoading ||= slot.state === "loading";
        isFetching ||= slot.state === "fetching";
      }
      return { here, isLoading, isFetching, retryAt };
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
