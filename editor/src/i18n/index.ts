// Which language the editor speaks. Another one: a file beside en.ts with the type `Messages`, and its line here.
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Messages } from "./en.ts";
import { createFormats } from "./format.ts";
import type { Formats } from "./format.ts";

export type { Formats } from "./format.ts";
export type { Messages } from "./en.ts";

const LANGUAGES: Readonly<Record<string, Messages>> = { en, de };

export interface Words {
  readonly words: Messages;
  readonly format: Formats;
}

/** The first of these (BCP 47, best first) that there are words in; English else. Numbers are as in the region asked for. */
export function wordsFor(languages: readonly string[]): Words {
  for (const tag of languages) {
    const words = LANGUAGES[tag.toLowerCase().split("-")[0]!];
    const language = words && Intl.NumberFormat.supportedLocalesOf([tag])[0];
    if (words && language) return { words, format: createFormats(language) };
  }
  return { words: en, format: createFormats("en") };
}
