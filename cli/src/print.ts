// Schemes and access as people read them.
import { printable } from "@status-scheme/protocol";
import type { Access, LocalText, Scheme } from "@status-scheme/protocol";

export function printScheme({ owner, stamp, looks }: Scheme): string {
  if (looks.length === 0) return `${owner}: cleared${stamp === undefined ? "" : ` ${stamp}`}\n`;
  const lines = looks.flatMap(({ state, show, text, media }) => [
    `\n${state}${show === undefined ? "" : ` (${show})`}`,
    ...printTexts(text).map((line) => `  ${line}`),
    ...media.flatMap(({ kind, mediaType, size, width, height, desc }) => [
      `  ${kind}: ${mediaType}, ${size} bytes${width === undefined ? "" : `, ${width}×${height}`}`,
      ...printTexts(desc).map((line) => `    ${line}`),
    ]),
  ]);
  return [`${owner}  ${stamp ?? ""}`, ...lines, ""].join("\n");
}

export function printAccess({ model, groups, allowed, blocked, roster }: Access): string {
  const list = (name: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`${name}: ${items.map(printable).join(", ")}`];
  const keeper = roster === "server" ? "the service reads your roster" : "your client tells the service your contacts";
  return [
    `model: ${model}`,
    ...list("groups", groups),
    ...list("allowed", allowed),
    ...list("blocked", blocked),
    `contacts: ${keeper}`,
    "",
  ].join("\n");
}

function printTexts(texts: readonly LocalText[]): string[] {
  return texts.map(({ lang, text }) => (lang === "" ? printable(text) : `${lang}: ${printable(text)}`));
}
