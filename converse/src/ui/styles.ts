// How the plugin's parts stand in Converse's page: by Converse's own variables, in all of its themes. Rows are positioned so
// that a picture that comes into one is no reason for Chromium to measure what all others paint.
export const CSS = `
converse-roster-contact { position: relative; }
converse-roster-contact > status-look { cursor: pointer; flex: none; align-self: center; order: 1; margin-inline: 0.25em; }
converse-roster-contact > .contact-actions { order: 2; }
converse-roster-contact > .open-chat { min-width: 0; }
.chatbox-title--row:has(> .status-scheme-heading) { display: grid !important; grid-template-columns: auto auto auto minmax(0, 1fr); align-items: center; }
.chatbox-title--row:has(> .status-scheme-heading) > converse-controlbox-navback { grid-area: 1 / 1 / 3 / 2; }
.chatbox-title--row:has(> .status-scheme-heading) > .show-msg-author-modal { grid-area: 1 / 2 / 3 / 3; }
.chatbox-title--row:has(> .status-scheme-heading) > .chatbox-title__text { grid-area: 1 / 4 / 2 / 5; align-self: end; line-height: 1.2; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.chatbox-title--row:has(> .status-scheme-heading) > .chatbox-title__text > .user { display: block; overflow: inherit; text-overflow: inherit; }
.chatbox-title--row:has(> .status-scheme-heading > .status-scheme-words:empty) > .chatbox-title__text { grid-row: 1 / 3; align-self: center; }
.status-scheme-heading { display: contents; }
.status-scheme-heading status-look { grid-area: 1 / 3 / 3 / 4; margin-inline-end: 0.625em; }
.status-scheme-heading .status-scheme-words { grid-area: 2 / 4 / 3 / 5; align-self: start; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; justify-self: start; max-inline-size: 100%; font-size: var(--font-size-small); line-height: 1.3; color: var(--chat-header-fg-color, inherit); }
.status-scheme-details { display: flex; flex-direction: column; align-items: center; gap: 0.5em; margin-block-end: 1em; text-align: center; overflow-wrap: anywhere; }
.profile > .status-scheme-own.status-scheme-own { margin-inline: auto 0.5em; }
.status-scheme-own { flex: none; align-self: center; display: inline-flex; padding: 2px; border: 0; border-radius: 6px; background: none; cursor: pointer; }
.status-scheme-own:hover { background: var(--highlight-color-hover); }
.status-scheme-own:focus-visible { outline: 2px solid var(--focus-color, currentColor); }
:is([data-converse-theme="dracula"], [data-converse-theme="cyberpunk"]) :is(status-look, scheme-editor, .status-scheme-form) { color-scheme: dark; }
`;

/** By a style sheet of the document: clean with a Content-Security-Policy. */
export function addStyles(css = CSS): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
