import { expect, test } from "@jest/globals";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { once } from "node:events";
import { connect } from "node:net";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestbed, until } from "../src/index.ts";

const INDEX = new URL("../src/index.ts", import.meta.url).href;

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};
const isOpen = async (port: number) => {
  const socket = connect(port, "127.0.0.1");
  const open = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return open;
};

test("a stopped testbed leaves no process, port or directory, and its neighbour goes on", async () => {
  const [bed, neighbour] = await Promise.all([startTestbed(), startTestbed()]);
  const pid = bed.serverPid()!;
  await bed.login("juliet");
  await bed.stop();
  expect(isAlive(pid)).toBe(false);
  expect(existsSync(bed.directory)).toBe(false);
  expect(await isOpen(bed.ports.c2s)).toBe(false);
  expect(await isOpen(neighbour.ports.c2s)).toBe(true);
  await neighbour.stop();
});

test("a testbed whose owner is killed with -9 cleans up all the same", async () => {
  const script = `
    const bed = await (await import(${JSON.stringify(INDEX)})).startTestbed();
    console.log(JSON.stringify({ pid: bed.serverPid(), directory: bed.directory }));
    await new Promise((resolve) => setTimeout(resolve, 60_000));`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(owner.stdout, "data")) as [Buffer];
  const { pid, directory } = JSON.parse(line.toString()) as { pid: number; directory: string };
  expect(isAlive(pid)).toBe(true);
  expect(existsSync(directory)).toBe(true);
  owner.kill("SIGKILL");
  await until("all is gone", () => !existsSync(directory) && !isAlive(pid));
});

test("servers that federate, and whose owner is killed with -9 while they start, leave no certificates either", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "killed-"));
  const owner = spawn(
    process.execPath,
    ["--input-type=module", "-e", `await (await import(${JSON.stringify(INDEX)})).startFederation({ friends: [] });`],
    { cwd: import.meta.dirname, stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, TMPDIR: temporary } },
  );
  const names = () => readdir(temporary, { recursive: true });
  await until("there are certificates", async () => (await names()).some((name) => name.endsWith(".key")));
  owner.kill("SIGKILL");
  await until("all is gone", async () => (await readdir(temporary)).length === 0);
  await rm(temporary, { recursive: true });
});

test("without Prosody it fails with the one line of what to install, and leaves nothing", async () => {
  const temporary = await mkdtemp(join(tmpdir(), "no-prosody-"));
  const script = `await (await import(${JSON.stringify(INDEX)})).startTestbed().catch((error) => console.log(error.message));`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: "/nonexistent", TMPDIR: temporary },
  });
  let out = "";
  owner.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  await once(owner, "exit");
  expect(out).toBe("Prosody is not installed. On Debian: apt-get install prosody prosody-modules\n");
  expect(await readdir(temporary)).toEqual([]);
  await rm(temporary, { recursive: true });
});

test("a port that is asked for and taken is an error, not another port", async () => {
  const bed = await startTestbed();
  await expect(startTestbed({ ports: bed.ports })).rejects.toThrow(/Failed to open server port/);
  await bed.stop();
});
