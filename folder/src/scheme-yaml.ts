// scheme.yaml of looks, and the names of their files.
import type { LocalText, Look } from "@status-scheme/protocol";
import { Document, Scalar } from "yaml";
import { endingOf } from "./media-types.ts";
import type { Medium } from "@status-scheme/protocol";

/** What of a medium is in scheme.yaml, and in the name of its file. */
export type NamedMedium = Pick<Medium, "kind" | "mediaType" | "desc">;
export type NamedLook<M extends NamedMedium> = Pick<Look, "state" | "show" | "text"> & { readonly media: readonly M[] };

/** scheme.yaml of these looks, their media in files of these names. */
export function schemeYaml<M extends NamedMedium>(
  looks: readonly NamedLook<M>[],
  files: ReadonlyMap<M, string>,
): string {
  const document = new Document({});
  for (const [index, { state, show, text, media }] of looks.entries()) {
    const look: Record<string, unknown> = {};
    if (show !== undefined) look.show = show;
    if (text.length > 0) look.text = texts(text);
    for (const medium of media) {
      const file = files.get(medium)!;
      const isAlone = media.length === 1 || medium.desc.length === 0;
      look[medium.kind] = isAlone ? file : { file, desc: texts(medium.desc) };
      if (media.length === 1 && medium.desc.length > 0) look.desc = texts(medium.desc);
    }
    const key = new Scalar(state);
    key.spaceBefore = index > 0;
    document.add(document.createPair(key, look));
  }
  return document.toString({ lineWidth: 0 });
}

function texts(list: readonly LocalText[]): string | Record<string, string> {
  if (list.length === 1 && list[0]!.lang === "") return list[0]!.text;
  return Object.fromEntries(list.map(({ lang, text }) => [lang, text]));
}

/** A file a medium; media of the same bytes (`nameOf`) share one. @throws Error in words where a type has no file name */
export function fileNames<M extends NamedMedium>(
  looks: readonly NamedLook<M>[],
  nameOf: (medium: M) => string,
): Map<M, string> {
  const named = new Map<string, string>();
  const files = new Map<M, string>();
  for (const { state, media } of looks) {
    for (const medium of media) {
      const ending = endingOf(medium.mediaType);
      if (ending === undefined) throw new Error(`${state}, ${medium.kind}: ${medium.mediaType} has no file name`);
      const name = `${state}${medium.kind === "image" ? "" : `-${medium.kind}`}.${ending}`;
      const same = `${medium.mediaType} ${nameOf(medium)}`;
      files.set(medium, named.get(same) ?? name);
      named.set(same, files.get(medium)!);
    }
  }
  return files;
}
