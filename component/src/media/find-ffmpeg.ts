// Which ffmpeg there is, looked up once at start (configuration, `media.ffmpeg`).
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Log } from "../log.ts";

const PLACES = ["/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg", "/opt/homebrew/bin/ffmpeg"];
const PATIENCE_MS = 10_000;

/**
 * The path of a program that runs. `setting`: "auto", "off", or its path.
 * @throws Error where it is named and does not run
 */
export async function findFfmpeg(setting: string, log: Log): Promise<string | undefined> {
  if (setting === "off") return undefined;
  for (const path of setting === "auto" ? PLACES : [setting]) {
    const version = await versionOf(path);
    if (version === undefined) continue;
    log.info({ path, version }, "sounds and videos are decoded once, by ffmpeg");
    return path;
  }
  if (setting !== "auto") throw new Error(`media.ffmpeg: ${setting} does not run`);
  log.info("no ffmpeg here: sounds and videos are checked by their structure, and a video needs a still of its own");
  return undefined;
}

async function versionOf(path: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(path, ["-version"], { timeout: PATIENCE_MS, env: {} });
    return /^ffmpeg version (\S+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}
