// Where the plugin's parts are in Converse's page.
import { until } from "@status-scheme/testbed";
import type { Locator, Page } from "playwright-core";
import { colorIn } from "./pixels.ts";

/** A contact's row in the roster, of capulet.lit or by a JID. */
export const row = (page: Page, contact: string): Locator => {
  const jid = contact.includes("@") ? contact : `${contact}@capulet.lit`;
  return page.locator("converse-roster-contact", { has: page.locator(`[data-jid="${jid}"]`) });
};
export const inRow = (page: Page, contact: string): Locator => row(page, contact).locator("status-look");
/** Resolves when this is in the middle of the look. */
export const shows = (look: Locator, color: string): Promise<void> =>
  until(`${color} on the screen`, async () => (await look.count()) === 1 && (await colorIn(look)) === color);

/** The person's own look beside their profile: it opens the dialog. */
export const own = (page: Page): Locator => page.locator(".status-scheme-own");
export const dialogOf = (page: Page): Locator => page.locator("status-scheme-dialog");
export const editorDialogOf = (page: Page): Locator => page.locator("status-scheme-editor-dialog");
export const close = (dialog: Locator): Promise<void> =>
  dialog.locator(".modal-header [data-bs-dismiss=modal]").click();
/** Opens the editor, by the dialog. */
export async function openEditor(page: Page): Promise<Locator> {
  await own(page).click();
  await page.locator(".status-scheme-edit").click();
  const editor = editorDialogOf(page).locator("scheme-editor");
  await editor.locator(".card .open").first().waitFor();
  return editor;
}
