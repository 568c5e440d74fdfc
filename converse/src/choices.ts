// What the person chose, for each account, in this browser. What they did not choose is as the page set it up.
import { bareJid } from "@status-scheme/protocol/viewing";
import type { Api } from "./types.ts";

export const MOTIONS = ["auto", "still", "animate", "off"] as const;
export const SOUNDS = ["click", "off"] as const;

export interface Choices {
  /** Looks at all: shown, and told of. */
  readonly enabled: boolean;
  /** `auto`: as the system says (prefers-reduced-motion); `off`: no pictures, the plain state. */
  readonly motion: (typeof MOTIONS)[number];
  /** `click`: sounds are played when they are clicked. */
  readonly sound: (typeof SOUNDS)[number];
  /** Whose looks are shown; undefined: everybody's. Bare JIDs. */
  readonly contacts: readonly string[] | undefined;
}
export interface ChoicesStore {
  readonly get: () => Choices;
  readonly set: (change: Partial<Choices>) => void;
  /** Forgets what was chosen. */
  readonly clear: () => void;
}

const DEFAULTS: Choices = { enabled: true, motion: "auto", sound: "click", contacts: undefined };
const PREFIX = "status_scheme_";

/** Declares the settings of the page, e.g. `status_scheme_motion`. */
export function declareSettings(api: Api): void {
  api.settings.extend({
    [`${PREFIX}enabled`]: DEFAULTS.enabled,
    [`${PREFIX}motion`]: DEFAULTS.motion,
    [`${PREFIX}sound`]: DEFAULTS.sound,
    [`${PREFIX}contacts`]: null,
    [`${PREFIX}service`]: null,
    [`${PREFIX}cache_bytes`]: 33_554_432,
    [`${PREFIX}starters`]: null,
  });
}

/** `onChange` is called with what is chosen from then on. */
export function createChoices(
  api: Pick<Api, "settings">,
  storage: Pick<Storage, "getItem" | "setItem" | "removeItem">,
  account: string,
  onChange: () => void,
): ChoicesStore {
  const key = `${PREFIX}choices:${account}`;
  const setUp = () => ({
    enabled: api.settings.get(`${PREFIX}enabled`),
    motion: api.settings.get(`${PREFIX}motion`),
    sound: api.settings.get(`${PREFIX}sound`),
    contacts: api.settings.get(`${PREFIX}contacts`),
  });
  const stored = (): object => {
    try {
      const value: unknown = JSON.parse(storage.getItem(key) ?? "{}");
      return typeof value === "object" && value !== null ? value : {};
    } catch {
      return {};
    }
  };
  let chosen = stored();
  let now = read({ ...setUp(), ...chosen });
  const change = (next: object, write: () => void) => {
    chosen = next;
    now = read({ ...setUp(), ...chosen });
    try {
      write();
    } catch {
      // No room, or not allowed: it holds until the page is left.
    }
    onChange();
  };
  return {
    get: () => now,
    // JSON knows no undefined.
    set(wanted) {
      const next = { ...chosen, ...wanted, ...("contacts" in wanted && { contacts: wanted.contacts ?? null }) };
      change(next, () => storage.setItem(key, JSON.stringify(next)));
    },
    clear: () => change({}, () => storage.removeItem(key)),
  };
}

/** Whatever is stored or set up: what makes no sense is as by default. */
function read(given: Readonly<Record<keyof Choices, unknown>>): Choices {
  const { enabled, motion, sound, contacts } = given;
  return {
    enabled: enabled !== false,
    motion: MOTIONS.find((one) => one === motion) ?? DEFAULTS.motion,
    sound: SOUNDS.find((one) => one === sound) ?? DEFAULTS.sound,
    contacts: Array.isArray(contacts) ? contacts.flatMap(normal) : undefined,
  };
}

function normal(jid: unknown): string[] {
  try {
    return [bareJid(String(jid))];
  } catch {
    return [];
  }
}
