// How commands end that are given what is no folder, that nobody reads, or that a person does not want any more.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { JULIET, MAIN, run, STAMP } from "./support/run.ts";

type Child = ChildProcessByStdio<null, Readable, Readable>;

let bed: Testbed;
let folder: string;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent();
  folder = join(bed.directory, "cli");
  await mkdir(folder);
});
afterAll(() => bed.stop());
const asJuliet = (...args: string[]) =>
  run([...args, "--jid", bed.jid("juliet"), "--service", bed.service], {
    STATUS_SCHEME_PASSWORD: bed.password("juliet"),
  });

/** Runs a command whose output goes where the shell says. */
async function inShell(script: string, args: readonly string[]) {
  const { STATUS_SCHEME_PASSWORD, ...env } = { ...process.env, STATUS_SCHEME_PASSWORD: bed.password("juliet") };
  const child = spawn("bash", ["-c", `set -o pipefail; ${script}`, process.execPath, MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...env, STATUS_SCHEME_PASSWORD, STATUS_SCHEME_JID: bed.jid("juliet") },
    timeout: 60_000,
  });
  let error = "";
  child.stderr.setEncoding("utf8").on("data", (data: string) => (error += data));
  const [code] = (await once(child, "close")) as [number];
  return { code, error };
}

describe("what it says", () => {
  test.each([
    ["nobody reads", '"$0" "$@" | true', 0, ""],
    [
      "is for a disk that is full",
      '"$0" "$@" > /dev/full',
      1,
      "status-scheme: the output cannot be written (ENOSPC)\n",
    ],
    ["is for nobody, mistakes included", '"$0" "$@" --nonsense 2>&1 >&- | true', 2, ""],
  ])("%s", async (_, script, code, error) => {
    expect(await inShell(script, ["--help"].slice(script.includes("nonsense") ? 1 : 0))).toEqual({ code, error });
  });

  test("has no colours", async () => {
    // eslint-disable-next-line no-control-regex -- what colours are made of
    expect((await run(["--help"], { FORCE_COLOR: "1" })).out).not.toMatch(/\u001b/);
  });
});

describe("Ctrl-C", () => {
  /** Starts it, and interrupts it when `when` has come true. */
  const interrupted = async (
    options: readonly string[],
    args: readonly string[],
    when: (it: Child) => Promise<unknown>,
  ) => {
    const child = spawn(process.execPath, [...options, MAIN, ...args], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, STATUS_SCHEME_PASSWORD: bed.password("juliet"), STATUS_SCHEME_JID: bed.jid("juliet") },
      timeout: 60_000,
    });
    let error = "";
    child.stderr.setEncoding("utf8").on("data", (data: string) => (error += data));
    await when(child);
    child.kill("SIGINT");
    const [code] = (await once(child, "close")) as [number];
    return { code, error };
  };

  test("in the middle of an upload ends it, and publishes nothing", async () => {
    const stamp = STAMP.exec((await asJuliet("publish", JULIET)).out)![0];
    const stuck = 'globalThis.fetch = () => new Promise(() => process.stdout.write("uploading"));';
    const preload = ["--import", `data:text/javascript,${encodeURIComponent(stuck)}`];
    const publish = ["publish", JULIET, "--service", bed.service];
    expect(await interrupted(preload, publish, ({ stdout }) => once(stdout, "data"))).toEqual({
      code: 130,
      error: "status-scheme: interrupted\n",
    });
    expect((await asJuliet("show")).out).toContain(stamp);
  });

  test("where a server says nothing ends it at once", async () => {
    const silent = createTcpServer((socket) => socket.on("error", () => undefined));
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const start = ["show", "--service", `xmpp://127.0.0.1:${port}`];
    const { code, error } = await interrupted([], start, () => once(silent, "connection"));
    silent.close();
    expect(code).toBe(130);
    expect(error).toMatch(/^(status-scheme: interrupted\n)?$/);
  });
});

test("a file in the place of a folder is named", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "dnd: Busy");
  expect(await run(["publish", file])).toEqual({ code: 1, out: "", error: `${file}: it is not a folder\n` });
  // What is exported takes no file's place, nor goes below one.
  expect((await asJuliet("export", file)).error).toBe(`status-scheme: ${file}: something there already\n`);
  expect(await asJuliet("export", join(file, "below"))).toMatchObject({ code: 1, out: "" });
});
