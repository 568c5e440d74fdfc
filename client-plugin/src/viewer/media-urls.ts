// URLs for media that are shown, one for the same bytes for as long as anyone shows them: object URLs in browsers, given
// back when nobody does, and `data:` URLs elsewhere.
import type { Deps } from "./deps.ts";

/** Bytes that are shown somewhere. */
export interface Resident {
  readonly bytes: Uint8Array;
  /** Made when it is first asked for. */
  readonly url: string;
}

interface Entry {
  users: number;
  url?: string;
  readonly resident: Resident;
}

export interface MediaUrls {
  /** What is resident already, with one more user. */
  readonly reuse: (hash: string, mediaType: string) => Resident | undefined;
  readonly add: (hash: string, mediaType: string, bytes: Uint8Array) => Resident;
  /** One user less. */
  readonly release: (hash: string, mediaType: string) => void;
  readonly stop: () => void;
}

export function createMediaUrls({ objectUrls }: Pick<Deps, "objectUrls">): MediaUrls {
  const residents = new Map<string, Entry>();
  const keyOf = (hash: string, mediaType: string) => `${hash} ${mediaType}`;
  const revoke = (url: string | undefined) => {
    if (url !== undefined) objectUrls?.revokeObjectURL(url);
  };

  const urls: MediaUrls = {
    reuse(hash, mediaType) {
      const entry = residents.get(keyOf(hash, mediaType));
      if (entry) entry.users++;
      return entry?.resident;
    },
    add(hash, mediaType, bytes) {
      const there = urls.reuse(hash, mediaType);
      if (there) return there;
      const entry: Entry = {
        users: 1,
        resident: {
          bytes,
          get url() {
            // An object URL made for nobody would never be given back.
            entry.url ??=
              objectUrls && entry.users > 0
                ? objectUrls.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }))
                : dataUrl(mediaType, bytes);
            return entry.url;
          },
        },
      };
      residents.set(keyOf(hash, mediaType), entry);
      return entry.resident;
    },
    release(hash, mediaType) {
      const key = keyOf(hash, mediaType);
      const entry = residents.get(key);
      if (!entry || --entry.users > 0) return;
      residents.delete(key);
      revoke(entry.url);
    },
    stop() {
      for (const entry of residents.values()) {
        entry.users = 0;
        revoke(entry.url);
      }
      residents.clear();
    },
  };
  return urls;
}

function dataUrl(mediaType: string, bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 8_192) parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)));
  return `data:${mediaType};base64,${btoa(parts.join(""))}`;
}
