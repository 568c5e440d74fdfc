// What tests say that they hold: a comment `// holds: id, id` on the line above test(, test.each( or describe(, and
// `"holds": ["id"]` in a fixture's json, which a test runs.
import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** One test that holds one requirement. */
export interface Holding {
  readonly requirement: string;
  /** From the repository's root. */
  readonly file: string;
  /** Its names from the outermost describe inwards, joined by " › "; empty for a fixture: its file says it. */
  readonly test: string;
}
export interface Held {
  readonly holdings: readonly Holding[];
  /** Comments that nothing can be made of, with file and line. */
  readonly problems: readonly string[];
}

const ROOT = new URL("../../", import.meta.url);
const COMMENT = /^\s*\/\/ ?holds:\s*(.*?)\s*$/;
const ID = /^[a-z\d]+(?:-[a-z\d]+)*$/;

/** Reads every test and fixture of the repository. */
export function readHoldings(root: URL = ROOT): Held {
  const cwd = fileURLToPath(root);
  const files = (pattern: string) => globSync(pattern, { cwd, exclude: ["node_modules/**"] }).sort();
  const read = (file: string) => readFileSync(new URL(file, root), "utf8");
  const found = [
    ...files("*/test/**/*.ts").map((file) => holdingsOfTest(file, read(file))),
    ...files("fixtures/{stanzas,examples}/**/*.json").map((file) => holdingsOfFixture(file, read(file))),
  ];
  return { holdings: found.flatMap(({ holdings }) => holdings), problems: found.flatMap(({ problems }) => problems) };
}

export function holdingsOfTest(file: string, text: string): Held {
  const holdings: Holding[] = [];
  const problems: string[] = [];
  const lines = text.split("\n");
  const tests = lines.some((line) => COMMENT.test(line)) ? testsByLine(file, text) : new Map<number, Test>();
  for (const [index, line] of lines.entries()) {
    const [, list] = COMMENT.exec(line) ?? [];
    if (list === undefined) continue;
    const at = `${file}:${String(index + 1)}`;
    const test = tests.get(index + 1);
    const ids = list.split(/,\s*/);
    if (!test) problems.push(`${at}: a holds comment that is not directly above a test`);
    else if (test.skipped) problems.push(`${at}: a test that is skipped holds nothing`);
    else if (!ids.every((id) => ID.test(id))) problems.push(`${at}: not a list of ids: ${list}`);
    else holdings.push(...ids.map((requirement) => ({ requirement, file, test: test.name })));
  }
  return { holdings, problems };
}

export function holdingsOfFixture(file: string, text: string): Held {
  const { holds = [] } = JSON.parse(text) as { holds?: unknown };
  const isList = Array.isArray(holds) && holds.every((id) => typeof id === "string" && ID.test(id));
  if (!isList) return { holdings: [], problems: [`${file}: "holds" is not a list of ids`] };
  return { holdings: holds.map((requirement: string) => ({ requirement, file, test: "" })), problems: [] };
}

interface Test {
  readonly name: string;
  readonly skipped: boolean;
}

/** The calls of jest's functions, by the line they begin on, from 0. */
function testsByLine(file: string, text: string): Map<number, Test> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const tests = new Map<number, Test>();
  const visit = (node: ts.Node, outer: readonly string[]): void => {
    const [called, ...members] = ts.isExpressionStatement(node) ? calleeOf(node.expression) : [];
    const isTest = called === "test" || called === "it";
    const names = isTest || called === "describe" ? [...outer, nameOf(node as ts.ExpressionStatement)] : outer;
    if (names !== outer) {
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line;
      const skipped = ["skip", "todo", "failing"].some((member) => members.includes(member));
      tests.set(line, { name: names.join(" › "), skipped });
    }
    ts.forEachChild(node, (child) => {
      visit(child, names);
    });
  };
  visit(source, []);
  return tests;
}

/** `test.each(table)("name", …)` -> test, each. */
function calleeOf(node: ts.Expression): string[] {
  if (ts.isCallExpression(node)) return calleeOf(node.expression);
  if (ts.isTaggedTemplateExpression(node)) return calleeOf(node.tag);
  if (ts.isPropertyAccessExpression(node)) return [...calleeOf(node.expression), node.name.text];
  return ts.isIdentifier(node) ? [node.text] : [];
}

/** The first argument, as it is written. */
function nameOf({ expression }: ts.ExpressionStatement): string {
  const name = ts.isCallExpression(expression) ? expression.arguments[0] : undefined;
  if (name && ts.isStringLiteralLike(name)) return name.text;
  return name ? name.getText().replace(/^`|`$/g, "") : "";
}
