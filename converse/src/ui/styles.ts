// How the plugin's parts stand in Converse's page: by Converse's own variables, in all of its themes.
export const CSS = `
converse-roster-contact > status-look { flex: none; align-self: center; order: 1; margin-inline: 0.25em; }
converse-roster-contact > .contact-actions { order: 2; }
converse-roster-contact > .open-chat { min-width: 0; }
.status-scheme-heading { display: flex; align-items: center; gap: 0.5em; min-width: 0; max-inline-size: 60%; margin-inline: 0.75em; }
.status-scheme-heading status-look { flex: none; }
.status-scheme-words { unicode-bidi: isolate; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-size: var(--font-size-small); color: var(--chat-header-fg-color, inherit); }
.status-scheme-own { flex: none; align-self: center; display: inline-flex; padding: 2px; border: 0; border-radius: 6px; background: none; cursor: pointer; }
.status-scheme-own:hover { background: var(--highlight-color-hover); }
.status-scheme-own:focus-visible { outline: 2px solid var(--focus-color, currentColor); }
.status-scheme-now { display: flex; align-items: center; gap: 0.75em; margin-block-end: 1em; }
.status-scheme-now small { display: block; }
.status-scheme-form fieldset { margin-block-end: 1em; }
.status-scheme-form legend { font-size: 1.1em; font-weight: bold; }
.status-scheme-form .status-scheme-fields { display: grid; grid-template-columns: minmax(6em, max-content) 1fr; gap: 0.5em 1em; align-items: center; }
.status-scheme-form .status-scheme-fields[hidden] { display: none; }
.status-scheme-contacts { max-height: 10em; overflow-y: auto; margin-block-start: 0.5em; padding-inline-start: 0.25em; }
.conversejs status-scheme-dialog.modal { --converse-modal-width: min(36rem, 96vw); }
.conversejs status-scheme-editor-dialog.modal { --converse-modal-width: min(76rem, 96vw); }
status-scheme-editor-dialog .modal-body, status-scheme-editor-dialog .modal-content { padding: 0; }
status-scheme-editor-dialog scheme-editor { display: block; }
:is([data-converse-theme="dracula"], [data-converse-theme="cyberpunk"]) :is(status-look, scheme-editor, .status-scheme-form) { color-scheme: dark; }
`;

/** By a style sheet of the document: clean with a Content-Security-Policy. */
export function addStyles(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(CSS);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
