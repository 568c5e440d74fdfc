// Client-stored schemes between two servers that federate, Prosody and ejabberd, without a service on either (draft, sections 8
// and 9): what works between the clients of one server works between those of two, in both directions.
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from "@jest/globals";
import dns from "node:dns/promises";
import { bareJid, NS_BYTESTREAMS, NS_IBB, stanza } from "@status-scheme/protocol";
import type { Element, Medium } from "@status-scheme/protocol";
import type { Jingle } from "@status-scheme/protocol/transfer";
import { startFederation, until, type FederationBed } from "@status-scheme/testbed";
import sharp from "sharp";
import type { MediumOutcome } from "../../client-plugin/src/transfer/api.ts";
import { TIMEOUTS } from "../../client-plugin/src/transfer/timeouts.ts";
import {
  jinglesIn,
  loginTransfer,
  makeScheme,
  nothingLeft,
  serve,
} from "../../client-plugin/test/transfer/support/people.ts";
import type { TransferOptions, TransferPerson } from "../../client-plugin/test/transfer/support/people.ts";
import { actions, answerTo, asked, full, looks, priority, QUESTIONS } from "./support/client-stored.ts";
import { english, payloads, peopleOf, picture, type People } from "./support/world.ts";

let bed: FederationBed;
let people: Readonly<Record<"capulet" | "montague", People>>;
beforeAll(async () => {
  bed = await startFederation({
    friends: [["juliet@capulet.lit", "romeo@montague.lit"]],
    capulet: { component: false },
    montague: { component: false },
  });
  people = { capulet: peopleOf(bed.capulet), montague: peopleOf(bed.montague) };
  // The name of a server's proxy leads to that server, as an operator's DNS would have it.
  const { lookup } = dns;
  jest
    .spyOn(dns, "lookup")
    .mockImplementation(((name: string) => lookup(name.replace(/^proxy\..*\.lit$/, "127.0.0.1"))) as never);
});
let waits: { readonly restore: () => void } | undefined;
afterEach(async () => {
  waits?.restore();
  bed.mend();
  for (const { leave } of Object.values(people)) await leave();
});
afterAll(async () => {
  jest.restoreAllMocks();
  await bed.stop();
});

const SIDES = [
  { owner: "juliet", at: "capulet", viewer: "romeo", stranger: "mercutio", from: "montague", transport: "websocket" },
  { owner: "romeo", at: "montague", viewer: "juliet", stranger: "tybalt", from: "capulet", transport: "tcp" },
] as const;

