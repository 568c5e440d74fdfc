// The part of the viewer that fetches and shows media, put together (parts.ts).
import type { Host } from "../host/host.ts";
import type { BackOff } from "./back-off.ts";
import { createBitsGetter } from "./bits-getter.ts";
import type { ClientSource } from "./client-source.ts";
import type { Deps } from "./deps.ts";
import type { Reader } from "./languages.ts";
import { createLookMedia } from "./look-media.ts";
import type { LookMedia, OwnerMediaUses } from "./look-media.ts";
import { createMediaGetter } from "./media-getter.ts";
import { createMediaUrls } from "./media-urls.ts";
import { createMediumFetcher } from "./medium-fetcher.ts";
import type { Queue } from "./queue.ts";
import type { SchemeCache } from "./scheme-cache.ts";

export interface MediaUses {
  readonly deps: Deps;
  readonly ask: Host["ask"];
  readonly queue: Queue;
  readonly cache: Pick<SchemeCache, "medium" | "hasMedium" | "keepMedium">;
  readonly backOff: BackOff;
  readonly read: Reader;
  /** Media of schemes that owners' clients serve. */
  readonly fromClient: ClientSource["medium"];
}

export interface Media {
  /** The media of one owner's looks. */
  readonly of: (owner: OwnerMediaUses) => LookMedia;
  readonly stop: () => void;
}

export function createMedia({ deps, ask, queue, cache, backOff, read, fromClient }: MediaUses): Media {
  const urls = createMediaUrls(deps);
  const stopped = new AbortController();
  const getMedium = createMediaGetter(deps, stopped.signal);
  const fetchMedium = createMediumFetcher({ queue, cache, fromClient, getMedium, bits: createBitsGetter({ ask }) });
  return {
    of: (owner) => createLookMedia({ ...owner, deps, urls, cache, backOff, read, fetchMedium }),
    stop() {
      stopped.abort();
      urls.stop();
    },
  };
}
