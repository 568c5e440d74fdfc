// The media of a scheme being published (draft, "Uploading Media"): each names an upload of the owner's by its slot's
// get URL, or one that the stored scheme has, by its hash. Uploads are normalised; nothing is stored here.
import type { Limits, LocalText, Look, Medium, MediumKind, Scheme } from "@status-scheme/protocol";
import { base64OfHex, hexOfBase64, SchemeError } from "@status-scheme/protocol";
import type { BlobStore } from "../blob/blob-store.ts";
import { hashOf } from "../blob/rules.ts";
import type { Made, Store } from "../store/store.ts";
import type { MediaPipeline, NormalisedMedium } from "../media/media.ts";
import { createTally } from "./quota.ts";

export interface UploadNames {
  /** The upload a get URL names; undefined where it is no get URL of this owner's (bare JID). */
  uploadIdOf(getUrl: string, owner: string): string | undefined;
}

export interface PublishMediaDeps {
  readonly blobs: Pick<BlobStore, "stat" | "read" | "readStaged">;
  readonly store: Pick<Store, "blocked">;
  readonly media: MediaPipeline;
  readonly slots: UploadNames;
  readonly limits: Pick<Limits, "owner-bytes">;
}

/** What is to be stored. */
export interface Prepared {
  /** Without sources: URLs are of an answer. */
  readonly scheme: Scheme;
  /** Hex SHA-256 of every blob the scheme uses. */
  readonly hashes: readonly string[];
  /** Those of them that are new, by hex SHA-256. */
  readonly fresh: ReadonlyMap<string, NormalisedMedium>;
  /** What was made of what. */
  readonly made: readonly Made[];
  /** Ids of the uploads used. */
  readonly uploads: ReadonlySet<string>;
}

/**
 * `stored`: the owner's current scheme.
 * @throws SchemeError naming look and medium: `no-such-medium`, `bad-medium`, `blocked-medium`, `limit-exceeded`, `not-implemented`,
 * `bad-look` (more than one upload named, no still and none to be made); `quota-exceeded`
 */
export type PrepareMedia = (scheme: Scheme, stored: Scheme | undefined) => Promise<Prepared>;

/** What needs an image beside it, in the order in which one is made of it. */
const MOVING: readonly MediumKind[] = ["animation", "video"];

export function createPrepareMedia({ blobs, store, media, slots, limits }: PublishMediaDeps): PrepareMedia {
  return async ({ owner, looks }, stored) => {
    const kept = new Map((stored?.looks ?? []).flatMap((look) => look.media).map((medium) => [keyOf(medium), medium]));
    /** By kind and hash of what was uploaded: the same bytes in several looks are normalised once. */
    const normalised = new Map<string, NormalisedMedium>();
    /** By kind and hash of what they were made from. */
    const stills = new Map<string, NormalisedMedium>();
    const fresh = new Map<string, NormalisedMedium>();
    const made: Made[] = [];
    const uploads = new Set<string>();
    const tally = createTally(limits);

    const keep = async (medium: Medium): Promise<Medium> => {
      const found = kept.get(keyOf(medium));
      // Bytes that were lost or damaged are as good as none: they can be uploaded again.
      const blob = found && (await blobs.stat(hexOfBase64(found.hash)).catch(() => undefined));
      if (found === undefined || blob === undefined) throw new SchemeError("no-such-medium");
      return found;
    };

    const take = async (medium: Medium, upload: string): Promise<Medium> => {
      const bytes = await blobs.readStaged(upload);
      if (bytes === undefined) throw new SchemeError("no-such-medium");
      if (hashOf(bytes) !== hexOfBase64(medium.hash))
        throw new SchemeError("bad-medium", { reason: "not of that hash" });
      const of = hexOfBase64(medium.hash);
      await requireUnblocked(of);
      const clean = normalised.get(keyOf(medium)) ?? (await media.normalise(medium.kind, bytes));
      normalised.set(keyOf(medium), clean);
      uploads.add(upload);
      return toBeStored(medium.kind, clean, of);
    };

    const requireUnblocked = async (hash: string): Promise<void> => {
      if ((await store.blocked([hash])).size > 0) throw new SchemeError("blocked-medium");
    };

    /** `of`: what it was made of. */
    const toBeStored = async (kind: MediumKind, clean: NormalisedMedium, of: string): Promise<Medium> => {
      const { bytes, ...facts } = clean;
      const hash = hashOf(bytes);
      await requireUnblocked(hash);
      fresh.set(hash, clean);
      made.push({ medium: hash, of });
      return { ...facts, kind, size: bytes.byteLength, hash: base64OfHex(hash), desc: [], sources: [] };
    };

    /** Counts the medium. The bytes' facts are ours, the words the owner's. */
    const finish = (medium: Medium, desc: readonly LocalText[]): Medium => {
      tally.add(hexOfBase64(medium.hash), medium.size);
      return { ...medium, desc, sources: [] };
    };

    const prepare = async (medium: Medium): Promise<Medium> => {
      const named = new Set(medium.sources.map((url) => slots.uploadIdOf(url, owner)).filter((id) => id !== undefined));
      if (named.size > 1) throw new SchemeError("bad-look", { reason: "more than one upload for a medium" });
      const [upload] = named;
      const found = upload === undefined ? await keep(medium) : await take(medium, upload);
      return finish(found, medium.desc);
    };

    const still = async (moving: Medium): Promise<Medium> => {
      const hash = hexOfBase64(moving.hash);
      const bytes = fresh.get(hash)?.bytes ?? (await blobs.read(hash));
      if (bytes === undefined) throw new SchemeError("no-such-medium");
      const image = stills.get(keyOf(moving)) ?? (await media.still(moving.kind, bytes));
      stills.set(keyOf(moving), image);
      // There is to see in it what there is to see in what moves.
      return finish(await toBeStored("image", image, hash), moving.desc);
    };

    const prepared: Look[] = [];
    for (const look of looks) {
      const ready: Medium[] = [];
      for (const medium of look.media) ready.push(await prepare(medium).catch((error) => fail(error, look, medium)));
      const moving = withoutStill(ready);
      if (moving) ready.unshift(await still(moving).catch((error) => fail(error, look, moving)));
      prepared.push({ ...look, media: ready });
    }
    return { scheme: { owner, looks: prepared }, hashes: tally.hashes, fresh, made, uploads };
  };
}

/** What moves, where no image is beside it. */
function withoutStill(media: readonly Medium[]): Medium | undefined {
  if (media.some(({ kind }) => kind === "image")) return undefined;
  return MOVING.map((moving) => media.find(({ kind }) => kind === moving)).find((medium) => medium !== undefined);
}

function keyOf({ kind, hash }: Medium): string {
  return `${kind} ${hash}`;
}

/** Names the look and medium at fault. */
function fail(error: unknown, look: Look, medium: Medium): never {
  if (!(error instanceof SchemeError)) throw error;
  throw new SchemeError(error.code, { ...error.detail, look: look.state, medium: medium.kind }, { cause: error });
}
