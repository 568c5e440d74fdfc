// Which state a sticker could be for, by its emoji or its words: a first guess, which people change. Pure.
import type { BaseState, LocalText } from "@status-scheme/protocol";
import type { Sticker } from "./api.ts";

/** In the order in which they are tried: what says most comes first. English and German words. */
const SIGNS: readonly (readonly [BaseState, RegExp])[] = [
  ["offline", /👋|💤|\b(bye|goodbye|good ?night|offline|tschüss|gute nacht)\b/iu],
  ["xa", /😴|😪|🥱|🛌|🏖|✈|\b(sleep\w*|asleep|tired|zzz+|bed|holiday|vacation|schla\w*|müde|urlaub)\b/iu],
  ["dnd", /🤫|🚫|⛔|🔇|😠|😡|🤬|💻|📚|\b(busy|quiet|work\w*|focus|angry|stop|arbeit\w*|ruhe|beschäftigt|wütend)\b/iu],
  ["away", /☕|🍽|🍕|🍔|🚶|🏃|🚿|\b(away|brb|coffee|lunch|eat\w*|walk\w*|weg|kaffee|essen|pause|mittag)\b/iu],
  ["chat", /💬|🗣|😘|😍|🤗|❤|🥳|\b(talk\w*|chat\w*|love|hug\w*|kiss\w*|party|reden|plaudern|liebe|kuss|feiern)\b/iu],
  ["available", /😀|😃|😄|😁|🙂|😊|😎|👍|\b(hi|hello|hey|happy|smil\w*|yes|ok|hallo|fröhlich|lächel\w*|ja)\b/iu],
];

/** The state it could be for, if any. */
export function guessState({ desc, suggest }: Pick<Sticker, "desc" | "suggest">): BaseState | undefined {
  const words = [...desc, ...suggest].map(({ text }: LocalText) => text).join(" ");
  return SIGNS.find(([, signs]) => signs.test(words))?.[0];
}

/** One sticker a state at most, the first that fits; and one for `available`, which stands in for all others. */
export function guessStates(stickers: readonly Sticker[]): ReadonlyMap<BaseState, Sticker> {
  const guessed = new Map<BaseState, Sticker>();
  for (const sticker of stickers) {
    const state = guessState(sticker);
    if (state && !guessed.has(state)) guessed.set(state, sticker);
  }
  const used = new Set(guessed.values());
  const free = stickers.find((sticker) => !used.has(sticker));
  if (free && !guessed.has("available")) guessed.set("available", free);
  return guessed;
}
