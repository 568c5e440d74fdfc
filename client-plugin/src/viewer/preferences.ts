// Which of a look's media are fetched and shown (draft, "What to Show"): by themselves the still, and of what moves the one
// that says most, as far as the host can show it and the person wants it, which may change at any time; and what is asked for.
import type { Look, Medium, Stamp } from "@status-scheme/protocol";
import type { MediaPreferences } from "../api.ts";

export interface Preferences {
  /** In the order in which they are worth fetching. */
  readonly choose: (media: readonly Medium[]) => readonly Medium[];
  /** What is left out stays as it is. */
  readonly set: (preferences: MediaPreferences) => void;
  /** Another number after each change. */
  readonly version: () => number;
}

export function createPreferences(initial: MediaPreferences, onChange: () => void): Preferences {
  let now = initial;
  let version = 0;
  const wants = (kind: Medium["kind"]) => now.kinds?.includes(kind) ?? kind === "image";
  return {
    choose(media) {
      const { canShow = () => true, reduceMotion = false } = now;
      const find = (kind: Medium["kind"]) => media.find((medium) => medium.kind === kind && canShow(medium));
      const moving = (["video", "animation"] as const).find((kind) => wants(kind) && find(kind));
      const kinds = [
        (wants("image") || (moving && reduceMotion)) && "image",
        !reduceMotion && moving,
        wants("audio") && "audio",
      ] as const;
      return kinds.map((kind) => (kind ? find(kind) : undefined)).filter((medium) => medium !== undefined);
    },
    set(preferences) {
      now = { ...now, ...preferences };
      version += 1;
      onChange();
    },
    version: () => version,
  };
}

/** The media of the look that is shown for one contact: those chosen, and what was asked for beside them. */
export interface ShownChoice {
  readonly of: (look: Look | undefined, stamp: Stamp | undefined) => readonly Medium[];
  /** For as long as the look is shown. False where it has none of this kind. */
  readonly demand: (kind: Medium["kind"]) => boolean;
}

export function createShownChoice({ choose }: Pick<Preferences, "choose">, onDemand: () => void): ShownChoice {
  const demanded = new Set<Medium["kind"]>();
  let shown: Look | undefined;
  let key: string | undefined;
  return {
    of(look, stamp) {
      const before = key;
      [shown, key] = [look, look && `${String(stamp)} ${look.state}`];
      if (key !== before) demanded.clear();
      const media = look?.media ?? [];
      return [...new Set([...choose(media), ...media.filter(({ kind }) => demanded.has(kind))])];
    },
    demand(kind) {
      const isThere = shown?.media.some((medium) => medium.kind === kind) ?? false;
      if (isThere) demanded.add(kind);
      onDemand();
      return isThere;
    },
  };
}
