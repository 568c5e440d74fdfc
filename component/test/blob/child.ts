// A process that uses a folder of blobs and is killed, runs out of disk, or has no rights; started by the tests beside it.
//
//   node child.ts steps PATH N     puts and stages; a line for each step on the file system, and one for what was answered.
//                                  Kills itself before its Nth step
//   node child.ts copies PATH      the same, unharmed; copies the folder before each step, to PATH.1 and so on
//   node child.ts fragile PATH     the same; the system ends it at a write beyond its limit, in the middle of that write
//   node child.ts race PATH        removes a blob by its age, and puts it again between the look at its age and the removal;
//                                  says whether it is "there" or "lost" in the end
//   node child.ts open PATH UID    opens as that user; prints what it throws
import fs from "node:fs/promises";
import { cpSync, writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { createFolderBlobs } from "../../src/blob/folder.ts";
import { bytes, pieces } from "./values.ts";

const [, , mode = "", path = "", argument] = process.argv;
// Synchronously: what was answered is said before anything can happen to this process.
const say = (line: string) => writeSync(1, `${line}\n`);

/** Removes what was put at 1, if it was put before 2; puts it again at 3 right before the file goes, waiting a while for that. */
async function race(): Promise<void> {
  let now = 1;
  const blobs = createFolderBlobs({ path, clock: () => now });
  await blobs.open();
  const { hash } = await blobs.put(bytes(10), "image/webp");
  const { unlink } = fs;
  let again: Promise<unknown> = Promise.resolve();
  fs.unlink = async (file) => {
    fs.unlink = unlink;
    syncBuiltinESMExports();
    now = 3;
    again = blobs.put(bytes(10), "image/webp");
    await Promise.race([again, new Promise((resolve) => setTimeout(resolve, 300))]);
    return unlink(file);
  };
  syncBuiltinESMExports();
  await blobs.remove(hash, 2);
  await again;
  say((await blobs.stat(hash)) === undefined ? "lost" : "there");
}

/** Tells of every call that changes the file system; does that first, told its number. */
async function watchSteps(before: (step: number) => void): Promise<void> {
  let steps = 0;
  const watch = (object: object, names: readonly string[]) => {
    const methods = object as Record<string, (...parameters: unknown[]) => unknown>;
    for (const name of names) {
      const real = methods[name]!;
      methods[name] = function (...parameters) {
        say(`step ${++steps} ${name} ${typeof parameters[0] === "string" ? parameters[0] : ""}`);
        before(steps);
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
  if (mode === "race") await race();
  const blobs = createFolderBlobs({ path, clock: () => 1_000 });
  await blobs.open();
  if (mode === "open") say("open");
  if (mode === "fragile") process.once("SIGXFSZ", () => undefined).removeAllListeners("SIGXFSZ"); // Node ignores it
  if (mode === "steps") {
    await watchSteps((step) => step === Number(argument) && process.kill(process.pid, "SIGKILL"));
  }
  if (mode === "copies") await watchSteps((step) => cpSync(path, `${path}.${step}`, { recursive: true }));
  if (["steps", "copies", "fragile"].includes(mode)) {
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
