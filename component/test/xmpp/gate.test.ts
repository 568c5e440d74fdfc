import { describe, expect, test } from "@jest/globals";
import type { Gate } from "../../src/xmpp/gate.ts";
import { createGate } from "../../src/xmpp/gate.ts";

const JULIET = "juliet@capulet.lit";
const ROMEO = "romeo@montague.lit";

/** How many more of these get in, and stay. */
function fill(gate: Gate, asker: string, most = 1_000): number {
  for (let inside = 0; inside < most; inside += 1) if (!gate.enter(asker)) return inside;
  return most;
}

test("lets in so many of one account, and another when one is out", () => {
  const gate = createGate({ total: 100, perAsker: 2 });
  const leave = gate.enter(JULIET);
  expect(fill(gate, JULIET)).toBe(1);
  leave!();
  expect(fill(gate, JULIET)).toBe(1);
});

test("lets in so many in all, whoever they are", () => {
  const gate = createGate({ total: 20, perAsker: 20 });
  const inside = Array.from({ length: 40 }, (_, i) => fill(gate, `juliet@house${i}.lit`));
  expect(inside.reduce((sum, some) => sum + some)).toBe(20);
});

describe("beside those who take all they can", () => {
  const crowd = (total: number, ...askers: string[]) => {
    const gate = createGate({ total, perAsker: 128 });
    for (let round = 0; round < 60; round += 1) for (const asker of askers) gate.enter(asker);
    return gate;
  };
  const accounts = (count: number, domain = "capulet.lit") =>
    Array.from({ length: count }, (_, i) => `servant${i}@${domain}`);

  test("another of their domain gets in", () => {
    expect(fill(crowd(256, ...accounts(5)), JULIET)).toBeGreaterThan(5);
    // Not as if all came in the same step: one after the other.
    const gate = createGate({ total: 256, perAsker: 128 });
    for (const asker of accounts(5)) fill(gate, asker, 60);
    expect(fill(gate, JULIET)).toBeGreaterThan(5);
  });

  test("a domain with however many accounts leaves half to the others", () => {
    const gate = crowd(256, ...accounts(1_000));
    expect(gate.enter(JULIET)).toBeUndefined();
    expect(fill(gate, ROMEO)).toBeGreaterThan(20);
  });

  test("several domains leave as much as each of them has", () => {
    const gate = crowd(256, ...accounts(100, "capulet.lit"), ...accounts(100, "verona.lit"));
    expect(fill(gate, ROMEO)).toBeGreaterThan(12);
  });

  test("nobody is kept out for what has left", () => {
    const gate = createGate({ total: 12, perAsker: 12 });
    const leave = [gate.enter(JULIET)!, gate.enter(JULIET)!];
    expect(gate.enter(JULIET)).toBeUndefined();
    for (const one of leave) one();
    expect(fill(gate, JULIET)).toBe(2);
  });
});

test("is empty at once where nobody is inside", async () => {
  await expect(createGate({ total: 1, perAsker: 1 }).empty(60_000)).resolves.toBe(true);
});

test("is empty when the last is out, or says that it is not when the time is over", async () => {
  const gate = createGate({ total: 3, perAsker: 2 });
  const leave = [gate.enter(JULIET)!, gate.enter(ROMEO)!];
  await expect(gate.empty(0)).resolves.toBe(false);
  const empty = gate.empty(60_000);
  leave[0]!();
  leave[1]!();
  await expect(empty).resolves.toBe(true);
});
