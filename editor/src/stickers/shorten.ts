// A text made to fit: at a word, and never within what people read as one character (Unicode Standard Annex 29). Pure.

const ELLIPSIS = "…";
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** `most`: in code points, as limits count. What is shortened ends in an ellipsis, which counts as well. */
export function shorten(text: string, most: number): string {
  if (lengthOf(text) <= most) return text;
  const room = Math.max(0, most - lengthOf(ELLIPSIS));
  const byWords = begin(text, room, words);
  // A word that takes most of the room is cut itself.
  const kept = lengthOf(byWords) > room / 2 ? byWords : begin(text, room, characters);
  return most > 0 ? `${kept}${ELLIPSIS}` : "";
}

/** As many whole pieces as have room, without the spaces and signs that lead on. */
function begin(text: string, room: number, pieces: Intl.Segmenter): string {
  let kept = "";
  for (const { segment } of pieces.segment(text)) {
    if (lengthOf(kept) + lengthOf(segment) > room) break;
    kept += segment;
  }
  return kept.replace(/[\s\p{Pd}\p{Ps}\p{Pi},;:]+$/u, "");
}

const lengthOf = (text: string) => [...text].length;
