// Dialogs: a sheet from the side for a state, cards for the rest.

export const DIALOGS = `
dialog {
  border: 0; padding: 0; color: var(--ink); background: var(--paper); box-shadow: var(--shadow-high); max-inline-size: none; max-block-size: none; overflow: hidden;
}
dialog[open] { display: grid; grid-template-rows: auto 1fr auto; }
dialog::backdrop { background: rgb(10 14 18 / 48%); }
dialog > header { display: flex; align-items: center; gap: 2px; padding: 14px 14px 10px 24px; }
dialog > header h2 { flex: 1; overflow-wrap: anywhere; }
dialog > .body { overflow: auto; padding: 6px 24px 24px; display: grid; grid-template-columns: minmax(0, 1fr); gap: 22px; align-content: start; overscroll-behavior: contain; }
dialog > footer { display: flex; flex-wrap: wrap; gap: 8px; justify-content: end; align-items: center; padding: 12px 24px; border-block-start: 1px solid var(--line); background: var(--card); }
dialog > footer > :first-child:not(:last-child) { margin-inline-end: auto; }
dialog form { display: grid; gap: 18px; }
dialog.card, dialog.wide { position: fixed; margin: auto; inline-size: min(480px, calc(100vw - 24px)); max-block-size: min(760px, calc(100dvh - 24px)); border-radius: 24px; }
dialog.wide { inline-size: min(820px, calc(100vw - 24px)); }
dialog.sheet { margin: 0 0 0 auto; inline-size: min(600px, 100vw); block-size: 100dvh; border-radius: 24px 0 0 24px; }
dialog.sheet[open] { animation: slide 0.22s cubic-bezier(0.2, 0.8, 0.2, 1); }
dialog.card[open], dialog.wide[open] { animation: rise 0.18s ease-out; }
@keyframes slide { from { transform: translateX(48px); opacity: 0; } }
@keyframes rise { from { transform: translateY(12px); opacity: 0; } }
dialog[data-over]::after { content: ""; position: absolute; inset: 8px; border: 2px dashed var(--accent); border-radius: 18px; pointer-events: none; }
@media (max-width: 620px) {
  dialog.sheet { border-radius: 0; inline-size: 100vw; }
  dialog > header { padding-inline: 16px 8px; }
  dialog > .body { padding-inline: 16px; }
  dialog > footer { padding-inline: 16px; }
  dialog > header h2 { font-size: 20px; }
  dialog > footer > button { flex: 1 1 auto; }
  dialog.sheet > footer button { flex: none; padding-inline: 12px; }
  dialog.sheet > footer .danger { inline-size: 44px; padding: 0; gap: 0; }
  .danger span { inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
}

.preview { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.scene { border-radius: var(--round); overflow: hidden; border: 1px solid var(--line); background: light-dark(#fff, #14161a); color: light-dark(#1d2127, #eceff3); min-inline-size: 0; position: relative; }
.scene[data-theme="light"] { color-scheme: light; }
.scene[data-theme="dark"] { color-scheme: dark; }
.scene figcaption { position: absolute; inset-block-start: 8px; inset-inline-end: 12px; font-size: 11.5px; color: light-dark(#5c6470, #a3adb9); }
.chat { display: flex; align-items: center; gap: 12px; padding: 26px 14px 14px; border-block-end: 1px solid light-dark(#e4e1d9, #2c3037); }
.chat status-look { flex: none; --status-look-radius: 16px; }
.list { padding: 8px; background: light-dark(#f4f2ed, #1b1e23); }
.row { display: flex; align-items: center; gap: 10px; padding: 6px; border-radius: 10px; }
.row status-look { flex: none; --status-look-radius: 9px; }
.person { display: grid; min-inline-size: 0; line-height: 1.3; }
.person b { text-transform: capitalize; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.person span { font-size: 13px; color: light-dark(#5c6470, #a3adb9); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: plaintext; }
.other i { background: light-dark(#dedad0, #343941); block-size: 10px; border-radius: 5px; inline-size: 55%; }
.other i:first-child { inline-size: 32px; block-size: 32px; border-radius: 9px; flex: none; opacity: 0.7; }
@media (max-width: 420px) {
  .medium-head { gap: 4px 8px; }
  .medium-head .quiet { padding-inline: 6px; }
  .chat { padding-inline: 8px; gap: 8px; }
  .chat .person span { white-space: normal; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
  .list { padding: 4px; }
}

.published { display: flex; align-items: center; gap: 12px; padding: 10px; border-radius: var(--round); background: var(--tint); }
.published status-look { flex: none; }
.published > span { display: grid; line-height: 1.3; }
.published span span { color: var(--soft); font-size: 13.5px; }
.sheet section { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
.sheet .preview { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.choose { display: grid; justify-items: center; align-content: center; gap: 4px; min-block-size: 132px; inline-size: 100%; border: 1.5px dashed var(--edge); border-radius: var(--round); background: var(--card); }
.choose:hover, .media[data-over] .choose { border-color: var(--accent); background: var(--tint); }
.choose .icon { inline-size: 26px; block-size: 26px; color: var(--accent); }
.choose small { font-weight: 400; }
.choose[data-small] { display: flex; min-block-size: 56px; gap: 8px; flex-wrap: wrap; padding-block: 8px; }
.media-list { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; }
.media-list:empty, .packs:empty, h3 + .hint:has(~ .packs:empty) { display: none; }
.medium { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; padding: 12px; border-radius: var(--round); background: var(--card); border: 1px solid var(--line); }
.medium-head { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 12px; }
.medium-head .quiet { padding-inline: 12px; font-size: 14px; }
.medium-head .round { padding: 0; }
.what { display: grid; flex: 1 1 88px; line-height: 1.3; }
.deeds { display: flex; align-items: center; margin-inline-start: auto; }
.facts { color: var(--soft); font-size: 13px; }
.thumb { inline-size: 56px; block-size: 56px; border-radius: 12px; overflow: hidden; background: var(--sunk); display: grid; place-items: center; color: var(--soft); flex: none; }
.thumb img, .thumb video { inline-size: 100%; block-size: 100%; object-fit: cover; }
.player { inline-size: 100%; block-size: 100%; padding: 0; border: 0; border-radius: 12px; color: var(--accent); }
.described summary { cursor: pointer; display: flex; gap: 10px; align-items: center; min-block-size: 44px; margin-block: -6px; font-size: 13.5px; border-radius: 8px; }
.described summary::before { content: ""; inline-size: 7px; block-size: 7px; border: solid var(--soft); border-width: 0 2px 2px 0; transform: rotate(-45deg); flex: none; margin-inline: 4px 2px; }
.described[open] summary::before { transform: rotate(45deg); }
.described summary span { color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.described[open] summary span { display: none; }
.described[open] .local-texts { padding-block-start: 8px; }
.local-texts, .texts { display: grid; gap: 10px; }
.text-row { display: flex; align-items: end; gap: 4px; }
.text-row .field { flex: 1; position: relative; min-inline-size: 0; }
.text-row .left { position: absolute; inset-block-start: 0; inset-inline-end: 0; font-variant-numeric: tabular-nums; }
.text-row:has(.error:not(:empty)) { align-items: center; }
.below { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0 12px; }
.limits { display: grid; gap: 2px; color: var(--soft); font-size: 13px; line-height: 1.4; }
.points { display: grid; gap: 10px; }
.points li { padding-inline-start: 18px; position: relative; }
.points li::before { content: ""; position: absolute; inset-block-start: 0.6em; inset-inline-start: 2px; inline-size: 6px; block-size: 6px; border-radius: 50%; background: var(--accent); }
.add-language { position: relative; display: inline-flex; align-items: center; color: var(--accent); inline-size: fit-content; max-inline-size: 100%; }
.add-language .icon { position: absolute; inset-inline-start: 8px; inline-size: 16px; pointer-events: none; }
.add-language select { border-color: transparent; background: transparent; color: inherit; padding-inline: 30px 8px; font-size: 14px; font-weight: 560; inline-size: auto; max-inline-size: 100%; }
.add-language select:hover { background: var(--tint); }
.add-language option { background: var(--card); color: var(--ink); }
.identity { gap: 18px !important; padding-block-start: 18px; border-block-start: 1px solid var(--line); }

.crop { position: relative; inline-size: fit-content; max-inline-size: 100%; margin-inline: auto; overflow: hidden; border-radius: 12px; touch-action: none; background: var(--sunk); }
.crop img { display: block; max-inline-size: 100%; max-block-size: 46dvh; user-select: none; }
.frame { position: absolute; aspect-ratio: 1; border: 2px solid #fff; border-radius: 14%; box-shadow: 0 0 0 1px #000, 0 0 0 2000px rgb(0 0 0 / 55%); cursor: move; }
.frame:focus-visible { outline: 3px solid var(--accent); outline-offset: -6px; }
.still { display: grid; place-items: center; min-block-size: 200px; background: var(--sunk); border-radius: var(--round); overflow: hidden; }
.still img { display: block; max-inline-size: 100%; max-block-size: 46dvh; }
.still img:not([src]) { display: none; }

.choices { display: grid; gap: 16px; }
.choices fieldset { padding: 14px; border-radius: var(--round); background: var(--card); border: 1px solid var(--line); }
.choices legend { float: left; inline-size: 100%; margin-block-end: 10px; }
.body > h3 { margin-block-end: -14px; }
.packs { display: grid; gap: 8px; }
.packs li { display: flex; align-items: center; gap: 12px; padding: 8px 8px 8px 16px; border-radius: 14px; background: var(--card); border: 1px solid var(--line); }
.packs .what { overflow-wrap: anywhere; }
.stickers { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(212px, 100%), 1fr)); gap: 12px; }
.stickers li { display: grid; grid-template-rows: auto auto auto 1fr; gap: 8px; padding: 12px; border-radius: var(--round); background: var(--card); border: 1px solid var(--line); min-inline-size: 0; }
.stickers li[data-used] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.stickers .thumb { inline-size: 100%; max-inline-size: 150px; block-size: auto; aspect-ratio: 1; justify-self: center; }
.stickers .thumb img { object-fit: contain; padding: 6px; }
.stickers li:not([data-used]) .thumb img { opacity: 0.6; }
.stickers b { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: center; unicode-bidi: plaintext; }
.stickers select { inline-size: 100%; min-inline-size: 0; padding-inline: 8px 4px; font-size: 14px; text-overflow: ellipsis; }
.stickers .error:empty { display: none; }
@media (max-width: 520px) {
  .stickers li { grid-template: auto auto auto / 72px minmax(0, 1fr); gap: 4px 12px; }
  .stickers .thumb { grid-row: 1 / 3; align-self: center; }
  .stickers b { text-align: start; align-self: end; }
  .stickers .error { grid-column: 1 / -1; }
}
.sides { clear: both; display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
.side { display: grid; grid-template-columns: auto auto 1fr; gap: 2px 12px; align-items: center; padding: 12px; border-radius: 14px; border: 1px solid var(--edge); cursor: pointer; position: relative; align-content: start; }
.side status-look { grid-row: 1 / 3; grid-column: 1; }
.side input { grid-area: 1 / 2; align-self: end; }
.side b { grid-area: 1 / 3; align-self: end; }
.side span { grid-area: 2 / 2 / 3 / 4; align-self: start; font-weight: 400; color: var(--soft); overflow-wrap: anywhere; }
.side:has(:checked) { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1px var(--accent); }
@media (max-width: 620px) {
  .sides { grid-template-columns: 1fr; }
}

.options { display: grid; gap: 4px; }
.option { display: flex; gap: 14px; align-items: start; padding: 10px 12px; border-radius: 14px; cursor: pointer; }
.option:hover { background: color-mix(in srgb, var(--ink) 5%, transparent); }
.option:has(:checked) { background: var(--tint); }
.option span { display: grid; }
.option b { font-size: 15px; }
.option small { font-weight: 400; }
.options > .groups, .options > .field { margin: 4px 0 8px 46px; }
.groups { display: grid; gap: 2px; }
.groups legend { font-size: 13.5px; font-weight: 540; }
.groups label { display: flex; gap: 10px; align-items: center; min-block-size: 40px; }
.blocked summary { cursor: pointer; min-block-size: 44px; display: list-item; align-content: center; }
.blocked ul { padding-inline-start: 20px; color: var(--soft); overflow-wrap: anywhere; }
`;
