import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { stanza, NS } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { loginPlain } from "../host/people.ts";
import type { Person } from "../host/people.ts";
import { loginOwner, picture, schemeSeen } from "./people.ts";
import type { Owner, OwnerOptions } from "./people.ts";

let bed: Testbed;
let romeo: Person;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent();
  romeo = await loginPlain(bed, "romeo");
});
afterAll(() => bed.stop());

const open: Owner[] = [];
afterEach(async () => {
  const those = open.splice(0);
  try {
    await those[0]?.owner.clear();
  } finally {
    await Promise.all(those.map(({ xmpp }) => xmpp.stop()));
  }
});
const login = async (options?: OwnerOptions) => {
  const owner = await loginOwner(bed, "juliet", options);
  open.push(owner);
  return owner;
};
const text = (text: string) => [{ lang: "en", text }];
const image = async (color: string) =>
  ({ kind: "image", bytes: await picture(color), mediaType: "image/png" }) as const;

/** Counts the uploads. */
function countingFetch() {
  const urls: string[] = [];
  const counting: typeof fetch = (url, init) => {
    urls.push(String(url));
    return fetch(url, init);
  };
  return { urls, fetch: counting };
}

describe("publish", () => {
  test("uploads each picture once, tells how far it is, and the contacts see it", async () => {
    const { urls, fetch } = countingFetch();
    const juliet = await login({ fetch });
    const [red, green] = [await image("red"), await image("green")];
    const progress: { sent: number; total: number }[] = [];
    const scheme = await juliet.owner.publish(
      [
        { state: "available", text: text("Here"), media: [red] },
        { state: "dnd", text: text("Busy"), media: [green] },
        { state: "in_a_meeting", show: "dnd", media: [{ ...green, desc: text("A closed door") }] },
      ],
      { onProgress: (now) => progress.push(now) },
    );
    expect(urls).toHaveLength(2);
    const total = red.bytes.length + green.bytes.length;
    expect(progress[0]).toEqual({ sent: 0, total });
    expect(progress.at(-1)).toEqual({ sent: total, total });
    const seen = await schemeSeen(bed, romeo, "juliet");
    expect(seen!.stamp).toBe(scheme.stamp);
    expect(seen!.looks.map(({ state }) => state)).toEqual(["available", "dnd", "in_a_meeting"]);
    const [medium] = seen!.looks[2]!.media;
    expect(medium!.desc).toEqual(text("A closed door"));
    expect((await fetch(medium!.sources[0]!)).status).toBe(200);
    expect(await juliet.owner.own()).toEqual(scheme);
  });

  test("of what the service has already uploads nothing, and leaves the bytes as they are", async () => {
    const { urls, fetch } = countingFetch();
    const juliet = await login({ fetch });
    const first = await juliet.owner.publish([{ state: "dnd", text: text("Busy"), media: [await image("red")] }]);
    const stored = (await schemeSeen(bed, romeo, "juliet"))!.looks[0]!.media[0]!;
    const bytes = new Uint8Array(await (await fetch(stored.sources[0]!)).arrayBuffer());
    urls.splice(0);
    const second = await juliet.owner.publish([
      { state: "dnd", text: text("Busy again"), media: [{ kind: "image", bytes, mediaType: stored.mediaType }] },
    ]);
    expect(urls).toEqual([]);
    expect(second.looks[0]!.media[0]!.hash).toBe(first.looks[0]!.media[0]!.hash);
  });

  // holds: owner-checks-first
  test("that exceeds a limit is refused here, naming look, medium and limit, and nothing is sent", async () => {
    const juliet = await login();
    const requests = () => juliet.sent.filter((iq) => iq.getChild("publish") ?? iq.getChild("request"));
    const long = [{ state: "dnd", text: text("x".repeat(129)) }];
    await expect(juliet.owner.publish(long)).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { limit: "text-characters", max: 128, actual: 129, look: "dnd" },
    });
    const big = { kind: "image", bytes: new Uint8Array(262_145), mediaType: "image/png" } as const;
    await expect(juliet.owner.publish([{ state: "away", text: text("x"), media: [big] }])).rejects.toMatchObject({
      code: "limit-exceeded",
      detail: { limit: "image-bytes", max: 262_144, actual: 262_145, look: "away", medium: "image" },
    });
    await expect(juliet.owner.publish([{ state: "in_a_meeting", text: text("x") }])).rejects.toMatchObject({
      code: "bad-look",
      detail: { look: "in_a_meeting" },
    });
    expect(requests()).toEqual([]);
  });

  // holds: errors-name-the-place, refused-publish-changes-nothing
  test("of something that is no picture is refused, naming look and medium, and what was there stays", async () => {
    const juliet = await login();
    const first = await juliet.owner.publish([{ state: "dnd", text: text("Busy") }]);
    const fake = { kind: "image", bytes: new TextEncoder().encode("no picture"), mediaType: "image/png" } as const;
    await expect(juliet.owner.publish([{ state: "away", text: text("x"), media: [fake] }])).rejects.toMatchObject({
      code: "bad-medium",
      detail: { look: "away", medium: "image" },
    });
    expect((await juliet.owner.own())!.stamp).toBe(first.stamp);
  });

  test("that breaks off half way publishes nothing", async () => {
    const stop = new AbortController();
    const juliet = await login({
      fetch: (_url, init) => {
        stop.abort(new Error("changed my mind"));
        init!.signal!.throwIfAborted();
        return Promise.reject(new Error("not reached"));
      },
    });
    const looks = [{ state: "dnd", text: text("Busy"), media: [await image("blue")] }];
    await expect(juliet.owner.publish(looks, { signal: stop.signal })).rejects.toThrow("changed my mind");
    expect((await juliet.owner.own())?.looks ?? []).toEqual([]);
    await expect(juliet.owner.publish(looks, { signal: stop.signal })).rejects.toThrow("changed my mind");
  });

  test("that broke off uploads what is missing alone, and goes on from there", async () => {
    const { urls, fetch } = countingFetch();
    let [answered, fails] = [0, true];
    const juliet = await login({
      async fetch(url, init) {
        if (fails && urls.length === 3) {
          await until("the others are answered", () => answered === 3);
          throw new TypeError("broken off");
        }
        const response = await fetch(url, init);
        answered += 1;
        return response;
      },
    });
    const media = await Promise.all(["red", "green", "blue", "lime"].map(image));
    const looks = ["available", "away", "dnd", "xa"].map((state, index) => {
      return { state, text: text(state), media: [media[index]!] };
    });
    await expect(juliet.owner.publish(looks)).rejects.toMatchObject({ code: "try-later" });
    expect(urls).toHaveLength(3);
    fails = false;
    const totals = new Set<number>();
    await juliet.owner.publish(looks, { onProgress: ({ total }) => totals.add(total) });
    expect(urls).toHaveLength(4);
    expect([...totals]).toEqual([media[3]!.bytes.length]);
    expect((await juliet.owner.own())!.looks).toHaveLength(4);
  });

  test("that broke off, whose uploads are not there any more, uploads all of them anew", async () => {
    const { urls, fetch } = countingFetch();
    // The first one is lost.
    const answers = [201, 502];
    const juliet = await login({
      fetch: (url, init) => {
        const status = answers.shift();
        return status === undefined ? fetch(url, init) : Promise.resolve(new Response(null, { status }));
      },
    });
    const looks = [
      { state: "away", text: text("Out"), media: [await image("red")] },
      { state: "dnd", text: text("Busy"), media: [await image("green")] },
    ];
    await expect(juliet.owner.publish(looks)).rejects.toMatchObject({ code: "try-later" });
    await juliet.owner.publish(looks);
    expect(urls).toHaveLength(3);
    expect((await juliet.owner.own())!.looks).toHaveLength(2);
  });

  test("whose upload came damaged is refused, and the next one uploads it anew", async () => {
    const { urls, fetch } = countingFetch();
    const red = await image("red");
    const juliet = await login({
      fetch: (url, init) => fetch(url, urls.length > 0 ? init : { ...init, body: new Uint8Array(red.bytes.length) }),
    });
    const looks = [{ state: "dnd", text: text("Busy"), media: [red] }];
    await expect(juliet.owner.publish(looks)).rejects.toMatchObject({ code: "bad-medium", detail: { look: "dnd" } });
    expect((await juliet.owner.publish(looks)).looks).toHaveLength(1);
    expect(urls).toHaveLength(2);
  });

  test("beside another that ends first keeps what it uploaded", async () => {
    const { urls, fetch } = countingFetch();
    const isOver = Promise.withResolvers<undefined>();
    const juliet = await login({
      async fetch(url, init) {
        // The last one of the larger publish.
        if (urls.length === 2) await isOver.promise;
        return fetch(url, init);
      },
    });
    const larger = juliet.owner.publish([
      { state: "away", text: text("Out"), media: [await image("red")] },
      { state: "dnd", text: text("Busy"), media: [await image("green")] },
      { state: "xa", text: text("Gone"), media: [await image("blue")] },
    ]);
    await until("two of three are there", () => urls.length === 2);
    await juliet.owner.publish([{ state: "dnd", text: text("Only words") }]);
    isOver.resolve(undefined);
    expect((await larger).looks).toHaveLength(3);
    expect(urls).toHaveLength(3);
  });

  test.each([
    [async () => new Response(null, { status: 507 }), "quota-exceeded"],
    [async () => new Response(null, { status: 403 }), "forbidden"],
    [async () => new Response(null, { status: 408 }), "try-later"],
    [async () => new Response(null, { status: 418 }), "bad-request"],
    [async () => new Response(null, { status: 502 }), "try-later"],
    [() => Promise.reject(new TypeError("fetch failed")), "try-later"],
  ])("whose upload fails says which look and medium: %#", async (fetch, code) => {
    const juliet = await login({ fetch });
    const looks = [{ state: "dnd", text: text("Busy"), media: [await image("blue")] }];
    await expect(juliet.owner.publish(looks)).rejects.toMatchObject({ code, detail: { look: "dnd", medium: "image" } });
  });
});

