// Looks become an archive of a scheme folder: unzipped, it is one that `status-scheme publish` takes.
import type { LookDraft } from "@status-scheme/client-plugin";
import { zipSync } from "fflate";
import { SCHEME_FILE } from "./drafts.ts";
import { fileNames, schemeYaml } from "./scheme-yaml.ts";

/** The earliest that ZIP can say: the same looks make the same archive. */
const TIME = { mtime: new Date(1980, 0, 1) };

/** @throws Error in words where a medium is given without its bytes, or its type has no file name */
export function packScheme(looks: readonly LookDraft[]): Uint8Array {
  const named = looks.map(({ state, show, text = [], media = [] }) => ({
    state,
    ...(show && { show }),
    text,
    media: media.map((medium) => {
      if (!("bytes" in medium)) throw new Error(`${state}, ${medium.kind}: its bytes are not here`);
      return { ...medium, desc: medium.desc ?? [] };
    }),
  }));
  const contents: Uint8Array[] = [];
  const files = fileNames(named, ({ bytes }) => {
    const at = contents.findIndex((other) => sameBytes(other, bytes));
    return String(at < 0 ? contents.push(bytes) - 1 : at);
  });
  const archive: Record<string, [Uint8Array, { level: 0 | 6; mtime: Date }]> = {
    [SCHEME_FILE]: [new TextEncoder().encode(schemeYaml(named, files)), { level: 6, ...TIME }],
  };
  // Pictures, sounds and videos are compressed already.
  for (const [{ bytes }, name] of files) archive[name] = [bytes, { level: 0, ...TIME }];
  return zipSync(archive);
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one === other || (one.length === other.length && one.every((byte, index) => byte === other[index]));
}
