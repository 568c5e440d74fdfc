import { expect, test } from "@jest/globals";
import { createGate } from "../../src/xmpp/gate.ts";

test("lets in so many in all, and so many of one asker", () => {
  const gate = createGate({ total: 3, perAsker: 2 });
  const leave = gate.enter("juliet");
  gate.enter("juliet");
  expect(gate.enter("juliet")).toBeUndefined();
  expect(gate.enter("romeo")).toBeDefined();
  expect(gate.enter("mercutio")).toBeUndefined();
  leave!();
  expect(gate.enter("mercutio")).toBeDefined();
});

test("is empty at once where nobody is inside", async () => {
  await expect(createGate({ total: 1, perAsker: 1 }).empty(60_000)).resolves.toBe(true);
});

test("is empty when the last is out, or says that it is not when the time is over", async () => {
  const gate = createGate({ total: 2, perAsker: 2 });
  const leave = [gate.enter("juliet")!, gate.enter("romeo")!];
  await expect(gate.empty(0)).resolves.toBe(false);
  const empty = gate.empty(60_000);
  leave[0]!();
  leave[1]!();
  await expect(empty).resolves.toBe(true);
});
