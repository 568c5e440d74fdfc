import { readFile } from "node:fs/promises";
import { expect, test } from "@jest/globals";
import { mayMove } from "../src/may-move.ts";

const moves = async (path: string) => mayMove(await readFile(new URL(`../../fixtures/media/${path}`, import.meta.url)));

test.each(["moving.gif", "moving.png", "moving.webp"])("valid/%s may", async (file) => {
  await expect(moves(`valid/${file}`)).resolves.toBe(true);
});
test.each(["sequence.avif", "animated.avif"])("invalid/%s may", async (file) => {
  await expect(moves(`invalid/${file}`)).resolves.toBe(true);
});
test.each(["still.png", "still.jpg", "still.webp", "card.png"])("valid/%s may not", async (file) => {
  await expect(moves(`valid/${file}`)).resolves.toBe(false);
});
test("nor what is broken", () => {
  expect([mayMove(new Uint8Array()), mayMove(Buffer.from("\x89PNG\r\n\x1a\n\xff\xff\xff\xffxxxx", "latin1"))]).toEqual([
    false,
    false,
  ]);
});
