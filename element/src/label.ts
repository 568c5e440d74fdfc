// Pure: what is said of a look, in one line, to those who cannot see it, and to those who point at it.
import type { Shown } from "@status-scheme/client-plugin";
import { nameState } from "./words.ts";
import type { Words } from "./words.ts";

const MOST_CHARACTERS = 200;
/** Characters of scripts that go from right to left, of which a text may mix up what stands beside it. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** Overrides and isolates that might not be closed, line breaks, and what is no character. */
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g;

/** Someone else's text in one line, cut to a length, that leaves what stands beside it alone. */
export function tame(text: string, most = MOST_CHARACTERS): string {
  // Twice as many units as characters at most: a text of any length costs the same.
  const line = text
    .slice(0, 4 * most)
    .replace(CONTROLS, " ")
    .trim();
  const characters = [...line];
  const cut = characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
  return RIGHT_TO_LEFT.test(cut) ? `\u2068${cut}\u2069` : cut;
}

export interface LabelUses {
  /** Of the contact; "": not said. */
  readonly name: string;
  readonly words: Words;
  /** BCP 47. */
  readonly language: string;
  /** Ms since the epoch. */
  readonly now: number;
}

/** "Juliet: With the nurse, in a meeting (Do not disturb), until 14:30" */
export function labelOf(shown: Shown | undefined, { name, words, language, now }: LabelUses): string {
  const state = nameState(shown?.state ?? "offline", shown?.show ?? "offline", words);
  const said = shown?.look?.text ?? shown?.status ?? shown?.look?.media.find(({ desc }) => desc)?.desc ?? "";
  const parts = [tame(said), tame(state)];
  const until = shown?.until;
  if (until !== undefined && until > now && until <= MOST_MS)
    parts.push(words.until.replace("{time}", () => timeOf(until, now, language)));
  const told = parts.filter((part) => part !== "").join(", ");
  return name === "" ? told : `${tame(name)}: ${told}`;
}

/** The last date there is (ECMAScript 21.4.1.1). */
const MOST_MS = 8.64e15;

function timeOf(until: number, now: number, language: string): string {
  const isToday = new Date(until).toDateString() === new Date(now).toDateString();
  return new Date(until).toLocaleString(
    language,
    isToday ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" },
  );
}
