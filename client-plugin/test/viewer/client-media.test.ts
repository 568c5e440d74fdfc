// In which order a viewer gets the media of schemes that owners' clients serve.
import { expect, test } from "@jest/globals";
import { encodeFetchResult } from "@status-scheme/protocol";
import type { Medium } from "@status-scheme/protocol";
import type { Transfers } from "../../src/transfer/api.ts";
import { createQueue } from "../../src/viewer/queue.ts";
import { createClock, idle } from "./support/clock.ts";
import { makeMedium, S1, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";
import type { WorldOptions } from "./support/world.ts";

const OWNERS = ["juliet", "mercutio", "tybalt"];
const STATES = ["available", "dnd", "away"];
const jidOf = (name: string) => `${name}@capulet.lit`;
const bytesOf = (name: string, state: string) => new TextEncoder().encode(`${name} ${state}`);

/**
 * Three owners there, each with a picture for each of three states; one session at a time, which begins when it is told to.
 * `before`: what is to come before an owner's client answers.
 */
async function served({
  before = {},
  ...options
}: WorldOptions & { readonly before?: Readonly<Record<string, Promise<unknown>>> } = {}) {
  const came: string[] = [];
  const sessions: string[][] = [];
  const clock = createClock();
  const queue = createQueue({ concurrency: 1, after: clock.after });
  const begin: (() => void)[] = [];
  const known = new Map<string, Uint8Array>();
  const bringing = (media: readonly Medium[]) => media.map(({ hash }) => new TextDecoder().decode(known.get(hash)));
  const fetchMedia: Transfers["fetchMedia"] = (_, media, { ahead = false, onMedium }) =>
    queue.run(
      async () => {
        await new Promise<void>((resolve) => begin.push(resolve));
        const list = typeof media === "function" ? media() : media;
        sessions.push(bringing(list));
        for (const medium of list) {
          came.push(...bringing([medium]));
          onMedium(medium, { bytes: known.get(medium.hash)! });
        }
      },
      { ahead },
    );
  const contacts = OWNERS.map(jidOf);
  const transfers = async () => ({ fetchMedia }) as Partial<Transfers> as Transfers;
  const world = createWorld({ ...options, clock, contacts, transfers });
  for (const name of OWNERS) {
    const looks = STATES.map((state) => {
      const bytes = bytesOf(name, state);
      const medium = makeMedium(bytes, { sources: [] });
      known.set(medium.hash, bytes);
      return textLook(state, state, { media: [medium] });
    });
    const scheme = schemeOf(jidOf(name), S1, ...looks);
    world.schemes.set(jidOf(name), scheme);
    world.answers.set(`fetch ${jidOf(name)}/street`, async () => {
      await before[name];
      return encodeFetchResult({ status: "changed", stamp: S1, scheme });
    });
  }
  await world.login();
  for (const name of OWNERS) world.presence(`${jidOf(name)}/street`, { hint: { stamp: S1 } });
  await idle();
  const session = async () => {
    begin.shift()?.();
    await idle();
  };
  return { world, came, sessions, session };
}

test("what is shown of every contact comes before what is not shown yet of any", async () => {
  const { world, came, sessions, session } = await served();
  for (let index = 0; index < 3; index += 1) await session();
  expect(came).toEqual(OWNERS.map((name) => `${name} available`));
  for (const name of OWNERS)
    expect(world.viewer.shown(jidOf(name))).toMatchObject({ look: { media: [{}] }, fresh: true });
  for (let index = 0; index < 4; index += 1) await session();
  expect(sessions.slice(3)).toEqual(OWNERS.map((name) => [`${name} dnd`, `${name} away`]));
});

test("while contacts are still to be asked, what is not shown yet of the others waits", async () => {
  const asked = Promise.withResolvers<unknown>();
  const { came, session } = await served({ concurrency: 1, before: { mercutio: asked.promise } });
  for (let index = 0; index < 3; index += 1) await session();
  expect(came).toEqual(["juliet available"]);
  asked.resolve(undefined);
  await idle();
  for (let index = 0; index < 3; index += 1) await session();
  expect(came.slice(0, 3)).toEqual(OWNERS.map((name) => `${name} available`));
});

test("what was to come ahead comes first when it is to be seen, and once", async () => {
  const { world, came, sessions, session } = await served();
  for (let index = 0; index < 3; index += 1) await session();
  // One session of those ahead has begun; the others wait.
  world.presence(`${jidOf("tybalt")}/street`, { show: "away", hint: { stamp: S1 } });
  await idle();
  for (let index = 0; index < 6; index += 1) await session();
  expect(sessions.slice(4)).toEqual([["tybalt away"], ["mercutio dnd", "mercutio away"], ["tybalt dnd"]]);
  expect(world.viewer.shown(jidOf("tybalt"))).toMatchObject({ state: "away", look: { media: [{}] }, fresh: true });
  expect(new Set(came).size).toBe(came.length);
});
