// Which rules of the schema a document breaks, read from what xmllint says of it.
import type { Element } from "@status-scheme/protocol";
import type { Rule } from "./schema.ts";

/** `where how`, as of a Rule. Nothing for what no rule is about, such as an element that the schema does not know. */
export function brokenRules(root: Element, messages: readonly string[]): string[] {
  return messages.flatMap((message) => {
    for (const [pattern, rulesOf] of READINGS) {
      const match = pattern.exec(message)?.groups;
      if (match) return rulesOf(match, root, message).map(({ where, how }) => `${where} ${how}`);
    }
    return [];
  });
}

type Reading = (match: Record<string, string | undefined>, root: Element, message: string) => Rule[];

const OF = "Element '\\{[^}]*\\}(?<of>[\\w-]+)'";
const READINGS: readonly (readonly [RegExp, Reading])[] = [
  [
    new RegExp(`${OF}: The attribute '(?<name>[\\w-]+)' is required`),
    ({ of, name }) => [{ where: `${of!}@${name!}`, how: "missing" }],
  ],
  [
    new RegExp(`${OF}, attribute '(?<lang>\\{[^}]*\\})?(?<name>[\\w-]+)': (?!The attribute)`),
    ({ of, lang, name }, _, message) => {
      const how = message.includes("[facet 'enumeration']") ? "unknown" : "malformed";
      return [{ where: `${of!}@${lang ? "xml:" : ""}${name!}`, how }];
    },
  ],
  [
    new RegExp(`${OF}: Missing child element\\(s\\)\\. Expected is \\( \\{(?<xmlns>[^}]*)\\}(?<child>[\\w-]*)`),
    ({ of, xmlns, child }) => [{ where: `${of!}>${child || xmlns!}`, how: "missing" }],
  ],
  [
    new RegExp(`${OF}: This element is not expected`),
    ({ of }, root) => parentsOf(root, of!).map((parent) => ({ where: `${parent}>${of!}`, how: "repeated" })),
  ],
  [
    /Duplicate key-sequence .* identity-constraint '\{[^}]*\}(?<unique>[\w-]+)'/s,
    ({ unique }) => [{ where: `unique ${unique!}`, how: "repeated" }],
  ],
  [new RegExp(`${OF}: \\[facet`), ({ of }) => [{ where: of!, how: "malformed" }]],
];

function parentsOf(root: Element, child: string): string[] {
  const children = root.getChildElements();
  const here = children.some((found) => found.getName() === child) ? [root.getName()] : [];
  return [...here, ...children.flatMap((found) => parentsOf(found, child))];
}
