// Numbers, sizes and names of languages, as a language writes them (ECMA-402).

export interface Formats {
  /** BCP 47. */
  readonly language: string;
  readonly number: (value: number) => string;
  /** Bytes: `256 kB`, of 1,024 each. A number and its unit stay on one line, here and below. */
  readonly bytes: (bytes: number) => string;
  /** Milliseconds: `2.5 sec`. */
  readonly duration: (milliseconds: number) => string;
  /** A language's own name in this one; the tag where it has none. */
  readonly languageName: (tag: string) => string;
}

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

export function createFormats(language: string): Formats {
  const numbers = new Intl.NumberFormat(language);
  const seconds = unit(language, "second");
  const sizes = UNITS.map((name) => unit(language, name));
  const names = new Intl.DisplayNames(language, { type: "language" });
  return {
    language,
    number: (value) => numbers.format(value),
    bytes(bytes) {
      let at = 0;
      let value = bytes;
      for (; value >= 1024 && at < UNITS.length - 1; at++) value /= 1024;
      return sizes[at]!(value);
    },
    duration: (milliseconds) => seconds(milliseconds / 1000),
    languageName(tag) {
      try {
        return names.of(tag) ?? tag;
      } catch {
        return tag;
      }
    },
  };
}

function unit(language: string, name: string): (value: number) => string {
  const { format } = new Intl.NumberFormat(language, {
    style: "unit",
    unit: name,
    unitDisplay: "short",
    maximumFractionDigits: 1,
  });
  return (value) => format(value).replaceAll(" ", "\u00a0");
}

/** The form for a number: `plural(3, { one: "state", other: "states" })`. */
export type Plural = (count: number, forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }) => string;

export function createPlural(language: string): Plural {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
