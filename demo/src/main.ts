// `npm start`: the composition root of the demo, with its arguments, environment and signals.
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { readSchemeFolder } from "@status-scheme/folder/node";
import type { Shown } from "@status-scheme/client-plugin";
import { bringFriends } from "./friends.ts";
import { HELP, parseOptions, type DemoOptions } from "./options.ts";
import { play } from "./play.ts";
import { setStage, type Stage } from "./stage.ts";
import { createTranscript, describe } from "./transcript.ts";

const JULIETS_SCHEME = fileURLToPath(new URL("../../fixtures/schemes/juliet", import.meta.url));
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

process.exitCode = await main();

async function main(): Promise<number> {
  let options: DemoOptions;
  try {
    options = parseOptions(process.argv.slice(2), process.env);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  // From the first moment on: a stop in the middle of the set-up waits for it, and then stops.
  const stopped = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stopped.abort());

  let stage: Stage | undefined;
  try {
    stage = await setStage(options);
    return await show(stage, options, stopped.signal);
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await stage?.stop();
  }
}

async function show(stage: Stage, { once: isOnce }: DemoOptions, stopped: AbortSignal): Promise<number> {
  const transcript = createTranscript(process.stdout);
  transcript.heading("Everything listens on this machine alone");
  transcript.table(stage.listening);
  transcript.heading("Accounts and their passwords, made for this run");
  transcript.table(stage.accounts);

  const looks = await readSchemeFolder(JULIETS_SCHEME);
  const { ok, romeo } = await play(stage, looks, transcript, stopped);
  if (isOnce || stopped.aborted) return ok ? 0 : 1;

  const [url] = await Promise.all([stage.openPages(), bringFriends(stage, romeo)]);
  transcript.heading("Try it yourself, in a browser");
  transcript.table([
    ["juliet", `${url}juliet   makes her scheme, and says how she is`],
    ["romeo", `${url}romeo    sees it, in Converse.js`],
    ["both", `${url}         side by side`],
  ]);
  transcript.heading("Still running: any other client can log in as well, with the accounts above. Ctrl-C ends it.");
  romeo.scheme.on("look", (shown) => {
    if (isWhole(shown)) transcript.step(shown.contact, describe(shown), { ok: true });
  });
  if (!stopped.aborted) await once(stopped, "abort");
  return ok ? 0 : 1;
}

/** Not what is shown for the moment only, while a scheme or its image is on its way. */
function isWhole({ fresh, look }: Shown): boolean {
  return fresh && (!look?.offered.includes("image") || look.media.some(({ kind }) => kind === "image"));
}
