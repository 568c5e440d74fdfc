// docker-compose.yml and the two images' Dockerfiles, without Docker: what each of them does is done in a folder, against
// this machine's own Prosody and Node.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { execFile, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { eventually, freePorts, startGuard, until, type Guard } from "@status-scheme/testbed";
import { parse } from "yaml";
import { playDockerfile, toFolder, type Played } from "./support/dockerfile.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const SECRET = "not-a-real-secret";
const BUILD_MS = 300_000;

const compose = (env: Record<string, string>) =>
  spawnSync("docker-compose", ["config"], { cwd: ROOT, encoding: "utf8", env: { PATH: process.env.PATH!, ...env } });

interface Composed {
  readonly services: Record<"prosody" | "component", { readonly environment: Record<string, string> }>;
}

describe("docker-compose.yml", () => {
  test("is valid once the secret is given", () => {
    const { status, stdout } = compose({ COMPONENT_SECRET: SECRET });
    expect(status).toBe(0);
    expect(Object.keys((parse(stdout) as Composed).services).sort()).toEqual(["component", "prosody"]);
  });

  test("has no secret of its own, and says that one is missing", () => {
    const { status, stderr } = compose({});
    expect(status).not.toBe(0);
    expect(stderr).toContain("put a secret for the component into .env");
  });
});

describe("the commands of the images, outside Docker", () => {
  const root = mkdtempSync(join(tmpdir(), "docker-"));
  const guard: Guard = startGuard(root);
  let ports: { c2s: number; s2s: number; component: number; http: number };
  let composed: Composed["services"];
  const running: ChildProcess[] = [];
  let log = "";

  beforeAll(async () => {
    const [c2s, s2s, component, http] = (await freePorts(4)) as [number, number, number, number];
    ports = { c2s, s2s, component, http };
    composed = (parse(compose({ COMPONENT_SECRET: SECRET }).stdout) as Composed).services;
  });
  // Their ports are for the next try, and what they said is not.
  afterEach(async () => {
    for (const child of running.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    log = "";
  });
  afterAll(() => guard.end());

  /** Runs an image's command in the background, as its container would. */
  const start = ({ env, workdir }: Played, command: readonly string[], environment: Record<string, string>) => {
    const child = spawn(command[0]!, command.slice(1), {
      cwd: workdir,
      env: { ...process.env, ...env, ...environment },
    });
    guard.watch(child.pid!);
    running.push(child);
    for (const out of [child.stdout, child.stderr]) out.on("data", (chunk: Buffer) => (log += chunk.toString()));
    return child;
  };
  const logged = (line: string) =>
    eventually(
      line,
      () => log,
      (all) => all.includes(line),
    );
  const exitCode = (command: readonly string[], env: Record<string, string> = {}) =>
    promisify(execFile)(command[0]!, command.slice(1), { env: { ...process.env, ...env } }).then(
      () => 0,
      ({ code }: { code: number }) => code,
    );

  test(
    "Prosody's builds, checks and starts its configuration, and the component's joins it and is healthy",
    async () => {
      const prosodyPaths = { root, paths: ["/var/lib/prosody", "/etc/prosody", "/usr/local/bin"] };
      const prosody = await playDockerfile({
        ...prosodyPaths,
        context: join(ROOT, "docker/prosody"),
        // Here the packages are installed, and not to be touched; there is no need for another user either.
        adapt: (command) =>
          command
            .replace("apt-get update", "true")
            .replace("apt-get install -y", "apt-get install --simulate")
            .replace("rm -rf /var/lib/apt/lists/*", "true")
            .replace("chown -R prosody:prosody", "test -w"),
      });
      expect(prosody.output).toContain("0 newly installed");

      const config = join(root, "etc/prosody/prosody.cfg.lua");
      const text = readFileSync(config, "utf8");
      const here = `run_as_root = true; c2s_ports = { ${ports.c2s} }; s2s_ports = { ${ports.s2s} }; component_ports = { ${ports.component} }\n`;
      const local = 'interfaces = { "127.0.0.1" }; component_interfaces = { "127.0.0.1" }; local_interfaces = {}\n';
      writeFileSync(config, here + local + toFolder(text, prosodyPaths).replace(/^component_interfaces.*$/m, ""));
      const prosodyEnv = { ...composed.prosody.environment, PROSODY_CERTS: join(root, "var/lib/prosody/certs") };
      const [, ...entry] = prosody.command;
      start(prosody, ["/bin/sh", ...entry, "--config", config], prosodyEnv);
      await logged(`[127.0.0.1]:${ports.component}`);
      const control = ["prosodyctl", "--root", "--config", config];
      expect(await exitCode([...control, "check", "config"], prosodyEnv)).toBe(0);
      const status = [...control, ...prosody.healthcheck.slice(1)];
      await until("Prosody's health", async () => (await exitCode(status, prosodyEnv)) === 0);

      const componentPaths = { root, paths: ["/app", "/var/lib/status-scheme", "/etc/status-scheme"] };
      const component = await playDockerfile({
        ...componentPaths,
        context: ROOT,
        adapt: (command) => command.replace("chown node:node", "test -w"),
      });
      const yaml = join(root, "etc/status-scheme/component.yaml");
      writeFileSync(yaml, toFolder(readFileSync(yaml, "utf8"), componentPaths));
      const environment = {
        ...composed.component.environment,
        STATUS_SCHEME_XMPP_SERVICE: `xmpp://127.0.0.1:${ports.component}`,
        STATUS_SCHEME_HTTP_HOST: "127.0.0.1",
        STATUS_SCHEME_HTTP_PORT: String(ports.http),
      };
      const [, ...args] = component.command;
      const check = [process.execPath, ...args, "--check-config"];
      await promisify(execFile)(check[0]!, check.slice(1), {
        cwd: component.workdir,
        env: { ...process.env, ...environment },
      });

      const health = component.healthcheck.map((part) => part.replace("5380", String(ports.http)));
      expect(await exitCode(health)).toBe(1);
      const service = start(component, [process.execPath, ...args], environment);
      await until("the component's start", async () => (await exitCode(health)) === 0);
      await logged("External component successfully authenticated");
      service.kill("SIGTERM");
      expect(await once(service, "exit")).toEqual([0, null]);
    },
    BUILD_MS,
  );
});
