// Creating, updating and clearing one's scheme (draft, "Publishing"; ARCHITECTURE, "Publish"). Media are normalised, then
// blobs stored, then the scheme committed, then the answer given: each durable before the next, so that an answered publish
// survives and one that was not leaves nothing to be seen; its uploads wait, until they expire, for another try.
import type { LimitName, Limits, PublishRequest, PublishResult } from "@status-scheme/protocol";
import { SchemeError, validateScheme } from "@status-scheme/protocol";
import type { BlobStore } from "../blob/blob-store.ts";
import type { Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import type { Contacts } from "./contacts.ts";
import type { Notices } from "./notices.ts";
import type { Presenter } from "./presenter.ts";
import { withSources } from "./presenter.ts";
import type { PrepareMedia } from "./publish-media.ts";
import type { Served } from "./served.ts";
import { requireServed } from "./served.ts";
import { requireGoodStanding } from "./suspension.ts";
import type { Buckets } from "./support/buckets.ts";
import { inTime } from "./support/tasks.ts";

export interface PublishDeps {
  readonly store: Pick<Store, "read" | "commit" | "isSuspended">;
  readonly blobs: Pick<BlobStore, "put" | "removeStaged">;
  readonly prepareMedia: PrepareMedia;
  readonly contacts: Pick<Contacts, "renew">;
  readonly notices: Pick<Notices, "wake">;
  readonly present: Presenter;
  readonly served: Served;
  /** One change of an owner at a time. */
  readonly inTurn: <T>(owner: string, change: () => Promise<T>) => Promise<T>;
  readonly limits: Limits;
  /** In bytes of media stored anew, an owner each: those of schemes that were replaced stay on the disk for a while. */
  readonly making: Pick<Buckets, "take">;
  readonly clock: () => number;
  /** How long a publish waits for the owner's roster, in milliseconds. */
  readonly patienceMs: number;
  readonly log: Log;
}

/** The limits of the document; those of media are for uploads, and hold for the bytes that came. */
const DOCUMENT_LIMITS = [
  "scheme-bytes",
  "scheme-looks",
  "text-characters",
  "text-languages",
] as const satisfies LimitName[];

/**
 * @throws SchemeError `forbidden`, `bad-look`, `blocked-medium`, `limit-exceeded`, `conflict` with the current stamp,
 * `rate-exceeded`, and what PrepareMedia throws
 */
export function createPublish(deps: PublishDeps): (asker: string, request: PublishRequest) => Promise<PublishResult> {
  const { store, blobs, prepareMedia, contacts, notices, present, served, inTurn } = deps;
  const { limits, making, clock, patienceMs, log } = deps;
  const documentLimits = Object.fromEntries(DOCUMENT_LIMITS.map((name) => [name, limits[name]]));

  const publish = async (owner: string, { replaces, scheme }: PublishRequest): Promise<PublishResult> => {
    await requireGoodStanding(store, owner);
    const stored = await store.read(owner);
    // The commit decides; here it saves the work.
    if (replaces !== undefined && replaces !== stored?.stamp) {
      throw new SchemeError("conflict", stored && { stamp: stored.stamp });
    }
    // Who may see is known before there is something to see: no contact is refused because the list came second.
    const renewal = contacts.renew(owner);
    const renewed = inTime(renewal, patienceMs);
    const prepared = await prepareMedia(scheme, stored);
    const fresh = [...prepared.fresh.values()];
    if (fresh.length > 0) making.take(owner, sum(fresh.map(({ bytes }) => bytes.length)));
    for (const { bytes, mediaType } of fresh) await blobs.put(bytes, mediaType);
    await renewed;
    const committed = await store.commit({
      scheme: prepared.scheme,
      ...(replaces !== undefined && { replaces }),
      media: prepared.hashes,
      made: prepared.made,
      now: clock(),
    });
    notices.wake();
    await removeUploads(prepared.uploads);
    return { scheme: present(committed, owner) };
  };

  const removeUploads = async (uploads: ReadonlySet<string>) => {
    try {
      for (const id of uploads) await blobs.removeStaged(id);
    } catch (err) {
      // They expire. The publish stands.
      log.warn({ err }, "an upload that was published could not be removed");
    }
  };

  return async (asker, request) => {
    requireServed(served, asker);
    if (request.scheme.owner !== asker) throw new SchemeError("forbidden");
    // Sources are for naming uploads here, and not part of what is stored.
    const scheme = withSources(request.scheme, () => []);
    validateScheme(scheme, documentLimits, { stillsMayFollow: true });
    return inTurn(asker, () => publish(asker, request));
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
