// scheme.yaml: states as keys, each with what is shown in it.
//
// dnd:
//   text: { en: Please do not disturb, it: Non disturbare }     or one text without a language
//   image: door.png                                              or { file: door.png, desc: … }
//   desc: { en: A closed door }                                  of the image
// in_a_meeting:
//   show: dnd                                                    of a state of one's own: its base
//   text: In a meeting
import type { LocalText, MediumKind } from "@status-scheme/protocol";
import { BASE_STATES, isLanguage, isState, MEDIUM_KINDS } from "@status-scheme/protocol";
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Node, Pair, YAMLMap } from "yaml";
import type { Problem } from "./problems.ts";

export interface ParsedMedium {
  readonly kind: MediumKind;
  readonly file: string;
  readonly desc: readonly LocalText[];
  readonly line: number;
}
export interface ParsedLook {
  readonly state: string;
  readonly show?: string;
  readonly text: readonly LocalText[];
  readonly media: readonly ParsedMedium[];
  readonly line: number;
}
export interface Parsed {
  readonly looks: readonly ParsedLook[];
  readonly problems: readonly Problem[];
}

const LOOK_KEYS: readonly string[] = ["show", "text", "desc", ...MEDIUM_KINDS];
const SHOWS: readonly string[] = BASE_STATES.filter((state) => state !== "offline");

/** Far more than a scheme has: the parser needs long for what is nested deep. */
const MAX_BRACKETS = 5_000;
/** More are nobody's to read. */
const MAX_PROBLEMS = 100;

/** Everything that can be read, and every problem there is, up to a hundred; never throws. */
export function parseSchemeYaml(source: string, file: string): Parsed {
  if ((source.match(/[[{]/g)?.length ?? 0) > MAX_BRACKETS) {
    return { looks: [], problems: [{ file, line: 1, message: "more brackets than a scheme has" }] };
  }
  const lines = new LineCounter();
  // With pretty errors the parser copies the whole line for each: minutes, where a file is one line of mistakes.
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: false, prettyErrors: false });
  const problems: Problem[] = document.errors.map(({ message, pos }) => ({
    file,
    line: lines.linePos(pos[0]).line,
    message,
  }));
  const lineOf = (node: Node | null | undefined) => lines.linePos(node?.range?.[0] ?? 0).line;
  const problem = (node: Node | null | undefined, message: string) => {
    problems.push({ file, line: lineOf(node), message });
  };

  const entries = (node: unknown, at: Node, what: string, keys?: readonly string[]): [string, Pair][] => {
    if (!isMap(node)) {
      problem(at, `${what}: expected names with values below it`);
      return [];
    }
    const seen = new Set<string>();
    return (node as YAMLMap).items.flatMap((pair): [string, Pair][] => {
      const key = isScalar(pair.key) && typeof pair.key.value === "string" ? pair.key.value : undefined;
      // The parser itself compares each with each.
      if (key !== undefined && seen.has(key)) {
        problem(pair.key as Node, "Map keys must be unique");
        return [];
      }
      if (key !== undefined) seen.add(key);
      if (key === undefined) problem(pair.key as Node, `${what}: a name has to be a text; put it in quotes`);
      else if (keys && !keys.includes(key)) {
        problem(pair.key as Node, `${what}: "${key}" is not known; known are ${keys.join(", ")}`);
      } else return [[key, pair]];
      return [];
    });
  };
  const textOf = (node: unknown, at: Node, what: string): string | undefined => {
    // A text in YAML's block style ends in a line break that nobody meant.
    if (isScalar(node) && typeof node.value === "string" && node.value.trim() !== "")
      return node.value.replace(/\n+$/, "");
    problem(at, `${what}: expected a text${isScalar(node) && node.value !== null ? "; put it in quotes" : ""}`);
    return undefined;
  };
  const texts = (node: unknown, at: Node, what: string): LocalText[] => {
    if (!isMap(node)) {
      const text = textOf(node, at, what);
      return text === undefined ? [] : [{ lang: "", text }];
    }
    return entries(node, at, what).flatMap(([lang, { key, value }]) => {
      if (!isLanguage(lang)) problem(key as Node, `${what}: "${lang}" is not a language tag such as en or pt-BR`);
      const text = textOf(value, key as Node, `${what}, ${lang}`);
      return text === undefined || !isLanguage(lang) ? [] : [{ lang, text }];
    });
  };
  const medium = (kind: MediumKind, node: unknown, at: Node, what: string): ParsedMedium[] => {
    if (!isMap(node)) {
      const name = textOf(node, at, what);
      return name === undefined ? [] : [{ kind, file: name, desc: [], line: lineOf(at) }];
    }
    const found = new Map(entries(node, at, what, ["file", "desc"]));
    const fileOf = found.get("file");
    const descOf = found.get("desc");
    const name = fileOf ? textOf(fileOf.value, fileOf.key as Node, `${what}, file`) : undefined;
    if (!fileOf) problem(at, `${what}: no file is named`);
    const desc = descOf ? texts(descOf.value, descOf.key as Node, `${what}, desc`) : [];
    return name === undefined ? [] : [{ kind, file: name, desc, line: lineOf(at) }];
  };
  const look = (state: string, { key, value }: Pair): ParsedLook | undefined => {
    const at = key as Node;
    if (!isState(state)) {
      problem(at, `"${state}" is not a state: 1 to 64 of a-z, 0-9 and _`);
      return undefined;
    }
    const found = new Map(entries(value, at, state, LOOK_KEYS));
    const part = <T>(name: string, read: (node: unknown, at: Node, what: string) => T): T | undefined => {
      const pair = found.get(name);
      return pair && read(pair.value, pair.key as Node, `${state}, ${name}`);
    };
    const show = part("show", textOf);
    if (show !== undefined && !SHOWS.includes(show)) {
      problem(found.get("show")!.key as Node, `${state}, show: "${show}" is none of ${SHOWS.join(", ")}`);
    }
    const media = MEDIUM_KINDS.flatMap((kind) => part(kind, (node, at, what) => medium(kind, node, at, what)) ?? []);
    const desc = part("desc", texts);
    const described = media.find(({ kind }) => kind === "image") ?? media[0];
    if (desc && !described) problem(found.get("desc")!.key as Node, `${state}, desc: there is nothing to describe`);
    return {
      state,
      ...(show !== undefined && SHOWS.includes(show) && { show }),
      text: part("text", texts) ?? [],
      media: media.map((one) => (one === described && desc ? { ...one, desc: [...desc, ...one.desc] } : one)),
      line: lineOf(at),
    };
  };

  const told = () => problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, MAX_PROBLEMS);
  if (document.contents === null) return { looks: [], problems: told() };
  const looks = entries(document.contents, document.contents as Node, "the scheme").flatMap(
    ([state, pair]) => look(state, pair) ?? [],
  );
  return { looks, problems: told() };
}
