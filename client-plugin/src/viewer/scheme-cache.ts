// Schemes and media over the Cache port, by account: what one account may see is not shown to another. Whatever comes
// back otherwise than it was put in is thrown away, as if it had never been there.
import { decodeScheme, encodeScheme } from "@status-scheme/protocol/viewing";
import type { Medium, Scheme, StampedScheme } from "@status-scheme/protocol";
import type { Cache } from "../api.ts";
import { sha256 } from "../digest.ts";
import type { Deps } from "./deps.ts";

/** A scheme held. */
export interface Held {
  readonly scheme: StampedScheme;
  /** A service, or the owner's bare JID: their clients. Absent: not known, from an earlier version. */
  readonly from?: string | undefined;
  /** Since when its owner cannot be learned about (draft, "Check"): only the offline look is shown, and not for ever. */
  readonly lostAt?: number;
}

export interface SchemeCache {
  /** Reads what there is of the account; everything below is about it. */
  readonly open: (account: string) => Promise<void>;
  /** Owners whose scheme is there, unless it was evicted since. */
  readonly owners: () => ReadonlySet<string>;
  readonly load: (owner: string) => Promise<Held | undefined>;
  readonly hold: (held: Held) => Promise<void>;
  readonly drop: (owner: string) => Promise<void>;
  /** The bytes, verified. */
  readonly medium: (medium: Pick<Medium, "hash" | "size">) => Promise<Uint8Array | undefined>;
  /** It was kept; it may have been evicted since. */
  readonly hasMedium: (hash: string) => boolean;
  readonly keepMedium: (hash: string, bytes: Uint8Array) => Promise<void>;
  readonly dropMedium: (hash: string) => Promise<void>;
  /** A value of our own, by name; what cannot be read is not there. */
  readonly note: (name: string) => Promise<unknown>;
  readonly setNote: (name: string, value: unknown) => Promise<void>;
}

/** How long an offline look outlives sight of its owner. */
const LOST_MS = 30 * 86_400_000;

export function createSchemeCache(cache: Cache, { now }: Pick<Deps, "now">): SchemeCache {
  let prefix = "";
  const owners = new Set<string>();
  const hashes = new Set<string>();
  const schemeKey = (owner: string) => `${prefix}scheme/${owner}`;
  const mediumKey = (hash: string) => `${prefix}medium/${hash}`;
  const noteKey = (name: string) => `${prefix}note/${name}`;

  const readJson = async (key: string): Promise<unknown> => {
    const bytes = await cache.get(key);
    if (!bytes) return undefined;
    try {
      return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    } catch {
      await cache.delete(key);
      return undefined;
    }
  };
  const writeJson = (key: string, value: unknown) => cache.set(key, new TextEncoder().encode(JSON.stringify(value)));
  const drop = (owner: string) => {
    owners.delete(owner);
    return cache.delete(schemeKey(owner));
  };

  return {
    async open(account) {
      // Bare JIDs hold no slash, so no account's keys begin like another's.
      prefix = `${account}/`;
      const list = async (into: Set<string>, start: string) => {
        into.clear();
        for (const key of await cache.keys(start)) into.add(key.slice(start.length));
      };
      await list(owners, schemeKey(""));
      await list(hashes, mediumKey(""));
    },
    owners: () => owners,
    async load(owner) {
      const value = owners.has(owner) ? await readJson(schemeKey(owner)) : undefined;
      if (value === undefined) return undefined;
      const held = readHeld(value, owner);
      if (held && (held.lostAt === undefined || held.lostAt + LOST_MS > now())) return held;
      await drop(owner);
      return undefined;
    },
    hold(held) {
      owners.add(held.scheme.owner);
      return writeJson(schemeKey(held.scheme.owner), held);
    },
    drop,
    async medium({ hash, size }) {
      const bytes = await cache.get(mediumKey(hash));
      if (bytes?.length === size && (await sha256(bytes)) === hash) return bytes;
      hashes.delete(hash);
      if (bytes) await cache.delete(mediumKey(hash));
      return undefined;
    },
    hasMedium: (hash) => hashes.has(hash),
    keepMedium(hash, bytes) {
      hashes.add(hash);
      return cache.set(mediumKey(hash), bytes);
    },
    dropMedium(hash) {
      hashes.delete(hash);
      return cache.delete(mediumKey(hash));
    },
    note: (name) => readJson(noteKey(name)),
    setNote: (name, value) => writeJson(noteKey(name), value),
  };
}

function readHeld(value: unknown, owner: string): Held | undefined {
  try {
    const { scheme, from, lostAt } = value as Partial<Held> & { readonly scheme: Scheme };
    // Through the codec, which refuses what is not a scheme.
    const { stamp, ...rest } = decodeScheme(encodeScheme(scheme));
    if (rest.owner !== owner || stamp === undefined) return undefined;
    return {
      scheme: { ...rest, stamp },
      ...(typeof from === "string" && { from }),
      ...(typeof lostAt === "number" && { lostAt }),
    };
  } catch {
    return undefined;
  }
}
