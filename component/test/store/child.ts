// A process that uses a store and is killed, runs out of disk, or has no rights; started by the tests beside it.
//
//   node child.ts commit PATH     commits in threes for ever; a line "owner stamp seq" for each that was answered
//   node child.ts fragile PATH    the same; the system ends it at a write beyond its limit, in the middle of that write
//   node child.ts hold PATH       opens, prints "open", waits
//   node child.ts open PATH UID   opens as that user; prints what it throws
import { writeSync } from "node:fs";
import { createSqliteStore } from "../../src/store/sqlite/sqlite-store.ts";
import { edit, hash } from "./contract/values.ts";

const [, , mode = "", path = "", uid] = process.argv;
// Synchronously: what was answered is said before anything can happen to this process.
const say = (line: string) => writeSync(1, `${line}\n`);

async function commitForEver(): Promise<never> {
  const store = createSqliteStore({ path });
  await store.open();
  const { incarnation } = await store.position();
  for (let n = 0; ; n++) {
    const owners = [0, 1, 2].map((k) => `owner${(n * 3 + k) % 50}@capulet.lit`);
    await Promise.all(
      owners.map(async (owner, k) => {
        const media = [hash(n * 3 + k)];
        const { stamp } = await store.commit({ ...edit(owner, `${"x".repeat(200 * k)} ${n}`, Date.now()), media });
        say(`committed ${owner} ${stamp} ${media[0]}`);
      }),
    );
    say(`position ${incarnation} ${(await store.position()).seq}`);
  }
}

try {
  if (uid !== undefined) process.seteuid!(Number(uid));
  if (mode === "fragile") process.once("SIGXFSZ", () => undefined).removeAllListeners("SIGXFSZ"); // Node ignores it
  if (mode === "commit" || mode === "fragile") await commitForEver();
  await createSqliteStore({ path }).open();
  say("open");
  if (mode === "hold") setInterval(() => undefined, 60_000);
} catch (error) {
  say(`failed ${(error as Error).message}`);
}
