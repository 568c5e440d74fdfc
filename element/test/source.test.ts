import { expect, test } from "@jest/globals";
import type { Shown } from "@status-scheme/client-plugin";
import { createWatching } from "../src/source.ts";
import type { LookSource } from "../src/source.ts";

function fake() {
  const listeners = new Set<(shown: Shown) => void>();
  const source: LookSource = {
    shown: () => undefined,
    load: () => false,
    on: (_event, listener) => listeners.add(listener),
    off: (_event, listener) => listeners.delete(listener),
  };
  const look = (contact: string) => {
    for (const listener of listeners) listener({ contact } as Shown);
  };
  return { source, listeners, look };
}

test("one listener for a source, and calls for one contact alone", () => {
  const { source, listeners, look } = fake();
  const { watch } = createWatching();
  const told: string[] = [];
  const ends = ["romeo", "juliet", "juliet"].map((name, index) =>
    watch(source, `${name}@capulet.lit`, () => told.push(`${name} ${index}`)),
  );
  expect(listeners.size).toBe(1);
  look("juliet@capulet.lit");
  look("nurse@capulet.lit");
  expect(told).toEqual(["juliet 1", "juliet 2"]);
  ends[1]!();
  look("juliet@capulet.lit");
  expect(told).toEqual(["juliet 1", "juliet 2", "juliet 2"]);
});

test("nobody watches: nothing is left at the source, and it can be watched again", () => {
  const { source, listeners, look } = fake();
  const { watch } = createWatching();
  const end = watch(source, "juliet@capulet.lit", () => {});
  end();
  end();
  expect(listeners.size).toBe(0);
  const told: number[] = [];
  watch(source, "juliet@capulet.lit", () => told.push(1));
  look("juliet@capulet.lit");
  expect([listeners.size, told]).toEqual([1, [1]]);
});
