// What a person serves from this browser goes on without the editor (serving.ts), and no failure makes them want it less.
import { expect, test } from "@jest/globals";
import { DEFAULT_LIMITS, SchemeError } from "@status-scheme/protocol";
import type { SchemeStore } from "@status-scheme/client-plugin";
import { resumeServing } from "../../src/serving.ts";
import { createWorld, createShelf } from "./support.ts";

const ACCOUNT = "juliet@capulet.lit";

/** Of somebody who serves from here: what a later page has, and what it is served from. */
async function later() {
  const store = createShelf();
  const { editor } = createWorld([], { keeper: "nobody", served: store });
  await editor.load();
  await editor.serve();
  const from: SchemeStore[] = [];
  let failure: SchemeError | undefined;
  const schemes = {
    limits: async () => ({
      limits: DEFAULT_LIMITS,
      keeper: from.length > 0 ? ("client" as const) : ("nobody" as const),
    }),
    serve: async ({ store: given }: { readonly store?: SchemeStore } = {}) => {
      if (failure) throw failure;
      from.push(given!);
      return undefined;
    },
  };
  return {
    store,
    from,
    fail: (error?: SchemeError) => (failure = error),
    resume: () => resumeServing(schemes, ACCOUNT, store),
  };
}

test("what is served is served again, once", async () => {
  const { store, from, resume } = await later();
  expect([await resume(), await resume()]).toEqual([true, false]);
  expect(from).toEqual([store]);
});

test("where that fails, a later session serves it", async () => {
  const { store, from, fail, resume } = await later();
  fail(new SchemeError("try-later", { reason: "not connected" }));
  await expect(resume()).rejects.toMatchObject({ code: "try-later" });
  fail();
  expect(await resume()).toBe(true);
  expect(from).toEqual([store]);
});
