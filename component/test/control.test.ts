import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { command, createControl } from "../src/control.ts";
import type { Control } from "../src/control.ts";
import { createLog } from "../src/log.ts";
import type { CommandRequest } from "../src/operator/request.ts";

const JULIET: CommandRequest = { name: "purge", target: "juliet@capulet.lit" };
const FORGOTTEN = { answer: { text: "Forgot juliet@capulet.lit." } };

let directory: string;
let path: string;
let control: Control;
let log: string[];
let obeyed: CommandRequest[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "control-"));
  path = join(directory, "var", "control.sock");
  log = [];
  obeyed = [];
  control = controlAt(path);
});
afterEach(async () => {
  await control.stop();
  await rm(directory, { recursive: true });
});

function controlAt(at: string): Control {
  return createControl({
    path: at,
    log: createLog("info", { write: (line) => log.push(line) }),
    obey: async (request) => {
      if (request.name !== "purge") throw new SchemeError("bad-request", { what: "command", reason: "not known" });
      if (request.target === "defect") throw new Error("the disk is full");
      obeyed.push(request);
      return { text: `Forgot ${String(request.target)}.` };
    },
  });
}

/** What the socket answers to these bytes, until it closes. */
function answerTo(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(path, () => socket.write(bytes));
    let text = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    socket.on("error", reject).on("close", () => resolve(text));
  });
}

test("a command is obeyed by the service, and its outcome told", async () => {
  await control.start();
  await expect(command(path, JULIET)).resolves.toEqual(FORGOTTEN);
  await expect(command(path, { ...JULIET, reason: "at her wish" })).resolves.toEqual(FORGOTTEN);
  expect(obeyed).toEqual([JULIET, { ...JULIET, reason: "at her wish" }]);
});

test("its failure is told, and logged", async () => {
  await control.start();
  await expect(command(path, { name: "purge", target: "defect" })).resolves.toEqual({ error: "the disk is full" });
  expect(log.join()).toContain("the disk is full");
});

test("an answer may be a long list", async () => {
  const rows = Array.from({ length: 100 }, () => ["x".repeat(6_000)]);
  const answer = { text: "100 reports.", table: { columns: [{ name: "text", label: "Text" }], rows } };
  const lists = createControl({ path, log: createLog("silent"), obey: async () => answer });
  await lists.start();
  await expect(command(path, { name: "reports" })).resolves.toEqual({ answer });
  await lists.stop();
});

test("nobody but the service's user may open it", async () => {
  await control.start();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("nobody listens before the start, nor after the stop", async () => {
  await expect(command(path, JULIET)).resolves.toBeUndefined();
  await control.start();
  await control.stop();
  await expect(command(path, JULIET)).resolves.toBeUndefined();
});

describe("what is no command", () => {
  test.each(["{}", '{"name":1}', '{"name":"dance"}', "null", "[]", "not JSON", ""])("%s", async (line) => {
    await control.start();
    expect(JSON.parse(await answerTo(`${line}\n`))).toEqual({ error: expect.any(String) });
    expect(obeyed).toEqual([]);
  });
  test("a line that does not end is cut off", async () => {
    await control.start();
    await expect(answerTo("x".repeat(10_000))).resolves.toBe("");
  });
});

describe("where it cannot listen", () => {
  test("the socket of a process that was killed is taken over", async () => {
    await control.start();
    await control.stop();
    await writeFile(path, "");
    await control.start();
    await expect(command(path, JULIET)).resolves.toEqual(FORGOTTEN);
  });

  test("the socket of another process is left alone, and the service goes on without", async () => {
    await control.start();
    const second = controlAt(path);
    await second.start();
    expect(log.join()).toContain("commands to the running service are not possible");
    await second.stop();
    await expect(command(path, JULIET)).resolves.toEqual(FORGOTTEN);
  });

  test("a path that is too long for a socket", async () => {
    const long = controlAt(join(directory, "x".repeat(200)));
    await long.start();
    await long.stop();
    expect(log.join()).toContain("commands to the running service are not possible");
  });
});

test.each([
  ["asks nothing", ""],
  ["was answered and stays", `${JSON.stringify(JULIET)}\n`],
])("a stop does not wait for who %s", async (_who, bytes) => {
  await control.start();
  const socket = connect({ path, allowHalfOpen: true });
  const isOpen = once(socket, "connect");
  if (bytes !== "") socket.write(bytes);
  await (bytes === "" ? isOpen : once(socket, "data"));
  // A stop that waited would wait for ever: this end stays open until it is over.
  await control.stop();
  socket.destroy();
});

test("a service that hangs up without an answer is told of", async () => {
  const silent = createServer((socket) => socket.on("data", () => socket.destroy()).on("error", () => undefined));
  const other = join(directory, "silent.sock");
  await new Promise<void>((resolve) => silent.listen(other, resolve));
  try {
    await expect(command(other, JULIET)).rejects.toThrow();
  } finally {
    silent.close();
  }
});
