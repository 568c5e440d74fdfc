// The implementation made from the draft alone and the project's own plugin, one as the owner and the other as the viewer; and
// its owner at a service that cannot read rosters.
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { LOOKS, startPython, wholeLook } from "./support/python.ts";
import { colorOf, english, picture, startWorld, type World } from "./support/world.ts";

describe("with the project's own plugin", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.stop());

  test("Python publishes, the plugin shows", async () => {
    const romeo = await world.person("romeo");
    const owner = await startPython(world.bed, "owner", `${world.bed.jid("juliet")}/balcony`);
    await owner.asked({ do: "publish", looks: LOOKS });
    const { look } = await romeo.sees(
      "juliet",
      ({ look }) => look?.text === "Out on the balcony" && look.media.length === 1,
    );
    expect(look!.media[0]).toMatchObject({ mediaType: "image/webp", desc: "Juliet waves" });
    await owner.asked({ do: "show", show: "dnd", state: "in_a_meeting" });
    await romeo.sees("juliet", ({ look }) => look?.text === "With the nurse");
    await owner.asked({
      do: "edit",
      look: { state: "in_a_meeting", show: "dnd", texts: { en: "With Friar Laurence" } },
    });
    await romeo.sees("juliet", ({ look, fresh }) => fresh && look?.text === "With Friar Laurence");
    await owner.leave();
    await romeo.sees("juliet", ({ loggedIn, look }) => !loggedIn && look?.text === "Good night, good night!");
    expect(romeo.warnings).toEqual([]);
    await romeo.leave();
  });

  test("the plugin publishes, Python shows", async () => {
    const mercutio = await world.person("mercutio");
    const viewer = await startPython(world.bed, "viewer", `${world.bed.jid("romeo")}/orchard`);
    await mercutio.schemes.setAccess({ blocked: [] }); // as a first try may have left it
    const bytes = await picture("red");
    const red = { kind: "image", bytes, mediaType: "image/png", desc: english("Red") } as const;
    await mercutio.schemes.publish([
      { state: "available", text: english("Ask for me tomorrow"), media: [red] },
      { state: "eating", show: "away", text: english("At the table") },
    ]);
    const shown = await viewer.sees(mercutio.jid, wholeLook);
    expect(shown).toMatchObject({ text: "Ask for me tomorrow", media: [{ kind: "image", desc: "Red", ready: true }] });
    const { media } = await viewer.asked({ do: "media", owner: mercutio.jid, state: "available" });
    expect(await colorOf(new Uint8Array(await (await fetch(media![0]!.url!)).arrayBuffer()))).toBe("#f00");
    await mercutio.schemes.setState("eating");
    await viewer.sees(mercutio.jid, ({ state, text }) => state === "eating" && text === "At the table");
    await mercutio.schemes.setAccess({ blocked: [world.bed.jid("romeo")] });
    expect(await viewer.asked({ do: "check", owner: mercutio.jid })).toMatchObject({ status: "none" });
    await mercutio.leave();
    await viewer.leave();
  });
});

describe("where the owner supplies the contacts", () => {
  test("in pages, and one by one as they come", async () => {
    const world = await startWorld({ privilege: "none" });
    try {
      const { bed } = world;
      const owner = await startPython(bed, "owner", `${bed.jid("juliet")}/balcony`);
      await owner.asked({ do: "publish", looks: [{ state: "available", texts: { en: "For friends" } }] });
      expect(owner.all("supplied")).toMatchObject([{ contacts: 2, pages: 1 }]);
      expect(await owner.asked({ do: "supply", page: 1 })).toMatchObject({ event: "done", pages: 2 });
      const viewer = await startPython(bed, "viewer", `${bed.jid("mercutio")}/square`);
      await viewer.sees(bed.jid("juliet"), ({ text }) => text === "For friends");
      const tybalt = await startPython(bed, "viewer", `${bed.jid("tybalt")}/street`, ["--no-auto"]);
      await bed.befriend("juliet", "tybalt");
      await owner.says("supplied-change", ({ contacts }) => contacts!.includes(bed.jid("tybalt")));
      expect(await tybalt.asked({ do: "check", owner: bed.jid("juliet") })).toMatchObject({ status: "changed" });
      for (const one of [owner, viewer, tybalt]) await one.leave();
    } finally {
      await world.stop();
    }
  });
});
