import { afterEach, expect, test } from "@jest/globals";
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { client, xml } from "@xmpp/client";
import { once } from "node:events";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const DEMO_MS = 90_000;

let demo: ChildProcess;
afterEach(() => void demo.kill("SIGKILL"));

/** Starts the demo; `said` resolves when it has said something, to all that it said. */
function start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  demo = spawn(process.execPath, [MAIN, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...env },
  });
  let text = "";
  for (const stream of [demo.stdout!, demo.stderr!])
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = once(demo, "close") as Promise<[number | null]>;
  const said = async (what: RegExp) => {
    while (!what.test(text))
      await Promise.race([once(demo.stdout!, "data"), ended.then(() => Promise.reject(new Error(text)))]);
    return text;
  };
  return { said, ended, text: () => text };
}

test(
  "--once ends after the transcript, with 0 because romeo saw what he should and tybalt nothing",
  async () => {
    const { ended, text } = start(["--once"]);
    expect((await ended)[0]).toBe(0);
    const lines = text().split("\n");
    const find = (action: string) => lines.find((line) => line.includes(action));
    expect(find("juliet is not logged in")).toMatch(/✓.*○ not logged in +grey/);
    expect(find("publishes her looks")).toMatch(/✓.*● available +“Out on the balcony” +webp \d+×\d+/);
    expect(find("in a meeting")).toMatch(/✓.*● in_a_meeting +“With the nurse” +webp/);
    expect(find("would like to chat")).toMatch(/✓.*● chat +“Out on the balcony” +webp/);
    expect(find("goes invisible")).toMatch(/✓.*○ not logged in +“Good night, good night!” +webp/);
    expect(find("tybalt asks")).toMatch(/✓.*nothing$/);
    expect(text()).not.toContain("✗");
  },
  DEMO_MS,
);

test(
  "without it the demo runs on, says where in a file, and a Ctrl-C ends all of it",
  async () => {
    const { said, ended } = start();
    const path = /all as JSON +(\S+)/.exec(await said(/all as JSON +\S+\n/))![1]!;
    const info = JSON.parse(readFileSync(path, "utf8")) as {
      media: string;
      xmpp: { port: number };
      accounts: { jid: string; password: string }[];
    };
    expect(info.accounts.map(({ jid }) => jid)).toContain("juliet@capulet.lit");
    await said(/Ctrl-C ends it/);
    expect((await fetch(`${info.media}/health`)).status).toBe(200);

    const { jid: account, password } = info.accounts.find(({ jid }) => jid.startsWith("juliet@"))!;
    const [username, domain] = account.split("@") as [string, string];
    const juliet = client({ service: `xmpp://127.0.0.1:${info.xmpp.port}`, domain, username, password });
    juliet.on("error", () => undefined);
    await juliet.start();
    await juliet.send(xml("presence", {}, xml("show", {}, "dnd")));
    await said(/juliet@capulet\.lit +● dnd +“Please do not disturb”/);
    await juliet.stop();

    demo.kill("SIGINT");
    expect((await ended)[0]).toBe(0);
    expect(existsSync(dirname(path))).toBe(false);
    await expect(fetch(`${info.media}/health`)).rejects.toThrow();
  },
  DEMO_MS,
);

test(
  "a Ctrl-C in the middle of the transcript ends it, too",
  async () => {
    const { said, ended } = start();
    const path = /all as JSON +(\S+)/.exec(await said(/juliet is not logged in/))![1]!;
    demo.kill("SIGINT");
    expect((await ended)[0]).toBe(130);
    expect(existsSync(dirname(path))).toBe(false);
  },
  DEMO_MS,
);

test("a port that somebody else listens at ends it, with whose it was to be", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  try {
    const { ended, text } = start([], { DEMO_MEDIA_PORT: String((other.address() as AddressInfo).port) });
    expect((await ended)[0]).toBe(1);
    expect(text()).toMatch(/The component ended:[^]*EADDRINUSE/);
  } finally {
    other.close();
  }
});
