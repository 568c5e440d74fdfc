// `node scripts/picture.mjs`: draws README's picture, docs/npm-start.png, from what `npm start -- --once` really prints and
// from the looks in fixtures/schemes/juliet. Needs Debian's Chromium, as the tests do.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { ROOT } from "./setup.mjs";

const LOOKS = ["available", "away", "dnd", "in_a_meeting", "eating", "offline"];
const { stdout } = await promisify(execFile)(process.execPath, [join(ROOT, "scripts/start.mjs"), "--once"], {
  cwd: ROOT,
  env: { ...process.env, NO_COLOR: "1" },
});
const from = stdout.indexOf("What romeo's client shows");
if (from === -1) throw new Error(`no transcript in:\n${stdout}`);
const escaped = (text) => text.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
const transcript = escaped(stdout.slice(from).trim()).replaceAll("✓", "<b>✓</b>").replaceAll("●", "<i>●</i>");
const images = await Promise.all(
  LOOKS.map(async (state) => {
    const png = await readFile(join(ROOT, `fixtures/schemes/juliet/${state}.png`), "base64");
    return `<figure><img src="data:image/png;base64,${png}"><figcaption>${state}</figcaption></figure>`;
  }),
);
const page = `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; width: 1080px; font: 15px/1.5 "DejaVu Sans", sans-serif; background: #fff; color: #333 }
  main { padding: 24px } div { display: flex; justify-content: space-between; margin-bottom: 20px }
  figure { margin: 0; text-align: center } img { width: 152px; border-radius: 24px; display: block; margin-bottom: 6px }
  pre { margin: 0; padding: 18px 22px; border-radius: 12px; background: #1f2430; color: #d9dce3;
        font: 13.5px/1.55 "DejaVu Sans Mono", monospace } b { color: #8fd18f } i { color: #f0b64d; font-style: normal }
</style><main><div>${images.join("")}</div><pre>${transcript}</pre></main>`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
const tab = await browser.newPage({ viewport: { width: 1080, height: 200 } });
await tab.setContent(page);
await tab.screenshot({ path: join(ROOT, "docs/npm-start.png"), fullPage: true });
await browser.close();
