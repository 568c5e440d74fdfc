// Text of others where it is printed: in a terminal, a log, a table of lines.

/**
 * One line that neither steers a terminal nor looks like lines of its own: controls, line breaks and what turns the direction
 * of writing are replaced. What joins letters and emoji stays.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, "\ufffd");
}
