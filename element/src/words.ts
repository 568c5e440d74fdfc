// The words of the elements, by language: of states that nobody made a look for, and of the button.
import { BASE_STATES } from "@status-scheme/protocol/viewing";
import type { BaseState } from "@status-scheme/protocol";

export interface Words {
  /** Base states; states of people's own are welcome as well, e.g. `in_a_meeting`. */
  readonly states: Readonly<Record<BaseState, string>> & Readonly<Record<string, string>>;
  /** With `{time}`. */
  readonly until: string;
  /** With `{name}`. */
  readonly hear: string;
  readonly silence: string;
}
/** What is left out stays as it is, or English in a language that is new. */
export type SomeWords = { readonly states?: Readonly<Record<string, string>> } & Partial<Omit<Words, "states">>;

const ENGLISH: Words = {
  states: {
    available: "Available",
    chat: "Free to chat",
    away: "Away",
    dnd: "Do not disturb",
    xa: "Away for longer",
    offline: "Not logged in",
  },
  until: "until {time}",
  hear: "Play the sound of {name}",
  silence: "Stop the sound of {name}",
};
const GERMAN: Words = {
  states: {
    available: "Verfügbar",
    chat: "Gesprächsbereit",
    away: "Abwesend",
    dnd: "Bitte nicht stören",
    xa: "Länger abwesend",
    offline: "Nicht angemeldet",
  },
  until: "bis {time}",
  hear: "Ton von {name} abspielen",
  silence: "Ton von {name} anhalten",
};

export interface Dictionary {
  /** The best there are for these languages, best first (BCP 47), and which language that is. */
  readonly find: (languages: readonly string[]) => { readonly language: string; readonly words: Words };
  readonly add: (language: string, words: SomeWords) => void;
}

export function createDictionary(onChange: () => void): Dictionary {
  const languages = new Map<string, Words>([
    ["en", ENGLISH],
    ["de", GERMAN],
  ]);
  const lookUp = (language: string): Words | undefined => {
    // From the specific to the general: de-CH, de.
    for (let tag = language.toLowerCase(); tag !== ""; tag = tag.slice(0, Math.max(tag.lastIndexOf("-"), 0))) {
      const words = languages.get(tag);
      if (words) return words;
    }
    return undefined;
  };
  return {
    find(wanted) {
      for (const language of wanted) {
        const words = lookUp(language);
        if (words) return { language, words };
      }
      return { language: "en", words: languages.get("en")! };
    },
    add(language, words) {
      const before = lookUp(language) ?? ENGLISH;
      languages.set(language.toLowerCase(), { ...before, ...words, states: { ...before.states, ...words.states } });
      onChange();
    },
  };
}

/** A state's name; one of the owner's own that has no word is told by its token: `in_a_meeting`, "in a meeting". */
export function nameState(state: string, show: BaseState, { states }: Words): string {
  const own = Object.hasOwn(states, state) ? states[state]! : state.replaceAll("_", " ");
  return (BASE_STATES as readonly string[]).includes(state) ? own : `${own} (${states[show]})`;
}
