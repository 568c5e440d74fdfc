import { describe, expect, test } from "@jest/globals";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { readPassword } from "../src/password.ts";
import { Interrupted } from "../src/usage.ts";

const JID = "juliet@capulet.lit";

/** A terminal: what is typed goes in, what is shown comes out. */
function terminal(isTTY = true) {
  const modes: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY, setRawMode: (on: boolean) => modes.push(on) });
  const output = new PassThrough({ encoding: "utf8" });
  const streams = { input: input as never, output: output as never };
  return { streams, modes, type: (text: string) => input.write(text), shown: () => String(output.read() ?? "") };
}

describe("the password", () => {
  test("is asked for without an echo, corrections and all", async () => {
    const { streams, modes, type, shown } = terminal();
    const asking = readPassword(JID, { file: undefined, environment: undefined, ...streams });
    type("secr");
    type("x\u007fet€\r");
    expect(await asking).toBe("secret€");
    expect(shown()).toBe(`Password of ${JID}: \n`);
    expect(modes).toEqual([true, false]);
  });

  test("is not given by Ctrl-C", async () => {
    const { streams, modes, type } = terminal();
    const asking = readPassword(JID, { file: undefined, environment: undefined, ...streams });
    type("secr\u0003");
    await expect(asking).rejects.toThrow(Interrupted);
    expect(modes).toEqual([true, false]);
  });

  test("comes from a file before the environment, and from there before a question", async () => {
    const folder = await mkdtemp(join(tmpdir(), "status-scheme-password-"));
    const file = join(folder, "password");
    await writeFile(file, " spaces count \r\n");
    const { streams } = terminal();
    expect(await readPassword(JID, { file, environment: "other", ...streams })).toBe(" spaces count ");
    expect(await readPassword(JID, { file: undefined, environment: "other", ...streams })).toBe("other");
    await writeFile(file, "\n");
    await expect(readPassword(JID, { file, environment: "other", ...streams })).rejects.toThrow("it is empty");
    await rm(folder, { recursive: true });
  });

  test("cannot be asked for where nobody is", async () => {
    const { streams } = terminal(false);
    await expect(readPassword(JID, { file: undefined, environment: "", ...streams })).rejects.toThrow("No password");
  });
});
