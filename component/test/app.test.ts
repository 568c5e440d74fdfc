import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApp } from "../src/app.ts";
import type { App } from "../src/app.ts";
import { configOf } from "../src/config.ts";
import { createLog } from "../src/log.ts";

let directory: string;
let apps: App[];
let log: string[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "app-"));
  apps = [];
  log = [];
});
afterEach(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await rm(directory, { recursive: true });
});

/** Nothing listens where its server would be: it tries in the background. */
function appWith(over: Record<string, unknown> = {}): App {
  const config = configOf({
    xmpp: { service: "xmpp://127.0.0.1:1", domain: "schemes.capulet.lit", secret: "sesame", serves: ["capulet.lit"] },
    http: { port: 0 },
    store: { path: join(directory, "schemes.sqlite") },
    media: { path: join(directory, "media") },
    control: { path: join(directory, "control.sock") },
    ...over,
  });
  const app = createApp(config, { log: createLog("info", { write: (line) => log.push(line) }) });
  apps.push(app);
  return app;
}
const health = async (app: App) => (await fetch(`${app.address().http}/health`)).status;

test("is up without its XMPP server, on a free port, and down after its stop", async () => {
  const app = appWith();
  await app.start();
  await expect(health(app)).resolves.toBe(200);
  await app.stop();
  await expect(health(app)).rejects.toThrow();
});

test("says the public URL it was given", async () => {
  const app = appWith({ http: { port: 0, url: "https://schemes.capulet.lit/x/" } });
  await app.start();
  expect(app.address().http).toBe("https://schemes.capulet.lit/x/");
});

test("a store has one service: a second does not start, and may once the first has stopped", async () => {
  const first = appWith();
  await first.start();
  const second = appWith();
  await expect(second.start()).rejects.toThrow("is in use by another process");
  await first.stop();
  await second.start();
  await expect(health(second)).resolves.toBe(200);
});

test("a start that fails leaves nothing open", async () => {
  const other = appWith({
    store: { kind: "memory" },
    media: { kind: "memory" },
    control: { path: join(directory, "other") },
  });
  await other.start();
  const { port } = new URL(other.address().http);
  await expect(appWith({ http: { port: Number(port) } }).start()).rejects.toThrow("EADDRINUSE");
  await appWith().start();
});

test("a stop twice is one", async () => {
  const app = appWith();
  await app.start();
  await Promise.all([app.stop(), app.stop()]);
  expect(log.join()).not.toContain("did not end in order");
});
