// Colours, sizes and what every control has in common. Contrasts are at least 4.5 to 1 for text, 3 to 1 for controls.

export const THEME = `
:host {
  color-scheme: light dark;
  display: block;
  container: editor / inline-size;
  --paper: light-dark(#f7f5f0, #16181c);
  --card: light-dark(#ffffff, #1f2228);
  --sunk: light-dark(#efece4, #121417);
  --ink: light-dark(#1d2127, #eceff3);
  --soft: light-dark(#5c6470, #a3adb9);
  --line: light-dark(#dedad0, #343941);
  --edge: light-dark(#8a8f98, #6d7682);
  --accent: light-dark(#0a6a6e, #62cfc6);
  --on-accent: light-dark(#ffffff, #06282a);
  --tint: light-dark(#e2efee, #1d3335);
  --bad: light-dark(#b3261e, #ff9a91);
  --bad-tint: light-dark(#fbe9e7, #3a2220);
  --shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 4px 16px rgb(0 0 0 / 5%);
  --shadow-high: 0 12px 48px rgb(0 0 0 / 28%);
  --round: 18px;
  font: 400 15px/1.45 system-ui, -apple-system, "Segoe UI", sans-serif;
  color: var(--ink);
  background: var(--paper);
}
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]), [hidden] { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
h2, h3, p, ul, figure, fieldset { margin: 0; padding: 0; border: 0; min-inline-size: 0; }
ul { list-style: none; }
h2 { font-size: 22px; font-weight: 650; letter-spacing: -0.015em; line-height: 1.2; }
h3, legend { font-size: 15px; font-weight: 620; padding: 0; }
b, strong { font-weight: 620; }
small { font-size: 13px; color: var(--soft); }
.hint { color: var(--soft); font-size: 13.5px; }
.hint, .limits { text-wrap: pretty; }
.error { color: var(--bad); font-size: 13.5px; font-weight: 520; }
.error:empty, .hint:empty, .left:empty { display: none; }
.heard { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { inline-size: 20px; block-size: 20px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }

button {
  display: inline-flex; align-items: center; justify-content: center; gap: 8px;
  min-block-size: 44px; padding: 0 18px; border-radius: 999px;
  border: 1px solid var(--edge); background: transparent; color: var(--ink);
  font: 560 15px/1.2 inherit; font-family: inherit; cursor: pointer;
  transition: transform 0.15s, box-shadow 0.15s;
  -webkit-tap-highlight-color: transparent;
}
button:hover { background: color-mix(in srgb, var(--ink) 6%, transparent); }
button:disabled, button[aria-disabled="true"] { opacity: 0.45; cursor: default; }
button[aria-busy="true"] { cursor: progress; opacity: 0.7; }
button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); font-weight: 620; }
button.primary:hover:not(:disabled) { background: color-mix(in srgb, var(--accent) 88%, var(--ink)); }
button.quiet { border-color: transparent; }
button.round { inline-size: 44px; padding: 0; flex: none; }
button.danger { border-color: transparent; color: var(--bad); }
button.danger:hover { background: var(--bad-tint); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
h2:focus-visible { outline: none; }

input[type="text"], input[type="password"], input[type="url"], textarea, select {
  inline-size: 100%; min-block-size: 44px; padding: 9px 14px; border: 1px solid var(--edge); border-radius: 12px;
  background: var(--card); color: var(--ink); font: inherit;
}
textarea { resize: vertical; }
select { cursor: pointer; }
::placeholder { color: var(--soft); opacity: 1; }
[aria-invalid="true"] { border-color: var(--bad) !important; box-shadow: 0 0 0 1px var(--bad); }
input[type="radio"], input[type="checkbox"] { accent-color: var(--accent); inline-size: 20px; block-size: 20px; margin: 0; flex: none; }
input[type="range"] { accent-color: var(--accent); inline-size: 100%; block-size: 32px; margin: 0; }
progress { accent-color: var(--accent); inline-size: 100%; block-size: 8px; }
.field { display: grid; gap: 5px; }
label, .field > label { font-size: 13.5px; font-weight: 540; }
.slider { display: grid; gap: 2px; }

.choice > div { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 8px; }
.choice legend { font-size: 13.5px; font-weight: 540; }
.choice label { position: relative; }
.choice input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; opacity: 0; cursor: pointer; }
.choice span { display: flex; align-items: center; min-block-size: 44px; padding: 0 16px; border: 1px solid var(--edge); border-radius: 999px; }
.choice input:checked + span { background: var(--tint); border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.choice input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px; }

@media (prefers-reduced-motion: reduce) {
  *, *::before, *::after { animation-duration: 0.01ms !important; transition-duration: 0.01ms !important; }
}
@media (forced-colors: active) {
  .card[data-selected] button.open, .choice input:checked + span { outline: 3px solid Highlight; }
}
`;
