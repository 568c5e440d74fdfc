// docs/requirements.md: the trace of the requirements, for people.
import { countOf, standingOf } from "./requirements.ts";
import type { Traced } from "./requirements.ts";
import type { Draft } from "./source.ts";

export const REQUIREMENTS_FILE = new URL("../../docs/requirements.md", import.meta.url);

/** The page's text. */
export function requirementsTable({ sections }: Draft, traced: readonly Traced[]): string {
  const counts = [...countOf(traced)].map(([level, of]) => [level, of.tested, of.judged, of.awaited, of.untested]);
  const withRequirements = sections
    .map((section) => ({ section, items: traced.filter((item) => item.section === section.number) }))
    .filter(({ items }) => items.length > 0);
  return [
    "# Requirements and the tests that hold them",
    "",
    "Made by `npm run draft` from `xep-draft.md` and the tests' `// holds:` comments; a test fails when it is stale.",
    "*Judged* means that only a person can tell, for the reason given; *awaited*, that the section is specified ahead of the code.",
    "",
    ...table(["level", "tested", "judged", "awaited", "without a test"], counts),
    ...withRequirements.flatMap(({ section, items }) => [
      "",
      `## ${section.number} [${section.title}](../xep-draft.md#${section.slug})`,
      "",
      ...table(
        ["requirement", "level", "tests"],
        items.map((item) => [`\`${item.id}\``, item.level, testsOf(item)]),
      ),
    ]),
    "",
  ].join("\n");
}

function testsOf(item: Traced): string {
  const standing = standingOf(item);
  if (standing === "judged") return `judged: ${cell(item.judged ?? "")}`;
  if (standing === "awaited") return "awaited";
  if (standing === "untested") return "**none**";
  return item.tests.map(({ file, test }) => [`\`${file}\``, cell(test)].filter(Boolean).join(": ")).join("<br>");
}

/** A test's name is no markdown. */
function cell(text: string): string {
  return text.replace(/[\\`*_<>[\]|]/g, (char) => `\\${char}`);
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`);
}
