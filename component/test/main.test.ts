// The command line, as a process of its own.
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { SETTINGS } from "../src/config-schema.ts";
import { VERSION } from "../src/version.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "main-"));
});
afterEach(() => rm(directory, { recursive: true }));

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...env }, cwd: directory });
  let [out, error] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (out += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (error += chunk));
  const [code] = (await once(child, "close")) as [number];
  return { code, out, error };
}
async function config(text: string): Promise<string> {
  const path = join(directory, "component.yaml");
  await writeFile(path, text);
  return path;
}
const GOOD = "xmpp: { domain: schemes.capulet.lit, secret: sesame, serves: [capulet.lit] }\nhttp: { port: 0 }\n";

describe("--help and --version", () => {
  test("help names every setting, its variable and its default", async () => {
    const { code, out } = await run(["--help"]);
    expect(code).toBe(0);
    for (const { key, variable, fallback = "" } of SETTINGS) {
      expect(out).toContain(`  ${key}`);
      expect(out).toContain(variable);
      expect(out).toContain(fallback);
    }
  });
  test("version", async () => {
    await expect(run(["--version"])).resolves.toEqual({
      code: 0,
      out: `status-scheme-component ${VERSION}\n`,
      error: "",
    });
  });
});

describe("--check-config", () => {
  test("a good configuration, by argument or by variable", async () => {
    const path = await config(GOOD);
    const good = { code: 0, out: "The configuration is good.\n", error: "" };
    await expect(run(["--config", path, "--check-config"])).resolves.toEqual(good);
    await expect(run(["--check-config"], { STATUS_SCHEME_CONFIG: path })).resolves.toEqual(good);
  });
  test("a wrong one: every problem, and nothing else", async () => {
    const path = await config(`${GOOD}store: { kind: mysql }\nlog: { levl: info }\n`);
    const { code, out, error } = await run(["--config", path, "--check-config"], { STATUS_SCHEME_HTTP_PORT: "-1" });
    expect({ code, out }).toEqual({ code: 78, out: "" });
    expect(error.trim().split("\n")).toEqual([
      "http.port: -1 is not allowed: a whole number from 0 to 65535 (from variable STATUS_SCHEME_HTTP_PORT)",
      `store.kind: "mysql" is not allowed: one of sqlite, memory (from ${path}:3)`,
      `log.levl: no such setting; did you mean log.level? (from ${path}:4)`,
    ]);
  });
  test("a wrong one does not run either", async () => {
    expect((await run(["--config", await config("xmpp: {}")])).code).toBe(78);
  });
});

describe("wrong usage", () => {
  test.each([
    [["--nonsense"], "Unknown option '--nonsense'"],
    [["dance"], "There is no command dance."],
    [["purge"], "purge takes one bare JID"],
    [["purge", "capulet.lit"], "purge takes one bare JID"],
    [["purge", "juliet@capulet.lit/balcony"], "purge takes one bare JID"],
    [["purge", "@"], "purge takes one bare JID"],
    [["purge", "juliet@capulet.lit", "romeo@montague.lit"], "purge takes one bare JID"],
    [["block-hash", "1234"], "block-hash takes the SHA-256 of a file, in hex or base64"],
    [["close-report"], "close-report takes the number of a report"],
    [["blocked", "1"], "blocked takes nothing"],
    [["audit", "-1"], "Unknown option '-1'"],
    [["audit", "--reason", "curiosity"], "audit takes no reason"],
    [["suspend", "juliet@capulet.lit", "--reason", "two\nlines"], "--reason takes a reason of one line"],
  ])("%s", async (args, message) => {
    const { code, out, error } = await run(args);
    expect({ code, out }).toEqual({ code: 64, out: "" });
    expect(error).toContain(message);
  });
});

describe("a command while the service does not run", () => {
  test("opens the store, and says what it found", async () => {
    const path = await config(GOOD);
    await expect(run(["--config", path, "purge", "juliet@capulet.lit"])).resolves.toEqual({
      code: 0,
      out: "There was nothing of juliet@capulet.lit.\n",
      error: "",
    });
    await expect(stat(join(directory, "var/schemes.sqlite"))).resolves.toBeDefined();
  });
  test("keeps who did what, and lists it", async () => {
    const path = await config(GOOD);
    const suspend = await run(["--config", path, "suspend", "juliet@capulet.lit", "--reason", "spam"]);
    expect(suspend).toEqual({ code: 0, out: "Suspended juliet@capulet.lit.\n", error: "" });
    const { code, out } = await run(["--config", path, "audit"]);
    expect({ code, lines: out.split("\n").map((line) => line.split("\t")) }).toEqual({
      code: 0,
      lines: [
        ["Number", "Time", "By", "Operation", "To", "Why"],
        ["1", expect.stringMatching(/Z$/), "operator", "suspend", "juliet@capulet.lit", "spam"],
        ["Entries: 1."],
        [""],
      ],
    });
    await expect(run(["--config", path, "reports"])).resolves.toMatchObject({ out: "No open reports.\n" });
  });
  test("of a store in memory, or one that cannot be opened, fails", async () => {
    const memory = await run([
      "--config",
      await config(`${GOOD}store: { kind: memory }`),
      "purge",
      "juliet@capulet.lit",
    ]);
    expect({ code: memory.code, error: memory.error }).toEqual({
      code: 1,
      error: expect.stringContaining("in memory"),
    });
    const broken = await run(["--config", await config(`${GOOD}store: { path: . }`), "purge", "juliet@capulet.lit"]);
    expect({ code: broken.code, error: broken.error }).toEqual({ code: 1, error: expect.stringContaining(directory) });
  });
});

test("a service that cannot start says why in its log, and ends", async () => {
  const path = await config(`${GOOD}store: { kind: memory }\nmedia: { kind: memory }\n`);
  const { code, out } = await run(["--config", path], { STATUS_SCHEME_HTTP_HOST: "192.0.2.1" });
  expect(code).toBe(1);
  expect(out).toContain("the service could not start");
  expect(out).toContain("EADDRNOTAVAIL");
});
