// A stored scheme as one viewer gets it: stored schemes keep no URLs, each answer gets its own (draft, "Media over HTTP").
import type { Look, Scheme, StampedScheme } from "@status-scheme/protocol";
import { hexOfBase64 } from "@status-scheme/protocol";

export interface MediaUrlSigner {
  /** The URL of a blob (`hash`: hex SHA-256) of an owner's scheme for a viewer (bare JIDs); undefined: there is none. */
  sign(medium: { readonly owner: string; readonly viewer: string; readonly hash: string }): string | undefined;
}

export type Presenter = (scheme: StampedScheme, viewer: string) => StampedScheme;

export function createPresenter(urls: MediaUrlSigner): Presenter {
  return (scheme, viewer) => {
    const sourcesOf = (hash: string) => {
      const url = urls.sign({ owner: scheme.owner, viewer, hash: hexOfBase64(hash) });
      return url === undefined ? [] : [url];
    };
    return withSources(scheme, sourcesOf);
  };
}

/** The scheme with the sources of each medium by its hash (base64). */
export function withSources<S extends Scheme>(scheme: S, sourcesOf: (hash: string) => readonly string[]): S {
  const dress = (look: Look): Look => ({
    ...look,
    media: look.media.map((medium) => ({ ...medium, sources: sourcesOf(medium.hash) })),
  });
  return { ...scheme, looks: scheme.looks.map(dress) };
}
