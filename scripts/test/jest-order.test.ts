// The order of test files where there are no times of earlier runs.
import { expect, test } from "@jest/globals";
import { existsSync } from "node:fs";
import { join } from "node:path";
// @ts-expect-error -- plain JavaScript, of scripts
import Order, { LONGEST } from "../jest-order.mjs";

const ROOT = join(import.meta.dirname, "../..");

test("files known to take long are there, and go first; then large ones", () => {
  expect((LONGEST as readonly string[]).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  const sizes = new Map([
    ["small.test.ts", 1],
    [LONGEST[1], 2],
    ["large.test.ts", 3],
    [LONGEST[0], 1],
  ]);
  const context = {
    config: { rootDir: ROOT, cache: false },
    hasteFS: { getSize: (path: string) => sizes.get(path.slice(ROOT.length + 1)) },
  };
  const sorted = new Order({}).sort([...sizes.keys()].map((file) => ({ path: join(ROOT, file), context })));
  expect(sorted.map(({ path }: { path: string }) => path.slice(ROOT.length + 1))).toEqual([
    LONGEST[0],
    LONGEST[1],
    "large.test.ts",
    "small.test.ts",
  ]);
});
