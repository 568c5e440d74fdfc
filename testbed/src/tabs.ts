// Tabs as people have them: one behind another is hidden. Playwright keeps each tab of a browser that it launched as if it were
// in front; it leaves those alone that are in the default context of a browser that it only connects to.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { eventually } from "./until.ts";

/** Without it, there is no second way into the browser. */
export const TABS_ARGS: readonly string[] = ["--remote-debugging-port=0"];

/** A second way into a browser that was launched with TABS_ARGS, whose default context has tabs that can be hidden. */
export async function connectForTabs(launched: Browser): Promise<Browser> {
  const session = await launched.newBrowserCDPSession();
  const { commandLine } = await session.send("SystemInfo.getInfo");
  await session.detach();
  const profile = /--user-data-dir="?(.+?)"?(?: --|$)/.exec(commandLine)![1]!;
  const file = join(profile, "DevToolsActivePort");
  // Chromium picks the port, and writes it down when it listens there: `<port>\n<path>`.
  const read = async () => /^(\d+)\n(\/.+)/.exec(await readFile(file, "utf8"));
  const [, port, path] = (await eventually("Chromium's port", read, (written) => written !== null))!;
  return launched.browserType().connectOverCDP(`ws://127.0.0.1:${port}${path}`, { noDefaults: true });
}