describe("two devices", () => {
  test("one of two publishes from the same stamp is a conflict", async () => {
    const [one, other] = [await login(), await login()];
    const { stamp } = await one.owner.publish([{ state: "dnd", text: text("Busy") }]);
    await other.owner.publish([{ state: "dnd", text: text("Other") }], { replaces: stamp });
    await expect(one.owner.publish([{ state: "dnd", text: text("One") }], { replaces: stamp })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("edits at once are both there, and keep the media of other looks", async () => {
    const { urls, fetch } = countingFetch();
    const [one, other] = [await login({ fetch }), await login({ fetch })];
    const first = await one.owner.publish([{ state: "available", text: text("Here"), media: [await image("red")] }]);
    urls.splice(0);
    await Promise.all([
      one.owner.edit({ state: "dnd", text: text("Busy") }),
      other.owner.edit({ state: "away", text: text("Out") }),
    ]);
    const { looks } = (await one.owner.own())!;
    expect(looks.map(({ state }) => state).sort()).toEqual(["available", "away", "dnd"]);
    expect(looks[0]!.media[0]!.hash).toBe(first.looks[0]!.media[0]!.hash);
    expect(urls).toEqual([]);
    await other.owner.edit({ state: "dnd", text: text("Very busy") });
    expect((await one.owner.own())!.looks.find(({ state }) => state === "dnd")!.text).toEqual(text("Very busy"));
  });

  // holds: hint-renewed, notices-to-own-devices
  test("each learns what the other published, and renews its presence", async () => {
    const [one, other] = [await login(), await login()];
    for (const { xmpp } of [one, other]) {
      await xmpp.send(stanza("presence", {}));
      // As the viewer's side does, for the notices.
      await xmpp.send(stanza("presence", { to: bed.componentDomain }));
    }
    await one.owner.publish([{ state: "dnd", text: text("Busy") }]);
    await until("the first notice", () => other.stamps.length === 1);
    const hinted = (owner: Owner) => owner.sent.findLast(({ name, attrs }) => name === "presence" && !attrs.to);
    const { stamp } = await other.owner.edit({ state: "away", text: text("Out") });
    await until("the presence renewed", () => hinted(one)?.getChild("showing", NS)?.attrs.stamp === stamp);
    expect(hinted(other)!.getChild("showing", NS)!.attrs).toMatchObject({ stamp, by: bed.componentDomain });
    expect(one.stamps.at(-1)).toBe(stamp);
    expect(one.stamps).toEqual(other.stamps);
  });
});

test("a look is removed, and the scheme cleared, which is not the same as never set", async () => {
  const juliet = await login();
  await juliet.owner.publish([
    { state: "dnd", text: text("Busy") },
    { state: "away", text: text("Out") },
  ]);
  const rest = await juliet.owner.removeLook("dnd");
  expect(rest.looks.map(({ state }) => state)).toEqual(["away"]);
  expect(await juliet.owner.removeLook("dnd")).toEqual(rest);
  const cleared = await juliet.owner.clear();
  expect(cleared.looks).toEqual([]);
  expect((await schemeSeen(bed, romeo, "juliet"))!.stamp).toBe(cleared.stamp);
});
