// `node scripts/picture.mjs`: draws README's picture, docs/npm-start.png: the two pages of `npm start` side by side, as they
// come up, with Juliet in a meeting and Romeo's chat with her open. Needs Debian's Chromium, as the tests do.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { ROOT } from "./setup.mjs";

const PAGES = /^ +both +(http\S+)/;
const sharp = createRequire(join(ROOT, "component/package.json"))("sharp");

const demo = spawn(process.execPath, [join(ROOT, "scripts/start.mjs")], { stdio: ["ignore", "pipe", "inherit"] });
let url;
for await (const line of createInterface({ input: demo.stdout })) {
  url = PAGES.exec(line)?.[1];
  if (url) break;
}
if (!url) throw new Error("npm start said no URL");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1600, height: 680 } });
  await page.goto(url);
  const [juliet, romeo] = [page.frameLocator("iframe >> nth=0"), page.frameLocator("iframe >> nth=1")];
  await juliet.getByRole("radio", { name: "In a meeting" }).click();
  await romeo.getByText("Juliet", { exact: true }).first().click();
  await romeo.locator('converse-chat-heading status-look[contact^="juliet"]').waitFor();
  await romeo.getByText("With the nurse").waitFor();
  // Pictures fade in.
  await page.waitForTimeout(2_000);
  const png = await page.screenshot({ animations: "allow" });
  await sharp(png).png({ palette: true, quality: 90, effort: 10 }).toFile(join(ROOT, "docs/npm-start.png"));
} finally {
  await browser.close();
  demo.kill("SIGINT");
}
