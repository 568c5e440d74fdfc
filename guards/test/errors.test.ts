import { describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

async function run(...args: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, "throwing-handler.ts"), ...args]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += String(data)));
  const [code] = (await once(child, "close")) as [number];
  return { code, output };
}

describe("a handler that throws", () => {
  test("ends the process without the guard", async () => {
    const { code, output } = await run();
    expect(code).not.toBe(0);
    expect(output).toContain("Emitted 'error' event");
  });

  test("is reported, and its asker gets an error", async () => {
    const { code, output } = await run("guarded");
    expect(output).toContain("reported: Error: a handler's defect");
    expect(output).toContain("internal-server-error");
    expect(code).toBe(0);
  });
});
