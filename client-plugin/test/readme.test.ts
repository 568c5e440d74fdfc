// The README's example, as it stands there, on a real server with the real component.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { eventually, startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";

const HERE = fileURLToPath(new URL("..", import.meta.url));

let bed: Testbed;
let example: string;
beforeAll(async () => {
  const readme = await readFile(`${HERE}README.md`, "utf8");
  example = /```js\n(.*?)```/s.exec(readme)![1]!;
  bed = await startTestbed();
  await bed.startComponent();
});
afterAll(() => bed.stop());

/** Runs the example as a program of this person's. */
function run(name: string) {
  const program = spawn(process.execPath, ["--input-type=module", "--eval", example], {
    cwd: HERE,
    env: { SERVICE: bed.service, DOMAIN: bed.domain, USERNAME: name, PASSWORD: bed.password(name) },
  });
  let output = "";
  for (const stream of [program.stdout, program.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString()));
  return {
    async prints(line: string): Promise<void> {
      await eventually(
        `${name} sees "${line}"`,
        () => output.split("\n").map((printed) => printed.trim()),
        (lines) => lines.includes(line),
      );
    },
    async stop(): Promise<void> {
      program.kill();
      if (program.exitCode === null && program.signalCode === null) await once(program, "exit");
    },
  };
}

test("is 15 lines", () => {
  expect(example.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(15);
});

test("shows two people who run it each other's look", async () => {
  const [juliet, romeo] = [run("juliet"), run("romeo")];
  try {
    await romeo.prints("juliet@capulet.lit in_a_meeting In a meeting");
    await juliet.prints("romeo@capulet.lit in_a_meeting In a meeting");
  } finally {
    await Promise.all([juliet.stop(), romeo.stop()]);
  }
});
