// What breaks in the field: the server restarts, the component is killed, its database comes back from a backup (draft,
// "Publishing", "Stamps" and "At Login").
import { afterEach, describe, expect, test } from "@jest/globals";
import { cp, rm } from "node:fs/promises";
import { encodeCheckRequest, NS, SchemeError, stanza } from "@status-scheme/protocol";
import type { Scheme, Stamp } from "@status-scheme/protocol";
import {
  english,
  lastingCache,
  payloads,
  picture,
  startWorld,
  until,
  type Person,
  type World,
} from "./support/world.ts";

let world: World;
afterEach(() => world.stop());

const look = (text: string) => [{ state: "available", text: english(text) }];
/** Tries until it works: what clients do while a server is away. */
async function eventually<T>(act: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 20_000; ;) {
    try {
      return await act();
    } catch (error) {
      if (Date.now() > end || !(error instanceof SchemeError)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

describe("the XMPP server restarts in mid-flow", () => {
  test("nobody restarts anything, and a change made around it is seen", async () => {
    world = await startWorld();
    const juliet = await world.person("juliet");
    await juliet.schemes.publish(look("Before"));
    const romeo = await world.person("romeo");
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "Before" && fresh);

    const publishing = juliet.schemes.publish(look("Meanwhile")).catch((error: unknown) => error);
    await world.bed.restart();
    const outcome = await publishing;
    expect(outcome instanceof SchemeError ? outcome.code : "published").toMatch(/^(try-later|published)$/);

    await eventually(() => juliet.schemes.publish(look("After")));
    // Their programs send presence again at each new session, as all do.
    const again = async ({ xmpp }: Person) => xmpp.send(stanza("presence", {}));
    await eventually(() => again(juliet));
    await eventually(() => again(romeo));
    await romeo.sees("juliet", ({ look, loggedIn }) => loggedIn && look?.text === "After", 20_000);
  });

  test("an idle component answers again by itself", async () => {
    world = await startWorld();
    const pid = world.component.pid();
    await world.bed.restart();
    const tybalt = await world.plain("tybalt");
    const check = () =>
      tybalt.ask(world.bed.componentDomain, "get", encodeCheckRequest({ owner: world.bed.jid("juliet") }));
    await until(async () => (await check()).attrs.type === "result", "it answers", 20_000);
    expect(world.component.pid()).toBe(pid);
  });
});

describe("the component is killed with -9", () => {
  // holds: publish-durable
  test("right after an answered publish: the scheme is there on restart, and its media, and viewers are told", async () => {
    world = await startWorld();
    const juliet = await world.person("juliet");
    const romeo = await world.person("romeo");
    for (let round = 1; round <= 5; round += 1) {
      const bytes = await picture(round % 2 ? "red" : "blue", 16 + round);
      const { stamp } = await juliet.schemes.publish([
        {
          state: "available",
          text: english(`Round ${round}`),
          media: [{ kind: "image", bytes, mediaType: "image/png", desc: english("A color") }],
        },
      ]);
      await world.component.kill("SIGKILL");
      await world.component.start();
      const stored = await eventually(async () => {
        const own = await juliet.schemes.check(juliet.jid);
        if (own?.stamp !== stamp) throw new SchemeError("try-later");
        return own;
      });
      expect(stored.looks[0]?.text[0]?.text).toBe(`Round ${round}`);
      const shown = await romeo.sees("juliet", (one) => one.stamp === stamp && one.fresh, 60_000);
      expect(shown.look?.media[0]?.bytes.length).toBe(stored.looks[0]!.media[0]!.size);
    }
  }, 240_000);

  // holds: away-is-not-none, down-keeps-what-is-held
  test("who logs in while it is away has what was kept, and within seconds of its return what is new", async () => {
    world = await startWorld();
    const cache = lastingCache();
    const juliet = await world.person("juliet");
    await juliet.schemes.publish(look("Before"));
    const before = await world.person("romeo", { resource: "before", plugin: { cache } });
    await before.sees("juliet", ({ look, fresh }) => look?.text === "Before" && fresh);
    await before.leave();
    await world.component.kill("SIGKILL");
    const romeo = await world.person("romeo", { resource: "after", plugin: { cache } });
    const stranger = await world.person("mercutio");
    await romeo.sees("juliet", ({ look }) => look?.text === "Before");
    await stranger.sees("juliet", ({ loggedIn, look, fresh }) => loggedIn && !look && !fresh);
    await world.component.start();
    await eventually(() => juliet.schemes.publish(look("After")));
    for (const person of [romeo, stranger]) {
      await person.sees("juliet", ({ look, fresh }) => look?.text === "After" && fresh, 30_000);
      expect(person.warnings.filter(({ code }) => code !== "fetch-failed")).toEqual([]);
    }
  }, 60_000);

  // holds: publish-atomic
  test("in the middle of a publish: nothing of it is there, or all", async () => {
    world = await startWorld();
    const juliet = await world.person("juliet");
    const large = await picture("lime", 700);
    const rounds: { answer: Promise<Stamp | undefined>; before: Scheme; after: Scheme; during: string }[] = [];
    for (let round = 0; round < 4; round += 1) {
      const before = await eventually(() => juliet.schemes.publish(look(`Before ${round}`)));
      const during = `During ${round}`;
      const drafts = Array.from({ length: 6 }, (_, index) => ({
        state: `own_${index}`,
        show: "away" as const,
        text: english(during),
        media: [{ kind: "image" as const, bytes: large, mediaType: "image/png", desc: english("Lime") }],
      }));
      const answer = juliet.schemes.publish(drafts).then(
        ({ stamp }) => stamp,
        () => undefined,
      );
      await new Promise((resolve) => setTimeout(resolve, round * 90));
      await world.component.kill("SIGKILL");
      await world.component.start();
      const after = await eventually(async () => {
        const own = await juliet.schemes.check(juliet.jid);
        if (!own) throw new SchemeError("try-later");
        return own;
      });
      rounds.push({ answer, before, after, during });
    }
    for (const { answer, before, after, during } of rounds) {
      const answered = await answer;
      if (answered) expect(after.stamp).toBe(answered);
      const texts = new Set(after.looks.map(({ text }) => text[0]?.text));
      if (after.stamp === before.stamp) expect(after).toEqual(before);
      else expect({ texts: [...texts], looks: after.looks.length }).toEqual({ texts: [during], looks: 6 });
    }
    expect(rounds).toHaveLength(4);
  }, 240_000);
});

test("a store restored from an older copy heals under clients that hold newer tokens and stamps", async () => {
  world = await startWorld();
  const cache = lastingCache();
  const juliet = await world.person("juliet");
  const mercutio = await world.person("mercutio");
  await juliet.schemes.publish(look("In the backup"));
  await mercutio.schemes.publish(look("Mercutio, in the backup"));

  await world.component.stop();
  const backup = `${world.component.storePath}.backup`;
  await cp(world.component.storePath, backup);
  await world.component.start();

  await eventually(() => juliet.schemes.publish(look("After the backup")));
  const romeo = await world.person("romeo", { resource: "before", plugin: { cache } });
  await romeo.sees("juliet", ({ look, fresh }) => look?.text === "After the backup" && fresh);
  await romeo.sees("mercutio", ({ look, fresh }) => look !== undefined && fresh);
  await romeo.leave();
  const stale = (await juliet.schemes.own())!.stamp;

  await world.component.stop();
  for (const suffix of ["-wal", "-shm"]) {
    await rm(world.component.storePath + suffix, { force: true });
  }
  await cp(backup, world.component.storePath);
  await world.component.start();
  // New commits overtake the sequence numbers that the lost ones had.
  for (let nth = 1; nth <= 5; nth += 1) await eventually(() => mercutio.schemes.publish(look(`Mercutio ${nth}`)));

  const again = await world.person("romeo", { resource: "after", plugin: { cache } });
  await again.sees("juliet", ({ look, fresh }) => look?.text === "In the backup" && fresh, 20_000);
  await again.sees("mercutio", ({ look, fresh }) => look?.text === "Mercutio 5" && fresh, 20_000);
  expect(payloads(again.received, "sync")[0]?.attrs.full).toBe("true");

  // And whoever still holds the lost stamp is told "changed", and not asked to wait for its time to come.
  const check = encodeCheckRequest({ owner: juliet.jid, stamp: stale });
  const reply = await again.ask(world.bed.componentDomain, "get", check);
  expect(reply.getChild("check", NS)?.attrs.status).toBe("changed");
}, 120_000);
