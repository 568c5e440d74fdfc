// Pieces of HTML that several files need.
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => `&#${String(char.charCodeAt(0))};`);
}

/** A word of RFC 2119, the stricter the more visible. */
export function keywordHtml(word: string): string {
  return `<b class="keyword ${word.split(" ")[0]!.toLowerCase()}">${word}</b>`;
}
