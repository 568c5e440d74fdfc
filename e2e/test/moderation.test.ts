// A viewer reports a look, an operator acts on it at the machine, and the viewer sees what is left (draft, "Reporting",
// "Moderation").
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import { english, picture, startWorld } from "./support/world.ts";
import type { Person, World } from "./support/world.ts";

const MAIN = join(import.meta.dirname, "../../component/src/main.ts");

let world: World;
let juliet: Person;
let romeo: Person;
let tries = 0;
beforeAll(async () => {
  world = await startWorld();
  [juliet, romeo] = await Promise.all([world.person("juliet"), world.person("romeo")]);
});
afterAll(() => world?.stop());

/** An operator's command, beside the running service; its lines, in columns. */
async function order(...args: readonly string[]): Promise<string[][]> {
  const given = [MAIN, "--config", world.component.configPath, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, given);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.split("\t"));
}

// For what is tried again, whatever failed.
afterEach(() => order("resume", juliet.jid));

test("reported, blocked, and gone from where it was shown; the owner may not bring it back", async () => {
  // Another one at each try: what was blocked stays so.
  const bytes = await picture("crimson", 64 + (tries += 1));
  const look = {
    state: "available",
    text: english("A plague"),
    media: [{ kind: "image", bytes, mediaType: "image/png" }],
  } as const;
  await juliet.schemes.publish([look]);
  const { stamp } = (await juliet.schemes.own())!;
  const shown = await romeo.sees("juliet", (one) => one.stamp === stamp && one.look?.media.length === 1);

  const text = english("He jests at scars");
  await romeo.schemes.report({ owner: juliet.jid, state: "available", reason: "abuse", text });
  const report = (await order("reports")).find((line) => line.includes(stamp));
  const stored = Buffer.from(shown.look!.media[0]!.hash, "base64").toString("hex");
  const [number] = report!;
  expect(report!.slice(2)).toEqual([
    ...[romeo.jid, juliet.jid, shown.stamp, "available", "abuse", "yes", stored, "He jests at scars"],
  ]);

  const uploaded = createHash("sha256").update(bytes).digest("hex");
  await order("block-hash", uploaded, "--reason", `report ${number}`);
  const left = await romeo.sees("juliet", ({ look: seen, fresh }) => fresh && seen?.media.length === 0);
  expect(left.look!.text).toBe("A plague");
  expect((await juliet.schemes.own())!.looks[0]!.media).toEqual([]);
  await expect(juliet.schemes.publish([look])).rejects.toMatchObject({
    code: "blocked-medium",
    detail: { look: "available", medium: "image" },
  });
  await order("close-report", number!);
  expect((await order("audit")).map(([, , , operation]) => operation)).toContain("close-report");
});

test("a suspended owner is told so, and seen again once that ends", async () => {
  await juliet.schemes.publish([{ state: "available", text: english("A rose") }]);
  await romeo.sees("juliet", ({ look }) => look?.text === "A rose");
  await order("suspend", juliet.jid);
  await expect(juliet.schemes.clear()).rejects.toMatchObject({
    code: "forbidden",
    detail: { reason: "suspended by the operator of the service" },
  });
  expect(await romeo.schemes.check(juliet.jid)).toBeUndefined();
  await romeo.sees("juliet", ({ look }) => look === undefined);
  await order("resume", juliet.jid);
  await romeo.sees("juliet", ({ look }) => look?.text === "A rose");
});
