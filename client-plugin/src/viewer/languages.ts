// Which of several texts to show (BCP 47; RFC 4647 3.4, "Lookup"; draft, "Internationalization Considerations").
import type { LocalText } from "@status-scheme/protocol";

/** The best match for the languages, best first; else the text without a language, else the first. */
export function pickText(texts: readonly LocalText[], languages: readonly string[]): string | undefined {
  if (texts.length < 2) return texts[0]?.text;
  const tags = texts.map(({ lang }) => lang.toLowerCase());
  for (const language of languages) {
    const wanted = language.toLowerCase();
    // From the specific to the general: en-GB-oxendict, en-GB, en.
    for (let tag = wanted; tag !== ""; tag = tag.slice(0, Math.max(tag.lastIndexOf("-"), 0))) {
      const index = tags.indexOf(tag);
      if (index >= 0) return texts[index]!.text;
    }
    // Someone who reads English reads British English.
    const index = tags.findIndex((tag) => tag.startsWith(`${wanted.split("-")[0]!}-`));
    if (index >= 0) return texts[index]!.text;
  }
  return (texts.find(({ lang }) => lang === "") ?? texts[0])?.text;
}

/** Picks the text that the person is to read. */
export type Reader = (texts: readonly LocalText[]) => string | undefined;

/** The languages of the person as far as the environment tells. */
export function ownLanguages(): readonly string[] {
  const { language, languages } = (globalThis.navigator ?? {}) as Partial<Navigator>;
  return languages ?? (language === undefined ? [] : [language]);
}
