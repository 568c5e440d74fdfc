// Forms of operators' commands (XEP-0004): what a command asks for, what was filled in, and lists as results.
import { element, NS_DATA_FORMS } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Answer } from "../operator/answer.ts";
import { REASON } from "../operator/arguments.ts";
import type { OperatorCommand } from "../operator/commands.ts";

const x = (type: string, ...children: Element[]) => element(NS_DATA_FORMS, "x", { type }, ...children);
const leaf = (name: string, text: string) => element(NS_DATA_FORMS, name, {}, text);

/** The form to be filled in. */
export function formOf({ name, title, argument, isOrder }: OperatorCommand): Element {
  const fields = [...(argument ? [argument] : []), ...(isOrder ? [REASON] : [])].map((field) =>
    element(
      NS_DATA_FORMS,
      "field",
      { var: field.name, type: "text-single", label: field.label },
      !field.isOptional && element(NS_DATA_FORMS, "required"),
    ),
  );
  return x("form", leaf("title", name), leaf("instructions", title), ...fields);
}

/** What was filled in, by the fields' names; what was left empty is not there. Undefined where nothing was submitted. */
export function submittedIn(command: Element): ReadonlyMap<string, string> | undefined {
  const form = command.getChildren("x", NS_DATA_FORMS).find(({ attrs }) => attrs.type === "submit");
  if (!form) return undefined;
  const filled = form
    .getChildren("field", NS_DATA_FORMS)
    .map((field) => [String(field.attrs.var), field.getChildText("value")?.trim() ?? ""] as const)
    .filter(([, value]) => value !== "");
  return new Map(filled);
}

/** A list as a form of several items (3.4). */
export function resultOf({ columns, rows }: NonNullable<Answer["table"]>): Element {
  const field = (name: string, value: string) => element(NS_DATA_FORMS, "field", { var: name }, leaf("value", value));
  const labels = columns.map(({ name, label }) => element(NS_DATA_FORMS, "field", { var: name, label }));
  const items = rows.map((row) =>
    element(NS_DATA_FORMS, "item", {}, ...row.map((value, index) => field(columns[index]!.name, value))),
  );
  return x("result", element(NS_DATA_FORMS, "reported", {}, ...labels), ...items);
}
