// What a person wants of all looks of a page. An element's own attributes win.
import type { Motion } from "./choose.ts";

/** `auto`: as the system says (prefers-reduced-motion), `still` or `animate`. */
export type MotionPreference = Motion | "auto";
export interface LookPreferences {
  /** Default: auto. */
  readonly motion?: MotionPreference;
  /** Offer a button where there is something to hear. Default: no. Nothing is ever heard before it is pressed. */
  readonly sound?: boolean;
}

const MOTIONS: readonly string[] = ["auto", "still", "animate", "off"] satisfies MotionPreference[];

export interface Preferences {
  /** What is left out stays as it is. */
  readonly set: (preferences: LookPreferences) => void;
  /** By the element's attribute, else the page's preference, else the system's. */
  readonly motion: (attribute: string | null) => Motion;
  readonly sound: (attribute: string | null) => boolean;
}

export function createPreferences(reducedMotion: MediaQueryList, onChange: () => void): Preferences {
  let page: Required<LookPreferences> = { motion: "auto", sound: false };
  reducedMotion.addEventListener("change", onChange);
  return {
    set(preferences) {
      page = { ...page, ...preferences };
      onChange();
    },
    motion(attribute) {
      const own = MOTIONS.includes(attribute ?? "") && attribute !== "auto" ? (attribute as Motion) : undefined;
      const wanted = own ?? page.motion;
      if (wanted !== "auto") return wanted;
      return reducedMotion.matches ? "still" : "animate";
    },
    sound: (attribute) => (attribute === null ? page.sound : attribute !== "off"),
  };
}
