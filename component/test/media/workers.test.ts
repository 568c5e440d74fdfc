import { afterEach, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import type { WorkersOptions } from "../../src/media/workers.ts";
import { createWorkers } from "../../src/media/workers.ts";

const started: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const workers of started.splice(0)) await workers.stop();
});

function workersOf(
  name: "hangs" | "dies" | "reports" | "fails" | "eats" | "stillborn",
  bounds: Partial<WorkersOptions> = {},
) {
  const module = new URL(`./workers/${name}.ts`, import.meta.url);
  const workers = createWorkers({ module, seconds: 10, idleSeconds: 60, memoryMb: 256, ...bounds });
  started.push(workers);
  return workers;
}
const report = async (workers: ReturnType<typeof workersOf>) =>
  JSON.parse(Buffer.from((await workers.run({})).bytes).toString()) as { pid: number; env: string[] };

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

// holds: decoding-bounded
test("a worker that hangs is killed, and the medium is at fault", async () => {
  const workers = workersOf("hangs", { seconds: 1 });
  await expect(workers.run({})).rejects.toMatchObject({
    code: "bad-medium",
    detail: { reason: "takes too long to decode" },
  });
});

test("a worker that crashes takes nobody with it", async () => {
  const workers = workersOf("dies");
  const failure = workers.run({});
  await expect(failure).rejects.toMatchObject({ code: "bad-medium", detail: { reason: "cannot be decoded" } });
  await expect(workers.run({})).rejects.toMatchObject({ code: "bad-medium" }); // by a worker of its own
});

test("a worker that allocates more than it may dies, and the medium is at fault", async () => {
  const within = await workersOf("eats", { memoryMb: 300 }).run({ megabytes: 200 });
  expect(within.mediaType).toBe("ate");
  await expect(workersOf("eats", { memoryMb: 300 }).run({ megabytes: 1_500 })).rejects.toMatchObject({
    code: "bad-medium",
    detail: { reason: "cannot be decoded" },
  });
});

test.each(["fails", "stillborn"] as const)("a defect is no fault of the medium: %s", async (name) => {
  const failure = await workersOf(name)
    .run({})
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(Error);
  expect(failure).not.toBeInstanceOf(SchemeError);
});

test("one worker serves one job after another, and jobs at once have one each", async () => {
  const workers = workersOf("reports");
  const [first, second] = await Promise.all([report(workers), report(workers)]);
  expect(first.pid).not.toBe(second.pid);
  expect([first.pid, second.pid]).toContain((await report(workers)).pid);
});

test("a worker does not know the service's environment", async () => {
  process.env["STATUS_SCHEME_XMPP_SECRET"] = "a secret of Verona";
  const { env } = await report(workersOf("reports"));
  delete process.env["STATUS_SCHEME_XMPP_SECRET"];
  expect(env).not.toContain("STATUS_SCHEME_XMPP_SECRET");
});

test("an idle worker ends", async () => {
  const { pid } = await report(workersOf("reports", { idleSeconds: 0.05 }));
  await until("its end", () => !isAlive(pid));
});

test("the service goes on while a worker is stuck", async () => {
  const stuck = workersOf("hangs", { seconds: 60 });
  const failure = stuck.run({}).catch((error: unknown) => error);
  expect((await report(workersOf("reports"))).pid).not.toBe(process.pid);
  await stuck.stop();
  expect(await failure).toMatchObject({ code: "service-unavailable" });
});

test("stop ends workers at work, and refuses their jobs as its own doing", async () => {
  const workers = workersOf("hangs", { seconds: 60 });
  const failure = workers.run({}).catch((error: unknown) => error);
  await workers.stop();
  expect(await failure).toMatchObject({ code: "service-unavailable" });
});
