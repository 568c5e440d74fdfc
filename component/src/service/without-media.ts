// What is left of a scheme where some media may not be shown any more (draft, "Moderation"), so that the rest keeps the
// rules for looks: what moves goes with its still, and a look that has nothing left goes as a whole.
import type { Look, Medium, Scheme } from "@status-scheme/protocol";
import { hexOfBase64 } from "@status-scheme/protocol";

/** `isOut`: by hex SHA-256. */
export function withoutMedia<S extends Scheme>(scheme: S, isOut: (hash: string) => boolean): S {
  const left = (look: Look): Look[] => {
    const allowed = look.media.filter(({ hash }) => !isOut(hexOfBase64(hash)));
    if (allowed.length === look.media.length) return [look];
    const media = withStills(allowed);
    return look.text.length + media.length > 0 ? [{ ...look, media }] : [];
  };
  return { ...scheme, looks: scheme.looks.flatMap(left) };
}

/** Hex SHA-256 of every medium of the scheme, each once. */
export function hashesIn({ looks }: Scheme): readonly string[] {
  return [...new Set(looks.flatMap(({ media }) => media.map(({ hash }) => hexOfBase64(hash))))];
}

function withStills(media: readonly Medium[]): readonly Medium[] {
  if (media.some(({ kind }) => kind === "image")) return media;
  return media.filter(({ kind }) => kind === "audio");
}
