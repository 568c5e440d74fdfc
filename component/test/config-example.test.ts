import { expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SETTINGS } from "../src/config-schema.ts";
import { loadConfig } from "../src/config.ts";

const EXAMPLE = new URL("../example.config.yaml", import.meta.url);

test("the example shows every setting with its default", async () => {
  const example = await readFile(EXAMPLE, "utf8");
  for (const { section, name, fallback, isSecret } of SETTINGS) {
    const block = new RegExp(`^#? ?${section}:\\n((?:[ #].*\\n|\\n)*)`, "m").exec(example)?.[1] ?? "";
    const line = new RegExp(`^#? +(?:# ?)?${name}: (.*)$`, "m").exec(block)?.[1];
    expect({ section, name, line }).toEqual({ section, name, line: expect.any(String) });
    // A list in YAML; in a variable its items alone.
    const shown = line?.replace(/^\[(.*)\]$/, (_, items: string) => items.replaceAll(", ", ","));
    if (fallback !== undefined && !isSecret) expect(`${name}: ${shown}`).toBe(`${name}: ${fallback}`);
  }
});

test("the example is a good configuration once its secret is there", async () => {
  const directory = await mkdtemp(join(tmpdir(), "example-"));
  try {
    const path = join(directory, "component.yaml");
    await writeFile(path, await readFile(EXAMPLE));
    await writeFile(join(directory, "secret"), "sesame\n");
    expect(await loadConfig(path)).toMatchObject({ config: { limits: DEFAULT_LIMITS, xmpp: { secret: "sesame" } } });
  } finally {
    await rm(directory, { recursive: true });
  }
});
