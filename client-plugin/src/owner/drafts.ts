// From what an owner gives (drafts, with bytes) to what is published (a scheme, media named by hash).
import type { Look, Medium, Scheme } from "@status-scheme/protocol";
import type { LookDraft, MediumDraft } from "../api.ts";
import { sha256 } from "../digest.ts";

/** A medium whose bytes the service may not have yet. */
export interface Upload {
  readonly look: string;
  readonly medium: Medium;
  readonly bytes: Uint8Array;
}
export interface Prepared {
  /** Without sources: every medium by its hash. */
  readonly scheme: Scheme;
  /** Media given as bytes, each hash once. */
  readonly uploads: readonly Upload[];
}

export async function prepare(owner: string, drafts: readonly LookDraft[]): Promise<Prepared> {
  const uploads = new Map<string, Upload>();
  const looks = await Promise.all(
    drafts.map(async ({ state, show, text = [], media = [] }): Promise<Look> => {
      const prepared = await Promise.all(media.map(prepareMedium));
      for (const [index, medium] of prepared.entries()) {
        const draft = media[index]!;
        if ("bytes" in draft) uploads.set(medium.hash, { look: state, medium, bytes: draft.bytes });
      }
      return { state, ...(show && { show }), text, media: prepared };
    }),
  );
  return { scheme: { owner, looks }, uploads: [...uploads.values()] };
}

async function prepareMedium(draft: MediumDraft): Promise<Medium> {
  const { kind } = draft;
  if ("stored" in draft) return { ...draft.stored, kind, desc: draft.desc ?? draft.stored.desc, sources: [] };
  const { bytes, mediaType, desc = [] } = draft;
  return { kind, mediaType, size: bytes.length, desc, hash: await sha256(bytes), sources: [] };
}

/** The same look, its media kept by hash. */
export function keep({ state, show, text, media }: Look): LookDraft {
  return { state, ...(show && { show }), text, media: media.map((stored) => ({ kind: stored.kind, stored })) };
}

/** The scheme with sources where `urls` has some for a medium's hash. */
export function withSources(scheme: Scheme, urls: ReadonlyMap<string, string>): Scheme {
  const source = (medium: Medium): Medium => {
    const url = urls.get(medium.hash);
    return url === undefined ? medium : { ...medium, sources: [url] };
  };
  return { ...scheme, looks: scheme.looks.map((look) => ({ ...look, media: look.media.map(source) })) };
}
