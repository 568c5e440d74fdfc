// What the page has beside the editor.

export const PAGE = `
:host { display: flex; flex-direction: column; min-block-size: 100dvh; }
h1 { margin: 0; font-size: 26px; letter-spacing: -0.02em; line-height: 1.2; }
.login { display: grid; gap: 16px; inline-size: min(420px, calc(100% - 32px)); margin: auto; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 24px; box-shadow: var(--shadow); }
.login h1 + .hint { margin-block-start: -10px; }
.login summary { cursor: pointer; min-block-size: 44px; align-content: center; color: var(--soft); font-size: 14px; }
.account { display: flex; align-items: center; gap: 8px 16px; flex-wrap: wrap; padding: 8px 32px; font-size: 14px; color: var(--soft); border-block-end: 1px solid var(--line); }
.account p { flex: 1; overflow-wrap: anywhere; }
.account [data-tone="bad"] { color: var(--bad); font-weight: 560; }
.i-am { padding: 18px 32px 20px; background: var(--card); border-block-end: 1px solid var(--line); display: grid; gap: 10px; }
.i-am-head { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 16px; }
.i-am h2 { font-size: 17px; }
.i-am .hint { order: 1; flex: 1; min-inline-size: 160px; }
.switch { display: flex; gap: 10px; align-items: center; min-block-size: 44px; cursor: pointer; font-size: 15px; }
.switch input { appearance: none; inline-size: 44px; block-size: 26px; border-radius: 999px; background: var(--edge); position: relative; cursor: pointer; transition: background-color 0.15s; }
.switch input::before { content: ""; position: absolute; inset: 3px auto 3px 3px; inline-size: 20px; border-radius: 50%; background: var(--card); transition: transform 0.15s; }
.switch input:checked { background: var(--accent); }
.switch input:checked::before { transform: translateX(18px); }
.states { display: flex; flex-wrap: wrap; gap: 8px; }
.now { position: relative; }
.now input { position: absolute; inset: 0; inline-size: 100%; block-size: 100%; opacity: 0; cursor: pointer; }
.chip { display: flex; align-items: center; gap: 10px; padding: 5px 18px 5px 5px; border-radius: 16px; border: 1px solid var(--line); font-size: 14.5px; font-weight: 540; min-block-size: 52px; }
.chip status-look { --status-look-radius: 11px; flex: none; }
.now:hover .chip { border-color: var(--edge); }
.now input:checked + .chip { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1px var(--accent); }
.now input:focus-visible + .chip { outline: 3px solid var(--accent); outline-offset: 2px; }
scheme-editor { flex: 1; display: flex; flex-direction: column; background: transparent; }
.waiting { margin: auto; color: var(--soft); }
@media (max-width: 620px) {
  .account, .i-am { padding-inline: 16px; }
  .states { flex-wrap: nowrap; overflow-x: auto; margin-inline: -16px; padding: 4px 16px; }
  .now { flex: none; }
}
@media (forced-colors: active) { .now input:checked + .chip { outline: 3px solid Highlight; } }
`;
