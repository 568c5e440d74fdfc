// What a viewer asks for, and by which transport (draft, sections 8.5 to 8.8); how much an owner has under way (8.10).
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { encodeIbbOpen } from "@status-scheme/protocol/transfer";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { loginTransfer, makeScheme, nothingLeft, serve, STAMP } from "./support/people.ts";
import type { TransferPerson } from "./support/people.ts";
import { loginScripted, said } from "./support/scripted.ts";
import type { Scripted } from "./support/scripted.ts";

let bed: Testbed;
let ours: TransferPerson;
let theirs: Scripted;
beforeAll(async () => {
  bed = await startTestbed({ component: false });
});
afterAll(() => bed.stop());
afterEach(async () => {
  await nothingLeft(ours).finally(() => Promise.all([ours.xmpp.stop(), theirs.xmpp.stop()]));
});

// holds: held-stamp-in-session
test("the version held is named, and may be the current one", async () => {
  [ours, theirs] = await Promise.all([loginTransfer(bed, "romeo", { net: undefined }), loginScripted(bed, "juliet")]);
  const document = ours.transfers.fetchDocument({ jid: theirs.jid }, { stamp: STAMP });
  const { sid, contents } = await theirs.came("session-initiate");
  expect(contents[0]!.description).toMatchObject({ document: { stamp: STAMP } });
  const reason = { condition: "success", document: { stamp: STAMP } } as const;
  await theirs.act(ours.jid, { action: "session-terminate", sid, reason });
  expect(await document).toEqual({ status: "current", stamp: STAMP });
});

// holds: unsupported-transport-not-retried, medium-asked-for-by-hash
test("an owner's client that turns out not to know SOCKS5 is asked in band, now and later", async () => {
  [ours, theirs] = await Promise.all([loginTransfer(bed, "romeo"), loginScripted(bed, "juliet")]);
  const medium = makeScheme(bed.jid("juliet"), { dnd: 100 }).medium("dnd");
  const outcomes: unknown[] = [];
  const onMedium = (_: unknown, outcome: object) => outcomes.push(outcome);
  const fetch = () => ours.transfers.fetchMedia({ jid: theirs.jid }, [medium], { onMedium });
  const refuse = async (nth: number, condition: "unsupported-transports" | "decline") => {
    const { sid, contents } = await theirs.came("session-initiate", nth);
    await theirs.act(ours.jid, { action: "session-terminate", sid, reason: { condition } });
    return contents[0]!;
  };
  const first = fetch();
  const offered = await refuse(0, "unsupported-transports");
  expect(offered).toMatchObject({ transport: { method: "s5b" }, description: { hash: medium.hash } });
  expect(await refuse(1, "decline")).toMatchObject({ transport: { method: "ibb" } });
  await first;
  expect(outcomes).toMatchObject([{ error: { reason: { condition: "decline" } } }]);
  const second = fetch();
  expect(await refuse(2, "decline")).toMatchObject({ transport: { method: "ibb" } });
  await second;
});

// holds: ibb-limit-obeyed-by-viewer
test("a file larger than goes in band is not asked for, where nothing else does", async () => {
  [ours, theirs] = await Promise.all([loginTransfer(bed, "romeo", { net: undefined }), loginScripted(bed, "juliet")]);
  const { medium } = makeScheme(bed.jid("juliet"), { dnd: 2_001, away: 10 });
  const outcomes: string[] = [];
  const fetched = ours.transfers.fetchMedia({ jid: theirs.jid, ibbBytes: 2_000 }, [medium("dnd"), medium("away")], {
    onMedium: ({ size }, outcome) => outcomes.push(`${size} ${"error" in outcome ? outcome.error.message : "came"}`),
  });
  const { sid, contents } = await theirs.came("session-initiate");
  expect(contents[0]!.description).toMatchObject({ hash: medium("away").hash });
  const why = "limit-exceeded: limit ibb-bytes, max 2000, actual 2001, medium image, reason connectivity-error";
  expect(outcomes).toEqual([`2001 ${why}`]);
  await theirs.act(ours.jid, { action: "session-terminate", sid, reason: { condition: "decline" } });
  await fetched;
});

