// The words of parts that are loaded when they are wanted: in the language of the others, and loaded with the first of these.
import { deRare } from "./de-rare.ts";
import type { Loose } from "./en.ts";
import { enRare } from "./en-rare.ts";
import type { Words } from "./index.ts";

export type RareMessages = Loose<typeof enRare>;

const LANGUAGES: Readonly<Record<string, RareMessages>> = { en: enRare, de: deRare };

export function rareWords({ format }: Pick<Words, "format">): RareMessages {
  return LANGUAGES[format.language.split("-")[0]!] ?? enRare;
}
