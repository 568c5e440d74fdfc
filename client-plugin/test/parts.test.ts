// Parts that are loaded when they are first wanted.
import { expect, jest, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import { createBackOff } from "../src/viewer/back-off.ts";
import { createMediaOnDemand } from "../src/viewer/media-on-demand.ts";
import type { MediaUses } from "../src/viewer/media.ts";
import { createOwnerOnDemand } from "../src/owner/on-demand.ts";
import type { OwnerUses } from "../src/owner/deps.ts";
import { createPart } from "../src/parts.ts";
import { createClock, idle } from "./viewer/support/clock.ts";
import { makeMedium } from "./viewer/support/values.ts";

test("a part is loaded and made once, however many want it", async () => {
  const importModule = jest.fn(async () => ({ value: 1 }));
  const part = createPart(importModule, ({ value }) => ({ value }));
  expect(importModule).not.toHaveBeenCalled();
  expect(part.here()).toBeUndefined();
  const [one, other] = await Promise.all([part.load(), part.load()]);
  expect(one).toBe(other);
  expect(part.here()).toBe(one);
  expect(importModule).toHaveBeenCalledTimes(1);
});

test("a part that does not load is tried again when it is wanted again", async () => {
  const lost = new Error("no network");
  const importModule = jest.fn<() => Promise<number>>().mockRejectedValueOnce(lost).mockResolvedValueOnce(2);
  const part = createPart(importModule, (module) => module);
  const failure = await part.load().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(SchemeError);
  expect(failure).toMatchObject({ code: "try-later", cause: lost });
  expect(await part.load()).toBe(2);
});

test("a part is stopped, be it there, or on its way, or not even that", async () => {
  const stopped: string[] = [];
  const partOf = (name: string) =>
    createPart(
      async () => name,
      () => ({ stop: () => stopped.push(name) }),
    );
  const [there, coming, later] = ["there", "coming", "later"].map(partOf);
  await there!.load();
  void coming!.load();
  for (const part of [there!, coming!, later!]) part.stop();
  expect(stopped).toEqual(["there"]);
  await coming!.load();
  expect(stopped).toEqual(["there", "coming"]);
  await later!.load();
  expect(stopped).toEqual(["there", "coming", "later"]);
});

test("looks are shown without media, told once, and tried later where what shows media does not load", async () => {
  const clock = createClock();
  const uses = { deps: clock, backOff: createBackOff(clock) } as unknown as MediaUses;
  const importMedia = jest.fn<() => Promise<never>>().mockRejectedValue(new Error("no network"));
  const failures: unknown[] = [];
  const onChange = jest.fn();
  const owner = { owner: "juliet@capulet.lit", onChange, onFailure: (error: unknown) => failures.push(error) };
  const media = createMediaOnDemand(uses, importMedia);
  const [hers, his] = [0, 1].map(() => media.of({ ...owner, held: () => [], fetchAnew: async () => undefined }));
  const door = makeMedium(new TextEncoder().encode("a closed door"));

  expect(hers!.want([], undefined)).toMatchObject({ here: [], isLoading: false });
  expect(importMedia).not.toHaveBeenCalled();
  expect(hers!.want([door], undefined)).toMatchObject({ here: [], isLoading: true });
  expect(his!.want([door], undefined)).toMatchObject({ here: [], isLoading: true });
  await idle();
  expect(onChange).toHaveBeenCalledTimes(2);
  expect(failures).toHaveLength(1);
  const { isLoading, coming, retryAt } = hers!.want([door], undefined);
  expect([isLoading, coming]).toEqual([false, []]);
  expect(retryAt).toBeGreaterThan(clock.now());
  await clock.advance(retryAt! - clock.now());
  expect(hers!.want([door], undefined)).toMatchObject({ isLoading: true });
  await idle();
  expect(importMedia).toHaveBeenCalledTimes(2);
});

test("an owner's side that is stopped while it loads takes its hooks back", async () => {
  const taken: string[] = [];
  const hook = (name: string) => () => {
    taken.push(name);
    return () => void taken.splice(taken.indexOf(name), 1);
  };
  const host = {
    jid: () => undefined,
    answer: () => undefined,
    refreshPresence: async () => undefined,
    onStanza: hook("stanza"),
    onOnline: hook("online"),
    onOffline: hook("offline"),
    onResumed: hook("resumed"),
    onSentPresence: hook("sent"),
    decoratePresence: hook("decorate"),
    holdPresence: hook("hold"),
  } as Partial<OwnerUses["host"]> as OwnerUses["host"];
  const emitted: unknown[] = [];
  const owner = createOwnerOnDemand({
    host,
    deps: { ...createClock(), fetch },
    service: async () => undefined,
    mayOwn: async () => false,
    emit: (...event: unknown[]) => void emitted.push(event),
    hint: true,
    state: { state: "away", show: "away" },
  } as Partial<OwnerUses> as OwnerUses);
  expect(owner.isInvisible()).toBe(false);
  const asked = owner.side.access().catch((error: unknown) => error);
  owner.stop();
  expect(await asked).toMatchObject({ code: "service-unavailable" });
  expect(taken).toEqual([]);
});
