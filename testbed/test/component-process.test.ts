import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { existsSync } from "node:fs";
import { startTestbed, type ComponentProcess, type Testbed } from "../src/index.ts";

let bed: Testbed;
let component: ComponentProcess;
beforeAll(async () => {
  bed = await startTestbed();
  component = await bed.startComponent({ config: { limits: { "scheme-looks": 7 } } });
});
afterAll(() => bed.stop());

test("the component answers on both sides, with SQLite and media in the bed's directory", async () => {
  expect((await fetch(`${component.url}/health`)).status).toBe(200);
  expect(existsSync(component.storePath)).toBe(true);
  expect(existsSync(component.mediaPath)).toBe(true);
  expect(component.storePath.startsWith(bed.directory)).toBe(true);
  expect(component.log()).toContain("http: listening");
});

test("it comes back at the same address after a stop, and after kill -9", async () => {
  const first = component.pid();
  await component.restart();
  expect(component.pid()).not.toBe(first);
  expect(await component.kill("SIGKILL")).toBeNull();
  await component.start();
  expect((await fetch(`${component.url}/health`)).status).toBe(200);
  expect(await component.stop()).toBe(0);
  await component.start();
});

test("a configuration that it refuses is an error with what it said", async () => {
  await expect(bed.startComponent({ config: { http: { slot_seconds: -1 } } })).rejects.toThrow(/slot_seconds/);
});
