// The language of what people read: Converse's, else the browser's, else English.
import { de } from "./de.ts";
import { en } from "./en.ts";
import type { Messages } from "./en.ts";

export type { Messages };
const LANGUAGES: Readonly<Record<string, Messages>> = { en, de };

/** `chosen`: Converse's setting `i18n`, if it has one. */
export function messagesFor(chosen: unknown): Messages {
  const wanted = typeof chosen === "string" && chosen !== "" ? [chosen] : navigator.languages;
  for (const language of wanted) {
    const messages = LANGUAGES[language.toLowerCase().split(/[-_]/)[0]!];
    if (messages) return messages;
  }
  return en;
}