// holds: few-contents-at-once
test("of many media only a few are asked for at a time", async () => {
  [ours, theirs] = await Promise.all([loginTransfer(bed, "romeo", { net: undefined }), loginScripted(bed, "juliet")]);
  const states = ["available", "away", "chat", "dnd", "xa", "unavailable"];
  const { medium } = makeScheme(bed.jid("juliet"), Object.fromEntries(states.map((state) => [state, 300])));
  const fetched = ours.transfers.fetchMedia({ jid: theirs.jid }, states.map(medium), { onMedium: () => undefined });
  const { sid } = await theirs.came("session-initiate");
  await theirs.accept(ours.jid, { size: 300, hash: medium("available").hash });
  await theirs.came("content-add");
  expect(said(await theirs.act(ours.jid, { action: "session-info", sid }))).toBe("ok"); // time to ask for the others
  const asked = theirs.actions.filter(({ action }) => action === "session-initiate" || action === "content-add");
  expect(asked.flatMap(({ contents }) => contents).length).toBeLessThanOrEqual(4);
  await theirs.act(ours.jid, { action: "session-terminate", sid, reason: { condition: "gone" } });
  await fetched;
});

test("media that are not to be seen yet wait for those that are, and are chosen when their turn has come", async () => {
  [ours, theirs] = await Promise.all([loginTransfer(bed, "romeo", { net: undefined }), loginScripted(bed, "juliet")]);
  const { medium } = makeScheme(bed.jid("juliet"), { available: 10, chat: 10, dnd: 10, away: 10, xa: 10 });
  const onMedium = () => undefined;
  const later = [medium("dnd")];
  const fetched = [
    ours.transfers.fetchMedia({ jid: theirs.jid }, [medium("available")], { onMedium }),
    ours.transfers.fetchMedia({ jid: theirs.jid }, [medium("chat")], { onMedium }),
    ours.transfers.fetchMedia({ jid: theirs.jid }, () => later, { onMedium, ahead: true }),
    ours.transfers.fetchMedia({ jid: theirs.jid }, [medium("away")], { onMedium }),
  ];
  later[0] = medium("xa");
  const asked: unknown[] = [];
  for (const nth of [0, 1, 2, 3]) {
    const { sid, contents } = await theirs.came("session-initiate", nth);
    asked.push(contents[0]!.description);
    await theirs.act(ours.jid, { action: "session-terminate", sid, reason: { condition: "decline" } });
  }
  await Promise.all(fetched);
  expect(asked).toMatchObject(["available", "chat", "away", "xa"].map((state) => ({ hash: medium(state).hash })));
});

// holds: ibb-window
test("eight blocks are under way, and the ninth waits for an acknowledgment", async () => {
  [ours, theirs] = await Promise.all([loginTransfer(bed, "juliet"), loginScripted(bed, "romeo")]);
  const served = makeScheme(bed.jid("juliet"), { dnd: 20_000 });
  serve(ours, served);
  const blocks = () => ours.sent.filter((iq) => iq.getChild("data")).length;
  // Acknowledgments that do not leave.
  const { send } = theirs.xmpp;
  let isHeld = true;
  const held: Parameters<typeof send>[0][] = [];
  theirs.xmpp.send = async (stanza) => {
    if (isHeld && stanza.attrs.type === "result" && blocks() > 0) held.push(stanza);
    else await send.call(theirs.xmpp, stanza);
  };
  const transport = { method: "ibb", sid: "ibb-1", blockSize: 1_000, stanza: "iq" } as const;
  const description = { hash: served.medium("dnd").hash, hashUsed: false };
  const contents = [{ creator: "initiator", name: "m0", senders: "responder", description, transport } as const];
  await theirs.act(ours.jid, { action: "session-initiate", sid: "jgl-1", contents });
  await theirs.came("session-accept");
  expect(said(await theirs.ask(ours.jid, encodeIbbOpen({ sid: "ibb-1", blockSize: 1_000, stanza: "iq" })))).toBe("ok");
  await until("eight blocks", () => held.length === 8);
  expect(said(await theirs.act(ours.jid, { action: "session-info", sid: "jgl-1" }))).toBe("ok"); // time to send a ninth
  expect(blocks()).toBe(8);
  isHeld = false;
  for (const result of held) await send.call(theirs.xmpp, result);
  await until("the end", () => theirs.ibb.at(-1)?.name === "close");
  expect(theirs.ibb).toHaveLength(20 + 1);
  await theirs.act(ours.jid, { action: "session-terminate", sid: "jgl-1", reason: { condition: "success" } });
});
