import { expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { normaliseImage } from "../../src/media/normalise-image.ts";
import { fixture } from "./cases.ts";

// inspect.ts refuses these before: this is the second door, which holds if the first is ever left open.
test.each(["invalid/svg-named.png", "invalid/tiff.tif"])("no decoder but ours ever runs: %s", async (path) => {
  await expect(normaliseImage(fixture(path), DEFAULT_LIMITS)).rejects.toMatchObject({ code: "bad-medium" });
});
