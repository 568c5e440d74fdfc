// Stands for the part that fetches and shows media until a look has some to show (parts.ts).
import { createPart, importMedia } from "../parts.ts";
import type { LookMedia, MediaAtHand, OwnerMediaUses } from "./look-media.ts";
import type { Media, MediaUses } from "./media.ts";

const NONE: MediaAtHand = { here: [], isLoading: false, coming: [], retryAt: undefined };
/** What the back-off knows the part by. */
const PART = "part media";

export function createMediaOnDemand(uses: MediaUses, importModule = importMedia): Media {
  const { backOff } = uses;
  const part = createPart(importModule, ({ createMedia }) => createMedia(uses));
  let loading: Promise<void> | undefined;

  /** Whoever waits for it looks again, be it there then or not. */
  const load = ({ onChange, onFailure }: OwnerMediaUses) => {
    loading ??= part
      .load()
      .then(
        () => undefined,
        (error: unknown) => {
          backOff.fail(PART, error);
          onFailure(error);
        },
      )
      .finally(() => (loading = undefined));
    void loading.then(onChange);
  };

  return {
    of(owner) {
      let media: LookMedia | undefined;
      const mediaHere = () => (media ??= part.here()?.of(owner));
      return {
        want(those, source) {
          if (!media && those.length === 0) return NONE;
          const here = mediaHere();
          if (here) return here.want(those, source);
          const retryAt = backOff.until(PART);
          if (retryAt === undefined) load(owner);
          return { ...NONE, isLoading: retryAt === undefined, retryAt };
        },
        fetchAhead(those, ...how) {
          if (those.length === 0) return true;
          const here = mediaHere();
          if (!here && backOff.until(PART) === undefined) load(owner);
          return here?.fetchAhead(those, ...how) ?? false;
        },
        tidy: () => media?.tidy(),
        stop: () => media?.stop(),
      };
    },
    stop: part.stop,
  };
}
