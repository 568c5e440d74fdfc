// How the dialogs stand in Converse's page: added with the first of them.
import { addStyles } from "./styles.ts";

const CSS = `
.status-scheme-now { display: flex; align-items: center; gap: 0.75em; margin-block-end: 1.25em; }
.status-scheme-now > div { min-width: 0; overflow-wrap: anywhere; }
.status-scheme-now small { display: block; }
.conversejs .converse-form.status-scheme-form { padding: 0.5em 0.75em; }
.status-scheme-form :is(select, input) { min-width: 0; }
.status-scheme-form fieldset { margin-block-end: 1em; }
.conversejs .converse-form.status-scheme-form legend { margin-block-end: 0.5em; font-size: 1.1em; font-weight: bold; }
.status-scheme-form .status-scheme-fields { display: grid; grid-template-columns: minmax(7.5em, max-content) minmax(0, 1fr); gap: 0.5em 1em; align-items: center; }
.status-scheme-form .status-scheme-fields[hidden] { display: none; }
.status-scheme-form .d-flex, .status-scheme-unsaved .d-flex { flex-wrap: wrap; }
.status-scheme-contacts { max-height: 10em; overflow-y: auto; margin-block-start: 0.5em; padding-inline-start: 0.25em; }
.conversejs status-scheme-dialog.modal { --converse-modal-width: min(36rem, 96vw); }
status-scheme-dialog .modal-body > .alert { position: sticky; inset-block-start: 0; z-index: 1; }
.conversejs status-scheme-editor-dialog.modal { --converse-modal-width: min(76rem, 96vw); }
.conversejs #converse-modals status-scheme-editor-dialog.modal .modal-body { margin: 0; padding: 0; max-block-size: calc(100dvh - 8rem); }
status-scheme-editor-dialog scheme-editor { display: block; }
.status-scheme-unsaved { max-inline-size: min(26rem, 92vw); padding: 1.5em; border: 1px solid var(--border-color, currentColor); border-radius: 0.5em; background: var(--background-color); color: var(--foreground-color, inherit); }
.status-scheme-unsaved::backdrop { background: rgb(0 0 0 / 50%); }
:is([data-converse-theme="dracula"], [data-converse-theme="cyberpunk"]) .status-scheme-form select { appearance: auto; background-image: none; }
@media (max-width: 30rem) {
  .conversejs .converse-form.status-scheme-form { padding-inline: 0; }
  .status-scheme-form .status-scheme-fields { grid-template-columns: minmax(0, 1fr); gap: 0.25em; }
  .status-scheme-fields > label:not(:first-child) { margin-block-start: 0.5em; }
  .status-scheme-fields > span { display: none; }
}
`;

let isThere = false;

export function addDialogStyles(): void {
  if (!isThere) addStyles(CSS);
  isThere = true;
}
