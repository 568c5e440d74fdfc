// One of several processes on the same folder: writes, reads and says whether all it read was whole.
import { fileCache } from "../../src/cache/file-cache.ts";

const [folder, fill] = process.argv.slice(2);
const cache = fileCache(folder!, { quota: 60_000 });
let isWhole = true;
for (let round = 0; round < 100; round++) {
  const key = `key${round % 10}`;
  await cache.set(key, new Uint8Array(10_000).fill(Number(fill)));
  const found = await cache.get(key);
  isWhole &&= found === undefined || (found.length === 10_000 && found.every((byte) => byte === found[0]));
  if (round % 10 === 0) await cache.keys("");
}
await cache.close();
process.stdout.write(isWhole ? "whole\n" : "damaged\n");
