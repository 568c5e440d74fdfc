// A process that uses a folder of blobs and is killed, runs out of disk, or has no rights; started by the tests beside it.
//
//   node child.ts steps PATH N     puts and stages, and kills itself before its Nth step on the file system (0: never); a
//                                  line for each step, and one for what was answered
//   node child.ts fragile PATH     the same; the system ends it at a write beyond its limit, in the middle of that write
//   node child.ts open PATH UID    opens as that user; prints what it throws
import fs from "node:fs/promises";
import { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { createFolderBlobs } from "../../src/blob/folder.ts";
import { bytes, pieces } from "./values.ts";

const [, , mode = "", path = "", argument] = process.argv;
// Synchronously: what was answered is said before anything can happen to this process.
const say = (line: string) => writeSync(1, `${line}\n`);

/** Tells of every call that changes the file system, and dies before the one of that number. */
async function watchSteps(last: number): Promise<void> {
  let steps = 0;
  const watch = (object: object, names: readonly string[]) => {
    const methods = object as Record<string, (...parameters: unknown[]) => unknown>;
    for (const name of names) {
      const real = methods[name]!;
      methods[name] = function (...parameters) {
        say(`step ${name} ${typeof parameters[0] === "string" ? parameters[0] : ""}`);
        if (++steps === last) process.kill(process.pid, "SIGKILL");
        return real.apply(this, parameters);
      };
    }
  };
  const handle = await fs.open(path);
  await handle.close();
  watch(Object.getPrototypeOf(handle) as object, ["writeFile", "utimes", "sync"]);
  watch(fs, ["open", "rename", "unlink", "mkdir"]);
  syncBuiltinESMExports();
}

try {
  if (mode === "open" && argument !== undefined) process.seteuid!(Number(argument));
  const blobs = createFolderBlobs({ path, clock: () => 1_000 });
  await blobs.open();
  if (mode === "open") say("open");
  if (mode === "fragile") process.once("SIGXFSZ", () => undefined).removeAllListeners("SIGXFSZ"); // Node ignores it
  if (mode === "steps") await watchSteps(Number(argument));
  if (mode !== "open") {
    await blobs.put(bytes(200_000), "image/webp");
    say("put");
    await blobs.stage("slot", pieces(bytes(100_000, 1), 40_000), 100_000);
    say("staged");
    await blobs.put(bytes(200_000), "image/png");
    say("put again");
  }
} catch (error) {
  say(`failed ${(error as Error).message}`);
}
