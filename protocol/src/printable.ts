// Text of others where it is printed: in a terminal, a log, a table of lines.

/** One line that neither steers a terminal nor looks like lines of its own: controls and invisible signs are replaced. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, "\ufffd");
}