describe.each(SIDES)("an owner at $at.lit and a viewer at $from.lit by $transport", (side) => {
  const { at, from, transport } = side;
  const ownerJid = `${side.owner}@${at}.lit`;
  const arrive = {
    owner: (plugin = {}) => people[at].person(side.owner, { resource: "home", plugin }),
    viewer: (plugin = {}, quiet = false) =>
      people[from].person(side.viewer, { resource: "away", transport, plugin, quiet }),
  };

  test("document and image come in a session; states, down to offline, with no more questions", async () => {
    const owner = await arrive.owner();
    await owner.schemes.serve({ looks: await looks() });
    const viewer = await arrive.viewer();
    const { look } = await viewer.sees(ownerJid, (one) => one.look?.media.length === 1 && one.fresh);
    expect(Buffer.from(look!.media[0]!.bytes)).toEqual(Buffer.from(await picture("red")));
    await until("the session ends", () => actions(viewer.sent).includes("session-terminate"));
    expect(asked(viewer.sent)).toEqual(["session-initiate", "content-add"]);
    expect(payloads(viewer.sent, "jingle").at(-1)!.getChild("reason")!.getChild("success")).toBeTruthy();

    const before = viewer.sent.length;
    await owner.schemes.setState("dnd");
    await viewer.sees(ownerJid, (one) => one.look?.text === "Please do not disturb" && one.fresh);
    await owner.leave();
    await viewer.sees(ownerJid, (one) => !one.loggedIn && one.look?.text === "Asleep");
    expect(asked(viewer.sent.slice(before))).toEqual([]);
  });

  test("a change is told by the owner's client", async () => {
    const owner = await arrive.owner();
    await owner.schemes.serve({ looks: await looks() });
    const viewer = await arrive.viewer();
    await viewer.sees(ownerJid, (one) => one.look?.text === "At home" && one.fresh);
    const { stamp } = await owner.schemes.edit({ state: "available", text: english("At the window") });
    await viewer.sees(ownerJid, (one) => one.look?.text === "At the window" && one.fresh);
    expect(payloads(viewer.received, "changed").map(({ attrs }) => attrs.stamp)).toContain(stamp);
  });

  test("pushed, it is asked for by nobody", async () => {
    const viewer = await arrive.viewer({ takePushes: true });
    const owner = await arrive.owner({ push: true });
    await owner.schemes.serve({ looks: [{ state: "available", text: english("Here") }] });
    await viewer.sees(ownerJid, (one) => one.look?.text === "Here" && one.fresh);
    const pushed = payloads(viewer.received, "changed").filter((changed) => changed.getChild("scheme"));
    expect(pushed.length).toBeGreaterThan(0);
    expect(asked(viewer.sent.filter(({ attrs }) => attrs.to === full(owner)))).toEqual([]);
  });

  // holds: unseen-asker-learns-nothing, features-for-those-with-presence
  test("a stranger of the other server, and a contact left off the list, get what a client without the plugin says", async () => {
    const owner = await arrive.owner();
    await owner.schemes.serve({ looks: await looks() });
    const plain = await people[at].plain(side.owner, { resource: "plain" });
    await plain.xmpp.send(stanza("presence", {}, priority("-1")));
    const stranger = await people[from].plain(side.stranger, { transport });
    const contact = await people[from].plain(side.viewer, { transport });
    await contact.xmpp.send(stanza("presence", {}));
    await until("the contact has presence", () => contact.received.some(({ attrs }) => attrs.from === full(owner)));
    expect(await answerTo(contact, owner, QUESTIONS[0]!)).toContain("changed");
    await owner.schemes.setAccess({ model: "whitelist", allowed: [] });
    for (const question of QUESTIONS) {
      const silence = await answerTo(stranger, plain, question);
      expect(await answerTo(stranger, owner, question)).toBe(silence);
      const ofScheme = /^<(check|fetch|jingle)/.test(question);
      if (ofScheme) expect(await answerTo(contact, owner, question)).toBe(await answerTo(contact, plain, question));
    }
  });

  // holds: range-as-accepted
  test("the link breaks amid an image: mended, the rest of it is fetched by itself", async () => {
    // Not every server says so when it loses a block: then it is time that tells, by default 30 seconds.
    waits = jest.replaceProperty(TIMEOUTS as { progress: number }, "progress", 1_500);
    const owner = await arrive.owner();
    const rain = { kind: "image" as const, bytes: await noise(), mediaType: "image/png", desc: english("Rain") };
    await owner.schemes.serve({ looks: [{ state: "available", text: english("Wet"), media: [rain] }] });
    const viewer = await arrive.viewer({}, true);
    let blocks = 0;
    viewer.xmpp.on("element", (iq: Element) => {
      if (iq.getChild("data", NS_IBB) && ++blocks === 10) bed.cut();
    });
    await viewer.xmpp.send(stanza("presence", {}));
    await until("some of it is here", () => blocks >= 10);
    await until("the loss is noticed", () => viewer.warnings.some(({ code }) => code === "fetch-failed"));
    bed.mend();
    const { look } = await viewer.sees(ownerJid, (one) => one.look?.media.length === 1, 60_000);
    expect(Buffer.from(look!.media[0]!.bytes)).toEqual(Buffer.from(rain.bytes));
    expect(Math.max(...offsets(jinglesIn(viewer.sent)))).toBeGreaterThanOrEqual(30_000);
  });

  describe("files", () => {
    let parties: readonly TransferPerson[] = [];
    afterEach(() => Promise.all(parties.map(({ xmpp }) => xmpp.stop())));
    const login = async (options: TransferOptions) =>
      (parties = await Promise.all([
        loginTransfer(bed[at], side.owner, options),
        loginTransfer(bed[from], side.viewer, { transport, ...options }),
      ])) as [TransferPerson, TransferPerson];

    test.each([
      ["in band", { net: undefined }, "ibb"],
      ["directly", { loopback: true, mayShowAddress: () => true }, "s5b"],
      // Neither tells its address to people of other servers.
      ["through a server's proxy", { loopback: true }, "s5b"],
    ] as const)("%s", async (way, options, method) => {
      const [owner, viewer] = await login(options);
      const served = makeScheme(ownerJid, { dnd: 50_000, away: 30_000 });
      const { ended } = serve(owner, served);
      const methods = new Set<string>();
      const got = new Map<Medium, MediumOutcome>();
      await viewer.transfers.fetchDocument(
        { jid: owner.jid },
        {
          media: (scheme) => scheme.looks.flatMap(({ media }) => media),
          onMedium: (medium, outcome) => got.set(medium, outcome),
          onProgress: (progress) => methods.add(progress.method),
        },
      );
      expect([...methods]).toEqual([method]);
      for (const [{ hash }, outcome] of got) expect(outcome).toEqual({ bytes: served.files.get(hash) });
      expect(got.size).toBe(2);
      const isActivation = (iq: Element) => iq.getChild("query", NS_BYTESTREAMS)?.getChild("activate");
      const proxies = owner.sent.filter(isActivation).map(({ attrs }) => bareJid(String(attrs.to)));
      expect([...new Set(proxies)]).toEqual(way === "through a server's proxy" ? [`proxy.${at}.lit`] : []);
      await until("the owner's side ends", () => ended.length > 0);
      expect(ended).toEqual([{ viewer: viewer.jid, received: 3, reason: "success" }]);
      await nothingLeft(...parties);
    });

    const ways: readonly [string, TransferOptions][] = [
      ["in band", { net: undefined }],
      ["through a proxy", { loopback: true }],
    ];
    // Bytes that go through a proxy do not go through the link: only what is said of them, which is the same both ways.
    // holds: nothing-left-behind, every-wait-ends
    test.each(ways.slice(0, at === "capulet" ? 2 : 1))(
      "%s: the link breaks in the middle, and nothing is left of it",
      async (_, options) => {
        const [owner, viewer] = await login({ ...options, timeouts: allOf(2_000) });
        const served = makeScheme(ownerJid, { dnd: 200_000 });
        serve(owner, served);
        const medium = served.medium("dnd");
        let last: MediumOutcome | undefined;
        const get = (onProgress?: () => void) =>
          viewer.transfers.fetchMedia({ jid: owner.jid }, [medium], {
            ...(onProgress && { onProgress }),
            onMedium: (__, outcome) => (last = outcome),
          });
        await get(() => bed.cut());
        await nothingLeft(...parties);
        bed.mend();
        await until("the file", async () => (await get(), "bytes" in last!));
        expect(last).toEqual({ bytes: served.bytes("dnd") });
        if (!("loopback" in options)) expect(Math.max(...offsets(viewer.actions()))).toBeGreaterThan(0);
        await nothingLeft(...parties);
      },
    );
  });
});

/** Where the files that were asked for were to begin. */
function offsets(asked: readonly Jingle[]): readonly number[] {
  const files = asked.flatMap(({ contents }) => contents.map(({ description }) => description));
  return files.map((file) => (file && "range" in file ? (file.range?.offset ?? 0) : 0));
}

/** Every wait is as long. */
function allOf(ms: number): typeof TIMEOUTS {
  return Object.fromEntries(Object.keys(TIMEOUTS).map((wait) => [wait, ms])) as never;
}

/** A PNG that does not compress: some 150 kB. */
async function noise(): Promise<Uint8Array> {
  const bytes = crypto.getRandomValues(new Uint8Array(48_000));
  return sharp(Buffer.concat([bytes, bytes.toReversed(), bytes]), { raw: { width: 240, height: 200, channels: 3 } })
    .png()
    .toBuffer();
}
