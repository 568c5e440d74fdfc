// Bytes of the media that are edited, and URLs for them: one URL for the same bytes, given back when nothing that can be
// shown or undone has them any more.
import type { EditorOptions, EditedLook, EditedMedium } from "./api.ts";
import { nameOf } from "./looks.ts";
import type { Looks } from "./looks.ts";

interface Entry {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  url?: string;
  /** Stands in for what was published of it, which is not here yet. */
  readonly isLent: boolean;
}

export interface Library {
  readonly bytes: (medium: EditedMedium) => Uint8Array | undefined;
  /** The look with URLs for what is here; the same value until that changes. */
  readonly withUrls: (look: EditedLook) => EditedLook;
  /** Gets what is not here yet, a few at once. What cannot be had now stays away. */
  readonly load: (media: readonly EditedMedium[]) => Promise<void>;
  /** What was published of `medium` looks like it, until its bytes are here. */
  readonly lend: (medium: EditedMedium, published: EditedMedium) => void;
  /** Lets go of all that is in none of these. */
  readonly keepOnly: (all: readonly Looks[]) => void;
  readonly stop: () => void;
}

export interface LibraryUses {
  readonly ownMedium: EditorOptions["schemes"]["ownMedium"];
  readonly objectUrls: NonNullable<EditorOptions["objectUrls"]>;
  /** Something came. */
  readonly onChange: () => void;
}

const AT_ONCE = 4;

export function createLibrary({ ownMedium, objectUrls, onChange }: LibraryUses): Library {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<void>>();
  const dressed = new WeakMap<EditedLook, { readonly urls: string; readonly look: EditedLook }>();
  let isStopped = false;

  const drop = (name: string) => {
    const url = entries.get(name)?.url;
    if (url !== undefined) objectUrls.revokeObjectURL(url);
    entries.delete(name);
  };
  const put = (name: string, entry: Entry) => {
    if (isStopped) return;
    drop(name);
    entries.set(name, entry);
  };
  const find = (medium: EditedMedium): Entry | undefined => {
    const name = nameOf(medium);
    if (medium.bytes && !entries.has(name)) {
      put(name, { bytes: medium.bytes, mediaType: medium.mediaType, isLent: false });
    }
    return entries.get(name);
  };
  const urlOf = (medium: EditedMedium): string | undefined => {
    const entry = find(medium);
    if (!entry) return undefined;
    const { bytes, mediaType } = entry;
    return (entry.url ??= objectUrls.createObjectURL(
      new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }),
    ));
  };
  const get = (medium: EditedMedium): Promise<void> => {
    const name = nameOf(medium);
    const getting = async () => {
      try {
        const bytes = await ownMedium(medium.stored!);
        put(name, { bytes, mediaType: medium.mediaType, isLent: false });
        onChange();
      } catch {
        // shown without, and tried again when it is wanted again
      } finally {
        loading.delete(name);
      }
    };
    const running = loading.get(name) ?? getting();
    loading.set(name, running);
    return running;
  };

  return {
    bytes: (medium) => {
      const entry = find(medium);
      return entry && !entry.isLent ? entry.bytes : undefined;
    },
    withUrls(look) {
      const urls = look.media.map(urlOf);
      const key = urls.join(" ");
      const before = dressed.get(look);
      if (before?.urls === key) return before.look;
      const media = look.media.map((medium, index) => {
        const url = urls[index];
        return url === undefined ? medium : { ...medium, url };
      });
      const result = media.length === 0 ? look : { ...look, media };
      dressed.set(look, { urls: key, look: result });
      return result;
    },
    async load(media) {
      const missing = media.filter((medium) => medium.stored && (find(medium)?.isLent ?? true)).values();
      const lane = async () => {
        for (const medium of missing) if (!isStopped) await get(medium);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
    },
    lend(medium, published) {
      const entry = find(medium);
      const name = nameOf(published);
      if (entry && !entries.has(name)) put(name, { bytes: entry.bytes, mediaType: entry.mediaType, isLent: true });
    },
    keepOnly(all) {
      const kept = new Set(all.flatMap((looks) => looks.flatMap(({ media }) => media.map(nameOf))));
      for (const name of entries.keys()) if (!kept.has(name)) drop(name);
    },
    stop() {
      isStopped = true;
      for (const name of [...entries.keys()]) drop(name);
    },
  };
}
