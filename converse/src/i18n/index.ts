// The language of what people read: Converse's, else the browser's, else English.
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Messages } from "./en.ts";
import type { Api } from "../types.ts";

export type { Messages };
const LANGUAGES: Readonly<Record<string, Messages>> = { en, de };

/** The person's, best first (BCP 47). */
export function languagesOf({ settings }: Pick<Api, "settings">): readonly string[] {
  const chosen = settings.get("i18n");
  return [...(typeof chosen === "string" && chosen !== "" ? [chosen.replace("_", "-")] : []), ...navigator.languages];
}

/** `languages`: the person's. */
export function messagesFor(languages: readonly string[]): Messages {
  for (const language of languages) {
    const messages = LANGUAGES[language.toLowerCase().split("-")[0]!];
    if (messages) return messages;
  }
  return en;
}
