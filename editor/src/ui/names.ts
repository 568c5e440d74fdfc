// What states are called. A state of one's own has a token on the wire; people see it as words.
import { BASE_STATES } from "@status-scheme/protocol";
import type { BaseState } from "@status-scheme/protocol";
import type { Messages } from "../i18n/index.ts";
import type { EditedLook, EditorState } from "../model/index.ts";

/** Letters of the draft's tokens (section "Looks"): a-z, 0-9 and _. */
const MOST = 64;

export const isBase = (state: string): state is BaseState => (BASE_STATES as readonly string[]).includes(state);

export function nameOf(state: string, words: Messages): string {
  if (isBase(state)) return words.states[state];
  if (Object.hasOwn(words.tokens, state)) return words.tokens[state]!;
  const text = state.replaceAll("_", " ").trim() || state;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Of what somebody typed; "" where there is no letter or digit in it. `taken`: for words that no token has letters for. */
export function tokenOf(name: string, taken: readonly string[]): string {
  const token = name
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[äöü]/g, (letter) => ({ ä: "ae", ö: "oe", ü: "ue" })[letter]!)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, MOST);
  if (token !== "" || !/[\p{L}\p{N}]/u.test(name)) return token;
  for (let count = 1; ; count += 1) if (!taken.includes(`own_${String(count)}`)) return `own_${String(count)}`;
}

/** Base states first, all of them, then those of the person's own, as they are in the scheme. */
export function statesOf(looks: readonly EditedLook[]): readonly string[] {
  return [...BASE_STATES, ...looks.map(({ state }) => state).filter((state) => !isBase(state))];
}

export const lookOf = (looks: readonly EditedLook[], state: string): EditedLook | undefined =>
  looks.find((look) => look.state === state);

/** Every state that is shown, those removed and not published yet among them. */
export const baseOf = (state: string, { looks }: EditorState): BaseState =>
  isBase(state) ? state : (lookOf(looks, state)?.show ?? "available");
