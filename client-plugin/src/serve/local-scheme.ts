// The scheme that a client stores itself (draft, section 8.1): checked by the rules for documents, stamped, and kept as a
// whole: the media first, then the document, which is what makes them count. What it does not name any more goes last.
import { DEFAULT_LIMITS, decodeScheme, encodeScheme, SchemeError, validateScheme } from "@status-scheme/protocol";
import type { Medium, Scheme, StampedScheme } from "@status-scheme/protocol";
import type { LookDraft, PublishOptions, SchemeStore } from "../api.ts";
import { sha256 } from "../digest.ts";
import { createInTurn } from "../in-turn.ts";
import { prepare } from "../owner/drafts.ts";
import type { Prepared } from "../owner/drafts.ts";
import type { Stamps } from "./stamps.ts";
import { refuseStore } from "./store-error.ts";

export interface LocalScheme {
  /** As kept; undefined where there never was one. A cleared one has no looks. */
  readonly held: () => StampedScheme | undefined;
  /** Reads what is kept. @throws SchemeError */
  readonly open: () => Promise<void>;
  /** @throws SchemeError by the draft's error table; then the scheme is as before */
  readonly publish: (looks: readonly LookDraft[], options?: PublishOptions) => Promise<StampedScheme>;
  /** The bytes of a medium of the scheme, verified. @throws SchemeError */
  readonly medium: (hash: string) => Promise<Uint8Array | undefined>;
}

export interface LocalSchemeUses {
  readonly store: SchemeStore;
  /** Bare JID. */
  readonly owner: string;
  readonly stamps: Stamps;
  /** There is a new version. */
  readonly onChange: (scheme: StampedScheme) => void;
}

export function createLocalScheme({ store, owner, stamps, onChange }: LocalSchemeUses): LocalScheme {
  // Bare JIDs hold no slash, so no account's keys begin like another's.
  const documentKey = `${owner}/scheme`;
  const mediumKey = (hash: string) => `${owner}/medium/${hash}`;
  let held: StampedScheme | undefined;
  /** The media of two versions must not mix. */
  const inTurn = createInTurn();

  /** Another tab or process may have written since. */
  const read = async (): Promise<StampedScheme | undefined> => {
    const bytes = await store.get(documentKey).catch(refuseStore);
    return (held = bytes && readScheme(bytes, owner));
  };
  const dropOthers = async (media: ReadonlySet<string>) => {
    const start = mediumKey("");
    for (const key of await store.keys(start)) if (!media.has(key.slice(start.length))) await store.delete(key);
  };
  const keep = async ({ scheme, uploads }: Prepared, { replaces, signal, onProgress }: PublishOptions) => {
    const current = await read();
    if (replaces !== undefined && replaces !== current?.stamp) {
      throw new SchemeError("conflict", current ? { stamp: current.stamp } : {});
    }
    const hashes = new Set(mediaOf(current).map(({ hash }) => hash));
    for (const { hash } of uploads.map(({ medium }) => medium)) hashes.add(hash);
    const lacking = scheme.looks.find(({ media }) => media.some(({ hash }) => !hashes.has(hash)));
    if (lacking) throw new SchemeError("no-such-medium", { look: lacking.state });
    signal?.throwIfAborted();
    const total = uploads.reduce((sum, { bytes }) => sum + bytes.length, 0);
    let sent = 0;
    onProgress?.({ sent, total });
    for (const { medium, bytes } of uploads) {
      await store.set(mediumKey(medium.hash), bytes).catch(refuseStore);
      onProgress?.({ sent: (sent += bytes.length), total });
    }
    const stamped = { ...scheme, stamp: stamps.issue(current?.stamp) };
    await store.set(documentKey, new TextEncoder().encode(JSON.stringify(stamped))).catch(refuseStore);
    held = stamped;
    onChange(stamped);
    // What is left is in nobody's way: the next version takes it away.
    await dropOthers(new Set(mediaOf(stamped).map(({ hash }) => hash))).catch(() => undefined);
    return stamped;
  };

  return {
    held: () => held,
    open: async () => void (await inTurn(read)),
    async publish(looks, options = {}) {
      options.signal?.throwIfAborted();
      const prepared = await prepare(owner, looks);
      validateScheme(prepared.scheme, DEFAULT_LIMITS);
      return inTurn(() => keep(prepared, options));
    },
    async medium(hash) {
      if (!mediaOf(held).some((medium) => medium.hash === hash)) return undefined;
      const bytes = await store.get(mediumKey(hash)).catch(refuseStore);
      return bytes && (await sha256(bytes)) === hash ? bytes : undefined;
    },
  };
}

function mediaOf(scheme: Scheme | undefined): readonly Medium[] {
  return scheme?.looks.flatMap(({ media }) => media) ?? [];
}

/** What is not a scheme of this owner's is not there. */
function readScheme(bytes: Uint8Array, owner: string): StampedScheme | undefined {
  try {
    // Through the codec, which refuses what is not a scheme.
    const scheme = decodeScheme(encodeScheme(JSON.parse(new TextDecoder().decode(bytes)) as Scheme));
    return scheme.owner === owner && scheme.stamp !== undefined ? { ...scheme, stamp: scheme.stamp } : undefined;
  } catch {
    return undefined;
  }
}
