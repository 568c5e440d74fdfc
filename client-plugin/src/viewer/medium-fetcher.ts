// Fetches media into the cache, in turn with whatever else the viewer asks for.
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Medium } from "@status-scheme/protocol";
import type { BitsGetter } from "./bits-getter.ts";
import type { ClientSource } from "./client-source.ts";
import type { MediaGetter } from "./media-getter.ts";
import type { Source } from "./questions.ts";
import type { Queue } from "./queue.ts";
import type { SchemeCache } from "./scheme-cache.ts";

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

/** Resolves to the bytes, verified, and kept in the cache; undefined where they are not wanted any more. @throws SchemeError */
export type MediumFetcher = (request: MediumRequest) => Promise<Uint8Array | undefined>;

export interface MediumFetcherUses {
  readonly queue: Queue;
  readonly getMedium: MediaGetter;
  readonly bits: BitsGetter;
  readonly fromClient: ClientSource["medium"];
  readonly cache: Pick<SchemeCache, "hasMedium" | "medium" | "keepMedium">;
}

export function createMediumFetcher({ queue, getMedium, bits, fromClient, cache }: MediumFetcherUses): MediumFetcher {
  const getOverHttp = async ({ medium, source, renew }: MediumRequest): Promise<Uint8Array> => {
    try {
      // Of a scheme that its owner pushed the URLs are the service's to give (draft, section 9.2).
      if (medium.sources.length === 0) throw new SchemeError("forbidden", { reason: "no source" });
      return await getMedium(medium, source);
    } catch (error) {
      if ((error as SchemeError).code !== "forbidden") throw error;
      // Signed URLs expire: one new fetch of the scheme (draft, "Media over HTTP"), and no more if that does not help.
      const renewed = await renew(medium);
      if (!renewed || renewed.sources.join() === medium.sources.join()) throw error;
      return getMedium(renewed, source);
    }
  };
  const get = async (request: MediumRequest): Promise<Uint8Array> => {
    try {
      return await getOverHttp(request);
    } catch (error) {
      const { medium, source, isWanted } = request;
      if (!isWanted() || !bits.has(medium, source)) throw error;
      return bits.get(medium, source).catch(() => {
        throw error;
      });
    }
  };
  /** On their way, by service and hash: another contact's, or those of a state that is entered meanwhile. */
  const coming = new Map<string, Promise<Uint8Array>>();
  const bring = async (request: MediumRequest): Promise<Uint8Array> => {
    const { hash } = request.medium;
    const key = `${request.source.jid} ${hash}`;
    const before = coming.get(key);
    const others = before && (await before.catch(() => undefined));
    if (others?.length === request.medium.size) return others;
    const getAndKeep = async () => {
      const bytes = await get(request);
      await cache.keepMedium(hash, bytes);
      return bytes;
    };
    const own = getAndKeep().finally(() => {
      if (coming.get(key) === own) coming.delete(key);
    });
    coming.set(key, own);
    return own;
  };
  return (request) => {
    const { medium, source, ahead = false } = request;
    // Sessions have a queue of their own.
    if (source.isClient) return fromClient(source, medium, ahead);
    const turn = { ahead, of: source.jid };
    return queue.run(async () => {
      const { isWanted } = request;
      if (!isWanted()) return undefined;
      // While this waited another contact's may have come, with the same bytes.
      const kept = cache.hasMedium(medium.hash) ? await cache.medium(medium) : undefined;
      return kept ?? bring(request);
    }, turn);
  };
}
