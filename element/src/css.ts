// The elements' style, one sheet for all of them. Sizes are reserved from the first paint, and nothing inside can move or
// cover what is outside (`contain`). Pictures are not positioned: each would be a layer of its own, and browsers go through
// all layers of a page whenever one comes or goes, which in a long roster costs more than the pictures do.

export const CSS = `
:host {
  --_size: var(--status-look-size, 32px);
  --_available: var(--status-look-available, light-dark(#1a7f37, #3fb950));
  --_chat: var(--status-look-chat, light-dark(#0a7ea4, #39c5cf));
  --_away: var(--status-look-away, light-dark(#9a6700, #e3b341));
  --_xa: var(--status-look-xa, light-dark(#8250df, #bc8cff));
  --_dnd: var(--status-look-dnd, light-dark(#cf222e, #ff7b72));
  --_offline: var(--status-look-offline, light-dark(#6e7781, #8b949e));
  --_mark: var(--status-look-mark, light-dark(#fff, #0d1117));
  --_tile: var(--status-look-tile, light-dark(#f3f4f6, #21262d));
  --_ink: var(--status-look-ink, light-dark(#1f2328, #e6edf3));
  display: inline-block;
  box-sizing: border-box;
  inline-size: var(--_size);
  block-size: var(--_size);
  contain: strict;
  container-type: size;
  vertical-align: middle;
  border-radius: var(--status-look-radius, 12%);
  -webkit-user-select: none;
  user-select: none;
}
:host([hidden]) { display: none; }
.box, .box > * { inline-size: 100%; block-size: 100%; }
img, video, canvas { display: block; object-fit: var(--status-look-fit, cover); pointer-events: none; }
.available { --_color: var(--_available); }
.chat { --_color: var(--_chat); }
.away { --_color: var(--_away); }
.xa { --_color: var(--_xa); }
.dnd { --_color: var(--_dnd); }
.offline { --_color: var(--_offline); }

.badge { display: block; box-sizing: border-box; padding: 4%; }
.body, .mark { fill: var(--_color); }
.mark { fill: var(--_mark); }
.line { fill: none; stroke: var(--_mark); stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.ring { fill: none; stroke: var(--_color); stroke-width: 3; }
@container (min-width: 48px) {
  .badge { padding: 25%; background: color-mix(in srgb, var(--_color) 14%, var(--_tile)); }
}

.text {
  display: flex; align-items: center; justify-content: center; box-sizing: border-box; padding: 6cqi;
  background: color-mix(in srgb, var(--_color) 14%, var(--_tile)); color: var(--_ink);
  border-block-end: max(2px, 5cqi) solid var(--_color);
  font: 500 max(9px, 9cqi) / 1.2 system-ui, sans-serif; text-align: center;
}
.text.short { font-size: max(10px, 17cqi); }
.text.medium { font-size: max(9px, 12.5cqi); }
.text > span {
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: var(--_lines, 3); overflow: hidden;
  max-inline-size: 100%; overflow-wrap: anywhere; hyphens: auto; unicode-bidi: plaintext;
}
@container (min-width: 64px) { .text > span { --_lines: 4; } }
@container (min-width: 96px) {
  .text.long > span { --_lines: 7; }
  .text.medium > span { --_lines: 5; }
}

.skeleton { background: var(--status-look-skeleton, light-dark(#e3e6ea, #2d333b)); }
.skeleton.moves { animation: breathe 1.6s ease-in-out infinite alternate; }
@keyframes breathe { to { opacity: 0.45; } }

button {
  position: absolute; inset-block-end: 3px; inset-inline-end: 3px; inline-size: 24px; block-size: 24px; padding: 4px;
  margin: 0; border: 0; border-radius: 50%; cursor: pointer; color: #fff; background: rgb(0 0 0 / 68%);
}
button:focus-visible { outline: 2px solid light-dark(#fff, #fff); outline-offset: -2px; box-shadow: 0 0 0 2px #000; opacity: 1; }
button svg { display: block; inline-size: 100%; block-size: 100%; fill: currentColor; stroke: none; }
button .wave { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linecap: round; }
button .stop, button:not([data-state="silent"]) .play { display: none; }
button:not([data-state="silent"]) .stop { display: inline; }
button[aria-busy="true"] { cursor: progress; opacity: 0.75; }
@container (max-width: 47.9px) {
  button { inset: 0; inline-size: 100%; block-size: 100%; border-radius: 0; padding: 15%; opacity: 0; }
  :host(:hover) button { opacity: 1; }
}
`;

/** Of the document's own realm. Adopted by every element: no page's policy has to allow styles. */
export function createSheet(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
