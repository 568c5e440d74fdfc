// The component is killed with -9: what it answered is kept, what it did not answer is whole or not there, and who is there
// meanwhile goes on (draft, "Publishing" and "At Login").
import { afterEach, describe, expect, test } from "@jest/globals";
import { SchemeError } from "@status-scheme/protocol";
import type { Scheme, Stamp } from "@status-scheme/protocol";
import { keepTrying } from "./support/keep-trying.ts";
import { english, lastingCache, picture, startWorld, type World } from "./support/world.ts";

let world: World;
afterEach(() => world.stop());

const look = (text: string) => [{ state: "available", text: english(text) }];

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
      const stored = await keepTrying(async () => {
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
    await keepTrying(() => juliet.schemes.publish(look("After")));
    for (const person of [romeo, stranger]) {
      await person.sees("juliet", ({ look, fresh }) => look?.text === "After" && fresh, 30_000);
      expect(person.warnings.filter(({ code }) => code !== "fetch-failed")).toEqual([]);
    }
  });

  // holds: publish-atomic
  test("in the middle of a publish: nothing of it is there, or all", async () => {
    world = await startWorld();
    const large = await picture("lime", 700);
    const rounds: { answer: Promise<Stamp | undefined>; before: Scheme; after: Scheme; during: string }[] = [];
    for (let round = 0; round < 4; round += 1) {
      const juliet = await world.person("juliet");
      const before = await keepTrying(() => juliet.schemes.publish(look(`Before ${round}`)));
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
      const after = await keepTrying(async () => {
        const own = await juliet.schemes.check(juliet.jid);
        if (!own) throw new SchemeError("try-later");
        return own;
      });
      rounds.push({ answer, before, after, during });
      // An answer that was lost would be waited for, for as long as a publish may take.
      await juliet.leave();
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
