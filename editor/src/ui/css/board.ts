// The editor itself: header, starters, the grid of cards, the bar.

export const BOARD = `
.editor { display: flex; flex-direction: column; flex: 1; min-block-size: 100%; position: relative; }
.top { display: flex; flex-wrap: wrap; align-items: end; gap: 12px 24px; padding: 28px 32px 8px; }
.top .heading { flex: 1 1 240px; }
.top .hint { margin-block-start: 4px; font-size: 15px; }
.tools { display: flex; flex-wrap: wrap; gap: 2px; margin-inline: -12px; }
.tools .tool { padding: 0 12px; color: var(--soft); font-weight: 540; }
.tools .tool:hover { color: var(--ink); }
main { flex: 1; padding: 16px 32px 40px; display: grid; gap: 32px; align-content: start; }

.starters { padding: 20px; border-radius: calc(var(--round) + 8px); background: var(--tint); display: grid; gap: 14px; }
.starters > h3 { font-size: 18px; letter-spacing: -0.01em; }
.sets { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(172px, 100%), 1fr)); gap: 14px; }
.sets li { display: grid; }
.set {
  display: grid; gap: 2px; justify-items: start; align-content: start; text-align: start; padding: 10px 10px 14px; border-radius: var(--round);
  background: var(--card); border: 1px solid var(--line); box-shadow: var(--shadow); font-weight: 400;
}
.set:hover { background: var(--card); transform: translateY(-2px); border-color: var(--accent); }
.set b { padding: 8px 6px 0; font-size: 16px; }
.set .hint { padding: 0 6px; line-height: 1.35; }
.pictures { display: grid; grid-template-columns: 1fr 1fr; gap: 4px; inline-size: 100%; border-radius: 12px; overflow: hidden; }
.pictures img { display: block; inline-size: 100%; aspect-ratio: 1; object-fit: cover; background: var(--sunk); }

.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(168px, 1fr)); gap: 18px; }
.card { position: relative; display: grid; }
.card .open {
  display: grid; grid-template-rows: auto 1fr; gap: 0; padding: 8px; border-radius: calc(var(--round) + 4px); border: 1px solid var(--line);
  background: var(--card); box-shadow: var(--shadow); text-align: start; justify-content: stretch; align-items: stretch; font-weight: 400;
}
.card .open:hover { transform: translateY(-2px); background: var(--card); box-shadow: 0 2px 4px rgb(0 0 0 / 8%), 0 10px 28px rgb(0 0 0 / 10%); }
.card[data-selected] .open { border-color: var(--accent); box-shadow: 0 0 0 1px var(--accent), var(--shadow); }
.picture { position: relative; display: block; }
.picture status-look { display: block; inline-size: 100%; block-size: auto; aspect-ratio: 1; --status-look-radius: 14px; }
.card[data-empty] .picture status-look { opacity: 0.6; }
.card .words { display: grid; align-content: start; gap: 1px; padding: 10px 6px 6px; min-inline-size: 0; }
.card strong { font-size: 15.5px; letter-spacing: -0.005em; overflow-wrap: anywhere; hyphens: auto; }
.card .shows {
  color: var(--soft); font-size: 13.5px; line-height: 1.35; overflow: hidden; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2;
  overflow-wrap: anywhere; unicode-bidi: plaintext;
}
.badges { position: absolute; inset-block-start: 8px; inset-inline-start: 8px; display: flex; gap: 4px; }
.badge {
  display: inline-flex; align-items: center; gap: 4px; padding: 3px 9px; border-radius: 999px; font-size: 12px; font-weight: 600; line-height: 1.4;
  background: var(--card); color: var(--ink); box-shadow: 0 1px 4px rgb(0 0 0 / 25%);
}
.badge .icon { inline-size: 14px; block-size: 14px; }
.badge[data-tone="bad"] { background: var(--bad); color: light-dark(#fff, #2b0d0a); }
.badge[data-tone="new"] { inline-size: 18px; block-size: 18px; padding: 0; background: var(--accent); border: 3px solid var(--card); }
.kinds { position: absolute; inset-block-end: 8px; inset-inline-end: 8px; display: flex; gap: 4px; }
.kind { display: grid; place-items: center; inline-size: 26px; block-size: 26px; border-radius: 50%; background: rgb(0 0 0 / 62%); color: #fff; }
.kind .icon { inline-size: 15px; block-size: 15px; }
.over {
  position: absolute; inset: 0; display: none; place-items: center; border-radius: calc(var(--round) + 4px); pointer-events: none;
  background: color-mix(in srgb, var(--tint) 92%, transparent); border: 2px dashed var(--accent); font-weight: 620;
}
.card[data-over] .over { display: grid; }
.add {
  display: grid; place-content: center; justify-items: center; gap: 8px; min-block-size: 168px; border-radius: calc(var(--round) + 4px);
  border: 1.5px dashed var(--edge); color: var(--soft);
}
.add .icon { inline-size: 28px; block-size: 28px; }
.add:hover { color: var(--ink); border-color: var(--accent); }

.bar {
  position: sticky; inset-block-end: 0; z-index: 1; display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px;
  padding: 10px 32px calc(10px + env(safe-area-inset-bottom, 0px)); background: color-mix(in srgb, var(--card) 97%, transparent); backdrop-filter: blur(12px);
  border-block-start: 1px solid var(--line);
}
.history { display: flex; margin-inline-start: -12px; }
.standing { flex: 1 1 200px; color: var(--soft); }
.bar[data-tone="good"] .standing { color: var(--ink); font-weight: 560; }
.bar[data-tone="bad"] .standing { color: var(--bad); font-weight: 560; }
.bar progress { flex: 1 1 160px; max-inline-size: 280px; }
.actions { display: flex; flex-wrap: wrap; gap: 8px; min-block-size: 44px; }

.toast {
  position: fixed; z-index: 2; inset-block-end: 84px; inset-inline: 16px; margin-inline: auto; inline-size: fit-content; max-inline-size: min(520px, calc(100% - 32px));
  padding: 12px 20px; border-radius: 14px; background: light-dark(#1d2127, #eceff3); color: light-dark(#fff, #16181c); box-shadow: var(--shadow-high);
  font-weight: 520; opacity: 0; visibility: hidden; transform: translateY(8px); transition: opacity 0.2s, transform 0.2s, visibility 0.2s; pointer-events: none;
}
.toast[data-shown][data-tone="bad"] { pointer-events: auto; cursor: pointer; }
.toast[data-shown] { opacity: 1; visibility: visible; transform: none; }
.toast[data-tone="bad"] { background: var(--bad); color: light-dark(#fff, #2b0d0a); }

/* In a dialog what can be done next is below. */
dialog .toast { position: absolute; inset-block: 12px auto; transform: translateY(-8px); }

@container editor (max-width: 620px) {
  .top { padding: 18px 16px 4px; }
  .tools { inline-size: calc(100% + 24px); justify-content: space-between; }
  .tools .tool { padding: 0 10px; font-size: 13.5px; gap: 6px; }
  main { padding: 12px 16px 28px; gap: 22px; }
  .grid { grid-template-columns: repeat(auto-fill, minmax(136px, 1fr)); gap: 12px; }
  .starters { padding: 14px; margin-inline: -4px; }
  .starters .sets { display: flex; overflow-x: auto; margin-inline: -14px; padding: 4px 14px 8px; scroll-snap-type: x proximity; }
  .starters .sets li { flex: 0 0 172px; scroll-snap-align: center; }
  .bar { padding-inline: 16px; gap: 4px; }
  .bar button { padding-inline: 7px; font-size: 14px; }
  .bar progress { flex-basis: 80px; }
  .bar .round { padding: 0; }
  .layer > .toast { inset-block-end: 132px; }
  .standing { order: -1; flex-basis: 100%; }
  .bar .actions { flex: 1; gap: 2px; justify-content: end; }
}
@container editor (max-width: 480px) {
  .tools { flex-wrap: nowrap; inline-size: 100%; margin: 0; }
  .tools .tool { flex-direction: column; justify-content: start; gap: 4px; padding: 8px 2px; font-size: 12px; border-radius: 14px; }
  .card strong { font-size: 14px; letter-spacing: -0.015em; }
  .card .open { padding: 6px; }
  .card .words { padding-inline: 3px; }
}
`;
