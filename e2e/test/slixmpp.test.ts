// Another implementation, in another language and on another XMPP library, made from the draft alone: its owner and its viewer
// speak to the real component through a real server.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { join } from "node:path";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import { LOOKS, PICTURES, startPython, wholeLook, type Program, type Said } from "./support/python.ts";
import { startWorld, type World } from "./support/world.ts";

describe("owner and viewer, both in Python", () => {
  let world: World;
  let owner: Program;
  let viewer: Program;
  let juliet: string;
  let cache: string;
  let stamp: string;
  let isViewing = false;
  /** The viewer leaves, if it is there, and logs in, with what it kept. */
  const login = async () => {
    if (isViewing) await viewer.leave();
    isViewing = false;
    viewer = await startPython(world.bed, "viewer", `${world.bed.jid("romeo")}/orchard`, ["--cache", cache]);
    isViewing = true;
  };
  const publish = async () => {
    const published = await owner.asked({ do: "publish", looks: LOOKS });
    expect(published.event).toBe("done");
    stamp = published.scheme!.stamp;
    return published;
  };
  const isWhole = (shown: Said) => wholeLook(shown) && shown.stamp === stamp;

  beforeAll(async () => {
    world = await startWorld();
    juliet = world.bed.jid("juliet");
    cache = join(world.bed.directory, "romeo.json");
    owner = await startPython(world.bed, "owner", `${juliet}/balcony`);
  });
  // Each test begins with these looks, an owner who is available, and a viewer who sees her, whatever was before.
  beforeEach(async () => {
    const mine = (await owner.asked({ do: "mine" })).scheme;
    if (!mine || mine.stamp !== stamp) await publish();
    await owner.asked({ do: "set_access", model: "presence", allowed: [] });
    await owner.asked({ do: "show" });
    if (!isViewing) await login();
    await viewer.sees(juliet, isWhole);
  });
  afterAll(async () => {
    await owner?.leave();
    await viewer?.leave();
    await world?.stop();
  });

  test("the owner uploads, publishes and hints", async () => {
    const earlier = owner.all("uploaded").length;
    const published = await publish();
    const uploads = owner.all("uploaded").slice(earlier);
    expect(uploads.map(({ status }) => status)).toEqual([201, 201]);
    const media = published.scheme!.looks.flatMap((look) => look.media);
    expect(media).toMatchObject([
      { type: "image/webp", width: 256, height: 256, desc: { en: "Juliet waves" } },
      { type: "image/webp", width: 256, height: 256, desc: { en: "A closed door" } },
    ]);
    expect(owner.all("hint").at(-1)).toMatchObject({ by: world.bed.componentDomain, stamp });
  });

  test("the viewer discovers, listens, syncs, fetches, and gets media whose hashes it verified", async () => {
    cache = join(world.bed.directory, `romeo-${crypto.randomUUID()}.json`);
    await login();
    expect(viewer.all("service")).toMatchObject([
      { jid: world.bed.componentDomain, origins: [world.component.url], limits: DEFAULT_LIMITS },
    ]);
    expect(viewer.all("sync")).toMatchObject([{ since: null, full: true, changed: { [juliet]: stamp } }]);
    const shown = await viewer.sees(juliet, wholeLook);
    expect(shown).toMatchObject({
      there: true,
      state: "available",
      look: "available",
      text: "Out on the balcony",
      stamp,
    });
    expect(viewer.all("media").map(({ hash }) => hash)).toContain(shown.media![0]!.hash);
  });

  test("the next login costs one question", async () => {
    await login();
    await viewer.sees(juliet, isWhole);
    await login();
    const [sync] = viewer.all("sync");
    expect(sync).toMatchObject({ full: false, changed: {}, gone: [] });
    expect(sync!.since).toEqual(expect.any(String));
    await viewer.sees(juliet, isWhole);
    expect([...viewer.all("fetched"), ...viewer.all("checked")]).toEqual([]);
  });

  test("check and fetch, with and without a stamp", async () => {
    const old = "2020-01-01T00:00:00.000Z";
    const ask = (what: string, held?: string) =>
      viewer.asked({ do: what, owner: juliet, ...(held ? { stamp: held } : {}) });
    expect(await ask("check")).toMatchObject({ status: "changed", stamp });
    expect(await ask("check", old)).toMatchObject({ status: "changed", stamp });
    expect(await ask("check", stamp)).toMatchObject({ status: "current", stamp });
    expect(await ask("fetch", stamp)).toMatchObject({ status: "current", stamp, scheme: null });
    expect(await ask("fetch", old)).toMatchObject({
      status: "changed",
      stamp,
      scheme: { stamp, looks: { length: 4 } },
    });
    const { media } = await viewer.asked({ do: "media", owner: juliet, state: "dnd" });
    // RIFF….WEBP
    expect(media).toMatchObject([{ kind: "image", head: expect.stringMatching(/^52494646.{8}57454250/) }]);
  });

  test("states are shown, also the owner's own, until its time has come", async () => {
    await owner.asked({ do: "show", show: "dnd" });
    await viewer.sees(juliet, ({ state, text }) => state === "dnd" && text === "Please do not disturb");
    await owner.asked({ do: "show", show: "dnd", state: "in_a_meeting", seconds: 1 });
    await viewer.sees(juliet, ({ state, text }) => state === "in_a_meeting" && text === "With the nurse");
    await viewer.sees(juliet, ({ state, text }) => state === "dnd" && text === "Please do not disturb");
    await owner.asked({ do: "show" });
    await viewer.sees(juliet, isWhole);
  });

  test("an edit is noticed, and an edit of an old version is a conflict that the owner gets over", async () => {
    const edited = await owner.asked({
      do: "edit",
      stale: "2020-01-01T00:00:00.000Z",
      look: { state: "available", texts: { en: "At the window" }, media: [] },
    });
    expect(edited).toMatchObject({ event: "done", conflicts: [{ stamp }] });
    const now = edited.scheme!.stamp;
    expect(edited.scheme!.looks).toHaveLength(4);
    expect(await viewer.says("notice", (notice) => notice.stamp === now)).toMatchObject({
      owner: juliet,
      sender: world.bed.componentDomain,
      type: "headline",
      no_store: true,
      believed: true,
    });
    await viewer.sees(juliet, ({ text, stamp: of, fresh }) => fresh && text === "At the window" && of === now);
    expect(await owner.asked({ do: "publish", looks: [], replaces: stamp })).toMatchObject({
      event: "refused",
      condition: "conflict",
      type: "cancel",
      own: "current",
      attributes: { stamp: now },
    });
  });

  test("access: sight is lost without a word, and regained by a notice", async () => {
    const noticed = () => viewer.all("notice").length;
    // What is told of this has come.
    await publish();
    await viewer.says("notice", (notice) => notice.stamp === stamp);
    const before = await owner.asked({ do: "access" });
    expect(before.access).toMatchObject({ model: "presence", roster: "server", groups: [], allowed: [], blocked: [] });
    const version = before.access!.version;
    const only = { do: "set_access", model: "whitelist", allowed: [world.bed.jid("mercutio")], version };
    const notices = noticed();
    expect(await owner.asked(only)).toMatchObject({ event: "done", access: { model: "whitelist" } });
    expect(await owner.asked(only)).toMatchObject({ event: "refused", condition: "conflict", own: "current" });
    expect(owner.all("hint").at(-1)!.stamp).toBeUndefined();
    expect(await viewer.asked({ do: "check", owner: juliet, stamp })).toMatchObject({ status: "none", stamp: null });

    expect(noticed()).toBe(notices);
    await login();
    expect(viewer.all("sync")).toMatchObject([{ full: false, changed: {}, gone: [juliet] }]);
    await viewer.sees(juliet, ({ there, look }) => there && look === null);

    await owner.asked({ do: "set_access", model: "presence" });
    expect(await viewer.says("notice", (notice) => notice.stamp === stamp)).toMatchObject({
      owner: juliet,
      believed: true,
    });
    await viewer.sees(juliet, isWhole);
  });

  test("a stranger learns nothing, and may do nothing", async () => {
    const tybalt = await startPython(world.bed, "viewer", `${world.bed.jid("tybalt")}/street`, ["--no-auto"]);
    const nobody = world.bed.jid("nobody");
    const asked = async (what: string, owner: string, held?: string) => {
      const answer = await tybalt.asked({ do: what, owner, ...(held ? { stamp: held } : {}) });
      return JSON.stringify({ ...answer, tag: 0, ms: 0 }).replaceAll(owner, "OWNER");
    };
    for (const [what, held] of [["check"], ["check", stamp], ["fetch"], ["fetch", stamp]] as const)
      expect(await asked(what, juliet, held)).toBe(await asked(what, nobody, held));
    expect(await tybalt.asked({ do: "check", owner: juliet })).toMatchObject({ status: "none" });
    expect(await tybalt.asked({ do: "fetch", owner: juliet })).toMatchObject({
      condition: "item-not-found",
      type: "cancel",
    });
    expect(await tybalt.asked({ do: "sync", domain: world.bed.domain })).toMatchObject({
      changed: {},
      gone: [],
      full: true,
    });
    await tybalt.leave();

    const forger = await startPython(world.bed, "owner", `${world.bed.jid("tybalt")}/street`);
    expect(await forger.asked({ do: "publish", owner: juliet, looks: [] })).toMatchObject({
      event: "refused",
      condition: "forbidden",
      type: "auth",
    });
    await forger.leave();
    expect(await viewer.asked({ do: "check", owner: juliet, stamp })).toMatchObject({ status: "current" });
  });

  test("errors say what the draft says they do", async () => {
    const looks = [{ state: "napping", texts: { en: "Zzz" } }];
    expect(await owner.asked({ do: "publish", looks, check: false })).toMatchObject({
      condition: "not-acceptable",
      own: "bad-look",
      attributes: { look: "napping" },
    });
    const path = join(PICTURES, "dnd.png");
    const large = { do: "upload", path, media_type: "image/jpeg", size: 300_000 };
    expect(await owner.asked(large)).toMatchObject({
      condition: "not-acceptable",
      own: "limit-exceeded",
      attributes: { limit: "image-bytes", max: "262144", actual: "300000", medium: "image" },
    });
    const short = { do: "upload", path, media_type: "image/png", size: 100 };
    expect(await owner.asked(short)).toMatchObject({ event: "refused", condition: "http-413", own: "limit-exceeded" });
    const xml = (name: string) => `<${name} xmlns='urn:xmpp:status-scheme:0'/>`;
    expect(await owner.asked({ do: "raw", kind: "get", xml: xml("check") })).toMatchObject({
      condition: "bad-request",
      own: "malformed",
      attributes: { what: "owner" },
    });
    expect(await owner.asked({ do: "raw", kind: "set", xml: xml("sync") })).toMatchObject({ condition: "bad-request" });
    expect(await owner.asked({ do: "raw", kind: "get", xml: xml("blend") })).toMatchObject({
      condition: "feature-not-implemented",
    });
  });

  // holds: refused-publish-keeps-upload
  test("an upload waits for a publish that is not refused, and is used up by it", async () => {
    const path = join(PICTURES, "eating.png");
    const { size, hash, sources } = await owner.asked({ do: "upload", path, media_type: "image/png" });
    const medium = { kind: "image", type: "image/png", size, hash, sources, desc: { en: "A slice of pie" } };
    const look = (state: string) => ({ state, show: "away", media: [medium] });
    const current = (await owner.asked({ do: "mine" })).scheme!.stamp;
    const publish = (states: readonly string[], replaces: string) =>
      owner.asked({ do: "publish", looks: states.map(look), replaces });
    expect(await publish(["eating"], "2020-01-01T00:00:00.000Z")).toMatchObject({ condition: "conflict" });
    const published = await publish(["eating", "cooking"], current);
    expect(published.scheme!.looks.map(({ media }) => media.length)).toEqual([1, 1]);
    expect(await publish(["eating"], published.scheme!.stamp)).toMatchObject({ condition: "item-not-found" });
  });

  test("a cleared scheme is dropped, and its stamp kept", async () => {
    const cleared = await owner.asked({ do: "clear" });
    expect(cleared.scheme!.looks).toEqual([]);
    await viewer.sees(juliet, ({ look, fresh, stamp: of }) => look === null && fresh && of === cleared.scheme!.stamp);
  });

  test("no program met anything that it had no rule for", () => {
    expect(
      [...owner.said, ...viewer.said].filter(({ event }) => event.endsWith("failed") || event === "internal"),
    ).toEqual([]);
  });
});
