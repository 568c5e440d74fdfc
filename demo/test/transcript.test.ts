import { expect, test } from "@jest/globals";
import { PassThrough } from "node:stream";
import { createTranscript, describe as describeShown } from "../src/transcript.ts";

test("lines are aligned, and plain where there is no terminal", () => {
  const out = new PassThrough();
  const transcript = createTranscript(out as unknown as NodeJS.WriteStream);
  transcript.heading("Accounts");
  transcript.table([
    ["juliet@capulet.lit", "one"],
    ["romeo@capulet.lit", "two"],
  ]);
  transcript.step("juliet goes away", describeShown(undefined), { ok: true, ms: 12 });
  transcript.step("juliet comes back", "nothing", { ok: false, why: "state is away, not available" });
  const lines = (out.read() as Buffer).toString().split("\n");
  expect(lines.slice(0, 4)).toEqual(["", "Accounts", "  juliet@capulet.lit  one", "  romeo@capulet.lit   two"]);
  expect(lines[4]).toMatch(/^ {2}✓ juliet goes away {20}○ not logged in {3}grey +12 ms$/);
  expect(lines.slice(5, 7)).toEqual([
    "  ✗ juliet comes back                   nothing",
    "    state is away, not available",
  ]);
});

test("a look is its state, text, and image with its dimensions and size", () => {
  const bytes = new Uint8Array(9_840);
  const image = {
    kind: "image",
    mediaType: "image/webp",
    size: 9_840,
    width: 256,
    height: 256,
    hash: "",
    bytes,
    url: "",
  } as const;
  const look = { state: "dnd", text: "Please do not disturb", texts: [], offered: ["image" as const], media: [image] };
  const shown = {
    contact: "juliet@capulet.lit",
    loggedIn: true,
    state: "dnd",
    show: "dnd",
    fresh: true,
    look,
  } as const;
  expect(describeShown(shown)).toMatch(/^● dnd +“Please do not disturb” +webp 256×256, 9.8 kB$/);
});
