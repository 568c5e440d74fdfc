// Everything a viewer asks for passes here, a bounded number at a time: questions, schemes and media together.
import type { CheckResult, FetchResult, Medium, SchemeError, Stamp } from "@status-scheme/protocol";
import type { MediaGetter } from "./media.ts";
import type { Questions, Source } from "./questions.ts";
import type { Queue } from "./queue.ts";
import type { SchemeCache } from "./scheme-cache.ts";

export interface Fetcher {
  /** @throws SchemeError */
  readonly check: (source: Source, owner: string, stamp: Stamp | undefined) => Promise<CheckResult>;
  /** @throws SchemeError */
  readonly scheme: (source: Source, owner: string, stamp: Stamp | undefined) => Promise<FetchResult>;
  /** Verified, and kept in the cache; undefined where it is not wanted any more. @throws SchemeError */
  readonly medium: (request: MediumRequest) => Promise<Uint8Array | undefined>;
}

export interface MediumRequest {
  readonly medium: Medium;
  readonly source: Source;
  /** Not to be seen yet: after everything that is. */
  readonly ahead?: boolean;
  /** Asked just before it is fetched. */
  readonly isWanted: () => boolean;
  /** Gets the scheme again, because a URL is not good any more. The same medium with new sources, if there is one. */
  readonly renew: (medium: Medium) => Promise<Medium | undefined>;
}

export interface FetcherUses {
  readonly queue: Queue;
  readonly questions: Questions;
  readonly getMedium: MediaGetter;
  readonly cache: Pick<SchemeCache, "hasMedium" | "medium" | "keepMedium">;
}

export function createFetcher({ queue, questions, getMedium, cache }: FetcherUses): Fetcher {
  const get = async ({ medium, source, renew }: MediumRequest): Promise<Uint8Array> => {
    try {
      return await getMedium(medium, source);
    } catch (error) {
      if ((error as SchemeError).code !== "forbidden") throw error;
      // Signed URLs expire: one new fetch of the scheme (draft, "Media over HTTP"), and no more if that does not help.
      const renewed = await renew(medium);
      if (!renewed || renewed.sources.join() === medium.sources.join()) throw error;
      return getMedium(renewed, source);
    }
  };
  return {
    check: (...question) => queue.run(() => questions.check(...question)),
    scheme: (...question) => queue.run(() => questions.fetch(...question)),
    medium: (request) =>
      queue.run(async () => {
        const { medium, isWanted } = request;
        if (!isWanted()) return undefined;
        // While this waited another contact's may have come, with the same bytes.
        const kept = cache.hasMedium(medium.hash) ? await cache.medium(medium) : undefined;
        if (kept) return kept;
        const bytes = await get(request);
        await cache.keepMedium(medium.hash, bytes);
        return bytes;
      }, request),
  };
}
