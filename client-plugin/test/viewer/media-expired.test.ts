// URLs of media are signed and expire (draft, "Media over HTTP").
import { describe, expect, test } from "@jest/globals";
import type { Medium } from "@status-scheme/protocol";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET } from "./support/juliet.ts";
import { makeMedium, ORIGIN, S1, schemeOf, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

const door = new TextEncoder().encode("a closed door");
const sun = new TextEncoder().encode("the sun");

describe("a URL that expired", () => {
  const old = makeMedium(door, { sources: [`${ORIGIN}/old`] });
  const renewed = makeMedium(door, { sources: [`${ORIGIN}/new`] });
  const other = makeMedium(sun, { kind: "image", sources: [`${ORIGIN}/old-sun`] });
  const scheme = (...media: Medium[]) =>
    schemeOf(
      JULIET,
      S1,
      ...media.map((medium, index) => textLook(["available", "dnd"][index]!, "Here", { media: [medium] })),
    );

  // holds: one-fetch-after-403
  test("causes one fetch of the scheme, without a stamp, for all its media", async () => {
    const world = createWorld();
    for (const url of ["old", "old-sun"]) world.media.set(`${ORIGIN}/${url}`, () => new Response("", { status: 403 }));
    world.media.set(`${ORIGIN}/new`, () => new Response(door));
    world.media.set(`${ORIGIN}/new-sun`, () => new Response(sun));
    const schemes = [scheme(old, other), scheme(renewed, { ...other, sources: [`${ORIGIN}/new-sun`] })];
    world.schemes.set(JULIET, schemes[0]!);
    await world.login();
    world.presence(BALCONY);
    await idle();
    world.asked.length = 0;
    // As if the cache had kept the scheme for long.
    world.schemes.set(JULIET, schemes[1]!);
    await world.clock.advance(120_000);
    expect(world.askedFor("fetch").map(({ stamp }) => stamp)).toEqual([undefined]);
    expect(world.viewer.shown(JULIET)!.look!.media).toHaveLength(1);
    world.presence(BALCONY, { show: "dnd" });
    await world.clock.advance(120_000);
    expect(world.viewer.shown(JULIET)!.look!.media).toHaveLength(1);
    expect(world.askedFor("fetch")).toHaveLength(1);
  });

  // holds: one-fetch-after-403
  test("of several media at once causes one fetch of the scheme as well", async () => {
    const kinds = ["image", "animation"] as const;
    const look = (age: string) =>
      textLook("available", "Here", {
        media: kinds.map((kind) =>
          makeMedium(kind === "image" ? door : sun, { kind, sources: [`${ORIGIN}/${age}-${kind}`] }),
        ),
      });
    const world = createWorld({ kinds });
    for (const kind of kinds) {
      world.media.set(`${ORIGIN}/old-${kind}`, () => new Response("", { status: 403 }));
      world.media.set(`${ORIGIN}/new-${kind}`, () => new Response(kind === "image" ? door : sun));
    }
    let fetches = 0;
    world.answers.set("fetch", async () => {
      world.schemes.set(JULIET, schemeOf(JULIET, S1, look(fetches++ === 0 ? "old" : "new")));
      await Promise.resolve();
      return undefined as never;
    });
    world.schemes.set(JULIET, schemeOf(JULIET, S1));
    await world.login();
    world.presence(BALCONY);
    await idle();
    expect(world.fetched).toHaveLength(4);
    expect(world.askedFor("fetch")).toHaveLength(2);
    expect(world.viewer.shown(JULIET)!.look!.media).toHaveLength(2);
  });

  // holds: one-fetch-after-403, negative-cache
  test("is not tried again at once where the scheme still has it", async () => {
    const world = createWorld();
    world.media.set(`${ORIGIN}/old`, () => new Response("", { status: 403 }));
    world.schemes.set(JULIET, scheme(old));
    await world.login();
    world.presence(BALCONY);
    await idle();
    expect(world.fetched).toHaveLength(1);
    expect(world.askedFor("fetch")).toHaveLength(2);
  });

  test("and one that is refused for ever causes no loop", async () => {
    const world = createWorld();
    let urls = 0;
    world.media.set(`${ORIGIN}/old`, () => new Response("", { status: 403 }));
    const fresh = () => {
      const url = `${ORIGIN}/${++urls}`;
      world.media.set(url, () => new Response("", { status: 403 }));
      world.schemes.set(JULIET, scheme(makeMedium(door, { sources: [url] })));
    };
    world.answers.set("fetch", () => {
      fresh();
      return undefined as never;
    });
    fresh();
    await world.login();
    world.presence(BALCONY);
    await world.clock.advance(3_600_000);
    expect(world.askedFor("fetch").length).toBeLessThan(10);
    expect(world.fetched.length).toBeLessThan(16);
  });
});
