// The editor's style: sheets of the document's own realm, adopted, so that no page's policy has to allow styles.
import { BOARD } from "./board.ts";
import { DIALOGS } from "./dialogs.ts";
import { THEME } from "./theme.ts";

let made: readonly CSSStyleSheet[] | undefined;

export function sheets(): CSSStyleSheet[] {
  made ??= [THEME, BOARD, DIALOGS].map((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    return sheet;
  });
  return [...made];
}
