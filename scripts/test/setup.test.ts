import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, readFile, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const SCRIPTS = fileURLToPath(new URL("..", import.meta.url));
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "set-up-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A command of our own, first in PATH, that notes how it was called. */
async function stub(name: string, body = "") {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${body}\n`);
  await chmod(path, 0o755);
}
const calls = async () => (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");
const evaluate = (script: string, env: Record<string, string>) =>
  spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: SCRIPTS, env, encoding: "utf8" });

describe("install-packages.sh", () => {
  const install = (...packages: string[]) =>
    spawnSync("/bin/sh", [join(SCRIPTS, "install-packages.sh"), ...packages], {
      env: { PATH: `${folder}:/usr/bin:/bin`, POLICY_FILE: join(folder, "policy-rc.d") },
    }).status;
  const allowed = (service: string) =>
    `"$POLICY_FILE" ${service} start && echo "${service} may start" >> "${folder}/calls"; true`;

  test("keeps a freshly installed server from starting, and nothing else", async () => {
    await stub("apt-get", `${allowed("prosody")}; ${allowed("dbus")}`);
    await stub("update-rc.d");
    await stub("systemctl");
    expect(install("prosody", "chromium")).toBe(0);
    const [first, second, third] = await calls();
    expect(first).toMatch(/^apt-get install -y .* prosody chromium$/);
    expect(second).toBe("dbus may start");
    expect(third).toMatch(/^(update-rc.d prosody disable|systemctl disable --now prosody)$/);
    expect(existsSync(join(folder, "policy-rc.d"))).toBe(false);
  });

  test("fetches the package lists where they are missing, and gives up where that does not help", async () => {
    await stub("apt-get", "exit 100");
    expect(install("chromium")).not.toBe(0);
    expect((await calls()).map((line) => line.split(" ")[1])).toEqual(["install", "update"]);
    expect(existsSync(join(folder, "policy-rc.d"))).toBe(false);
  });

  test("leaves a policy that the machine has alone", async () => {
    await stub("apt-get");
    await writeFile(join(folder, "policy-rc.d"), "theirs");
    expect(install("chromium")).toBe(0);
    expect(await readFile(join(folder, "policy-rc.d"), "utf8")).toBe("theirs");
  });
});

describe("missing packages", () => {
  const ensure = (tests: boolean) =>
    evaluate(
      `import { ensurePackages } from "./packages.mjs";
       try { await ensurePackages({ tests: ${tests} }, console.log) } catch (error) { console.log(error.message) }`,
      { PATH: folder },
    ).stdout;

  test("are named in one line where they cannot be installed", () => {
    expect(ensure(false)).toMatch(
      /^Not a Debian machine.* Please install: apt-get install prosody( prosody-modules)?\n$/,
    );
  });

  test("are not missed where they are not needed", async () => {
    for (const command of ["prosody", "prosodyctl"]) await symlink("/bin/true", join(folder, command));
    expect(ensure(false)).toBe("");
    expect(ensure(true)).toContain("apt-get install chromium docker-compose libxml2-utils");
  });
});

test("counts are jest's own, and a run without tests is a failure", async () => {
  const report = (passed: number, failed: number, broken: number) =>
    evaluate(
      `import Counts from "./jest-counts.mjs"; const counts = new Counts();
       counts.onRunComplete([], { numPassedTests: ${passed}, numFailedTests: ${failed}, numRuntimeErrorTestSuites: ${broken} });
       console.log(counts.getLastError()?.message);`,
      { TEST_COUNTS: join(folder, "counts") },
    ).stdout.trim();
  expect(report(3, 1, 1)).toBe("undefined");
  expect(await readFile(join(folder, "counts"), "utf8")).toBe("3 passed, 2 failed\n");
  expect(report(0, 0, 0)).toBe("No test ran.");
  expect(await readdir(folder)).toEqual(["counts"]);
});
