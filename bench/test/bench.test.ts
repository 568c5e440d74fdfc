// That the bench runs and says what it measured; its figures are the machine's.
import { expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Runs it to its end. */
function bench(...args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [MAIN, ...args],
      { env: { ...process.env, NODE_OPTIONS: "" } },
      (_, out, err) => resolve({ code: child.exitCode!, output: out + err }),
    );
  });
}

test("a case is run, its figures are printed and kept, and the exit code tells whether its bars hold", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    const json = join(folder, "figures.json");
    const { code, output } = await bench("--quick", "--json", json, "check");
    const { machine, quick, results } = JSON.parse(await readFile(json, "utf8")) as {
      machine: object;
      quick: boolean;
      results: [
        { name: string; rows: { figures: Record<string, number> }[]; bars: { value: number; bound: number }[] },
      ];
    };
    expect({ machine, quick }).toEqual({
      machine: expect.objectContaining({ prosody: expect.any(String) }),
      quick: true,
    });
    const [{ name, rows, bars }] = results;
    expect(name).toBe("check");
    for (const { figures } of rows) expect(figures["per s"]).toBeGreaterThan(0);
    const [rate, cpu] = bars;
    expect(code).toBe(rate!.value >= rate!.bound && cpu!.value <= cpu!.bound ? 0 : 1);
    expect(output).toContain("rate, check / PEP get");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a case that there is not is refused with the usage", async () => {
  const { code, output } = await bench("speed");
  expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(/There is no case speed.*--quick/s) });
});

test("the README says of every case what it measures", async () => {
  const { output } = await bench("--help");
  const cases = /cases: (.*?);/.exec(output)![1]!.split(", ");
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const told = [...readme.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(told).toEqual(expect.arrayContaining(cases));
});
