// The bytes of the own scheme's media, as the service has them (draft, "Media over HTTP").
import { SchemeError } from "@status-scheme/protocol";
import type { Medium, Scheme } from "@status-scheme/protocol";
import { createMediaGetter } from "../viewer/media-getter.ts";
import type { OwnerUses } from "./deps.ts";
import type { OwnScheme } from "./own-scheme.ts";
import type { ServiceCaller } from "./service.ts";

export interface OwnMediumUses {
  readonly caller: Pick<ServiceCaller, "find">;
  readonly own: Pick<OwnScheme, "held" | "fetch" | "renew">;
  readonly deps: Pick<OwnerUses["deps"], "after" | "fetch">;
}

/** The function throws SchemeError: `no-such-medium` where the scheme has none of this hash, and as `MediaGetter`. */
export function createOwnMedium({ caller, own, deps }: OwnMediumUses): (medium: Medium) => Promise<Uint8Array> {
  const getMedium = createMediaGetter(deps);
  return async ({ kind, hash }) => {
    const service = await caller.find();
    const get = (scheme: Scheme | undefined) => {
      const medium = scheme?.looks.flatMap(({ media }) => media).find((one) => one.hash === hash);
      if (!medium) throw new SchemeError("no-such-medium", { medium: kind });
      return getMedium(medium, service);
    };
    try {
      return await get(own.held() ?? (await own.fetch()));
    } catch (error) {
      // Signed URLs expire: one new fetch of the scheme, and no more if that does not help.
      if ((error as Partial<SchemeError>).code !== "forbidden") throw error;
      return get(await own.renew());
    }
  };
}
