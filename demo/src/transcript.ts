// The demo's words on the terminal: aligned, one line a step, coloured where the terminal is (util.styleText obeys NO_COLOR).
import { styleText } from "node:util";
import type { Shown } from "@status-scheme/client-plugin";

export interface Transcript {
  readonly heading: (text: string) => void;
  /** Lines of a name and a value. */
  readonly table: (rows: readonly (readonly [string, string])[]) => void;
  /** A step of the play: what was done, and what is shown since. */
  readonly step: (action: string, shown: string, outcome: Outcome) => void;
  readonly note: (text: string) => void;
}
export type Outcome = { readonly ok: true; readonly ms?: number } | { readonly ok: false; readonly why: string };

const ACTION_WIDTH = 36;
const STATE_WIDTH = 17;
const TEXT_WIDTH = 31;

export function createTranscript(out: NodeJS.WriteStream): Transcript {
  const style = (format: Parameters<typeof styleText>[0], text: string) => styleText(format, text, { stream: out });
  const line = (text = "") => out.write(`${text.trimEnd()}\n`);
  return {
    heading: (text) => {
      line();
      line(style("bold", text));
    },
    table: (rows) => {
      const width = Math.max(...rows.map(([name]) => name.length)) + 2;
      for (const [name, value] of rows) line(`  ${style("dim", name.padEnd(width))}${value}`);
    },
    step: (action, shown, outcome) => {
      const mark = outcome.ok ? style("green", "✓") : style("red", "✗");
      const time = outcome.ok && outcome.ms !== undefined ? style("dim", `  ${outcome.ms} ms`) : "";
      line(`  ${mark} ${action.padEnd(ACTION_WIDTH)}${shown}${time}`);
      if (!outcome.ok) line(style("red", `    ${outcome.why}`));
    },
    note: (text) => line(style("dim", `  ${text}`)),
  };
}

/** What a client shows for a contact, in columns: state, text, image. */
export function describe(shown: Shown | undefined): string {
  const state = shown?.loggedIn ? `● ${shown.state}` : "○ not logged in";
  const image = shown?.look?.media.find((medium) => medium.kind === "image");
  const text = shown?.look?.text === undefined ? "" : `“${shown.look.text}”`;
  const columns = [state.padEnd(STATE_WIDTH), (shown?.look ? text : "grey").padEnd(TEXT_WIDTH)];
  if (image)
    columns.push(
      `${image.mediaType.replace("image/", "")} ${image.width}×${image.height}, ${kilobytes(image.bytes.length)}`,
    );
  return columns.join(" ");
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
