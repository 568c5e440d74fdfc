// Texts of others: which one a person reads.
import type { LocalText } from "@status-scheme/protocol";

/** In the best of the person's languages that there is one in; "" where there is none at all. */
export function inWords(texts: readonly LocalText[], languages: readonly string[]): string {
  const found = languages.map((tag) => texts.find(({ lang }) => lang === tag.split("-")[0])).find(Boolean);
  return (found ?? texts[0])?.text ?? "";
}
