// A publish whose answer was lost may be stored or not: what is stored now tells (draft, "Publishing").
import type { SchemeError } from "@status-scheme/protocol";
import type { LocalText, Look, Scheme, StampedScheme } from "@status-scheme/protocol";
import type { OwnScheme } from "./own-scheme.ts";

export interface LostPublish {
  readonly scheme: Scheme;
  /** Hashes of media that were uploaded for it, and so may be stored as other bytes. */
  readonly uploaded: ReadonlySet<string>;
  /** What was stored before. */
  readonly before: StampedScheme | undefined;
}

/** The scheme as stored, if the publish was. @throws `error` where it was not, nobody knows, or an answer came */
export async function findPublished(
  error: unknown,
  { scheme, uploaded, before }: LostPublish,
  own: Pick<OwnScheme, "fetch">,
): Promise<StampedScheme> {
  if ((error as Partial<SchemeError>).code !== "try-later") throw error;
  const now = await own.fetch().catch(() => undefined);
  // Of another stamp and other looks, it is another device's.
  if (now === undefined || now.stamp === before?.stamp || !isMadeOf(now, scheme, uploaded)) throw error;
  return now;
}

function isMadeOf(stored: Scheme, published: Scheme, uploaded: ReadonlySet<string>): boolean {
  const isThere = (look: Look) => {
    const found = stored.looks.find(({ state }) => state === look.state);
    return (
      found !== undefined &&
      found.show === look.show &&
      sameTexts(found.text, look.text) &&
      look.media.every((medium) =>
        found.media.some(
          ({ kind, hash, desc }) =>
            kind === medium.kind && (hash === medium.hash || uploaded.has(medium.hash)) && sameTexts(desc, medium.desc),
        ),
      )
    );
  };
  return stored.looks.length === published.looks.length && published.looks.every(isThere);
}

function sameTexts(some: readonly LocalText[], others: readonly LocalText[]): boolean {
  const isAmong = ({ lang, text }: LocalText) =>
    others.some((other) => other.lang.toLowerCase() === lang.toLowerCase() && other.text === text);
  return some.length === others.length && some.every(isAmong);
}
