// What an operator is answered: a sentence, or a list. The command line prints it, ad-hoc commands put it into a form.
import { printable } from "@status-scheme/protocol";

export interface Column {
  readonly name: string;
  /** For people. */
  readonly label: string;
}
export interface Answer {
  readonly text: string;
  readonly table?: { readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] };
}

/** For a terminal: a line for each row, its columns parted by tabs, whatever others wrote into them. */
export function print({ text, table }: Answer): string {
  const rows = table && table.rows.length > 0 ? [table.columns.map(({ label }) => label), ...table.rows] : [];
  return [...rows.map((row) => row.map(printable).join("\t")), text].map((line) => `${line}\n`).join("");
}
