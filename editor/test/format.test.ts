// Numbers as the page writes them.
import { expect, test } from "@jest/globals";
import { createFormats } from "../src/i18n/format.ts";

test.each(["en", "en-GB", "de"])("a number and its unit are not torn apart at the end of a line: in %s", (language) => {
  const { bytes, duration } = createFormats(language);
  for (const said of [bytes(65_536), bytes(1_000), bytes(1_572_864), duration(2_500)]) {
    expect(said).toMatch(/^[\d.,]+\u00a0\p{L}+\.?$/u);
  }
});
