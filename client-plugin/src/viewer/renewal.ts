// URLs of media are signed, and expire (draft, "Media over HTTP"): the scheme is got again once, for all its media.
import type { Medium } from "@status-scheme/protocol";
import type { Deps } from "./deps.ts";
import type { Source } from "./questions.ts";

export interface RenewalUses {
  readonly deps: Pick<Deps, "now">;
  /** Of the scheme that is held. */
  readonly held: () => readonly Medium[];
  /** Fetches the scheme, whatever is held. @throws SchemeError */
  readonly fetchAnew: (source: Source) => Promise<void>;
}

/** A URL of this medium is not good any more: the same medium with new ones, if there is one. @throws SchemeError */
export type Renewal = (source: Source, medium: Medium) => Promise<Medium | undefined>;

/** URLs are signed for longer: a scheme that was renewed just now is not renewed for the next of its media. */
const AGAIN_MS = 10_000;

export function createRenewal({ deps, held, fetchAnew }: RenewalUses): Renewal {
  let renewing: Promise<void> | undefined;
  let renewedAt = -Infinity;
  return async (source, medium) => {
    const current = () => held().find(({ hash }) => hash === medium.hash);
    if (current()?.sources.join() === medium.sources.join() && deps.now() - renewedAt > AGAIN_MS) {
      renewing ??= fetchAnew(source).finally(() => {
        renewing = undefined;
        renewedAt = deps.now();
      });
    }
    await renewing;
    return current();
  };
}
