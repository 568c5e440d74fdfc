// An owner's client meets viewers who ask for what is not theirs, or wrongly (draft, sections 8.1, 8.4 to 8.6, 8.10, 8.13).
import { beforeEach, describe, expect, test } from "@jest/globals";
import { stanza } from "@status-scheme/protocol";
import type { Jingle, JingleContent, TransferFile } from "@status-scheme/protocol/transfer";
import { encodeIbbOpen, encodeJingle } from "@status-scheme/protocol/transfer";
import { until } from "@status-scheme/testbed";
import { loginPlain } from "../host/people.ts";
import { STAMP } from "./support/people.ts";
import { loginScripted, said } from "./support/scripted.ts";
import { bed, begin, owner, served, serving, viewer } from "./support/serving-owner.ts";

const IBB = { method: "ibb", sid: "ibb-7qd2", blockSize: 2_048, stanza: "iq" } as const;
const content = (file: Partial<TransferFile>, more: Partial<JingleContent> = {}): JingleContent => ({
  ...{
    creator: "initiator",
    name: "m0",
    senders: "responder",
    transport: IBB,
    description: { hashUsed: false, ...file },
  },
  ...more,
});
const ask = async (file: Partial<TransferFile>, more: Partial<JingleContent> = {}, sid = "jgl-1") =>
  said(await viewer.act(owner.jid, { action: "session-initiate", sid, contents: [content(file, more)] }));
const dnd = () => ({ hash: served.medium("dnd").hash });

// holds: unseen-asker-learns-nothing, may-ask-decided-at-once, acknowledged-before-decided
test("one who may not ask gets what a client without the plugin answers", async () => {
  begin({ mayAsk: () => false });
  const plain = await loginPlain(bed, "juliet", { resource: "plain" });
  const payloads = [
    encodeJingle({ action: "session-initiate", sid: "jgl-1", contents: [content(dnd())] }),
    encodeJingle({ action: "session-terminate", sid: "jgl-1", contents: [], reason: { condition: "success" } }),
    encodeIbbOpen({ sid: "ibb-1", blockSize: 4_096, stanza: "iq" }),
  ];
  for (const payload of payloads) {
    const [one, other] = [await viewer.ask(owner.jid, payload), await viewer.ask(plain.xmpp.jid!.toString(), payload)];
    for (const { attrs } of [one, other]) delete attrs.id;
    expect(one.toString().replaceAll(owner.jid, "")).toBe(other.toString().replaceAll(plain.xmpp.jid!.toString(), ""));
    expect(said(one)).toBe("service-unavailable");
  }
  await plain.xmpp.stop();
});

describe("what is refused", () => {
  beforeEach(() => begin());
  const refusals: [string, () => Partial<TransferFile>, Partial<JingleContent>, object][] = [
    ["no hash and no document", () => ({ name: "etc/passwd", size: 1 }), {}, { condition: "failed-application" }],
    [
      ...(["a hash of nothing served", () => ({ hash: "YL6e1CzISmk/+j5PkEVXOwaN3Km/rUrehhIsmubbbck=" }), {}] as const),
      { condition: "failed-application", fileError: "file-not-available" },
    ] as [string, () => Partial<TransferFile>, object, object],
    [
      ...(["more than goes in band", () => ({ hash: served.medium("away").hash }), {}] as const),
      { condition: "media-error", fileError: "file-too-large" },
    ] as [string, () => Partial<TransferFile>, object, object],
    [
      ...(["a range behind the end", () => ({ ...dnd(), range: { offset: 6_001 } }), {}] as const),
      { condition: "incompatible-parameters" },
    ] as [string, () => Partial<TransferFile>, object, object],
    ["files to receive", dnd, { senders: "initiator" }, { condition: "incompatible-parameters" }],
    ["calls", dnd, { description: { unsupported: "urn:example:call" } }, { condition: "unsupported-applications" }],
    ["data in messages", dnd, { transport: { ...IBB, stanza: "message" } }, { condition: "unsupported-transports" }],
    [
      "the version held",
      () => ({ document: { stamp: STAMP } }),
      {},
      { condition: "success", document: { stamp: STAMP } },
    ],
  ];
  // holds: file-asked-for-by-document-or-hash, served-media-only, ibb-limit-held-by-owner, range-within-file, owner-sends-files, reason-by-the-table
  test.each(refusals)("%s", async (_, file, more, reason) => {
    expect(await ask(file(), more)).toBe("ok");
    expect((await viewer.came("session-terminate")).reason).toMatchObject(reason);
  });

  // holds: session-begins-with-one-content
  test("two contents to begin with", async () => {
    const contents = [content(dnd()), content(dnd(), { name: "m1" })];
    const reply = await viewer.act(owner.jid, { action: "session-initiate", sid: "jgl-1", contents });
    expect(said(reply)).toBe("bad-request malformed");
  });
});

describe("a session in band", () => {
  const opened = async () => {
    begin();
    expect(await ask(dnd())).toBe("ok");
    await viewer.came("session-accept");
  };
  const open = async (more = {}) => {
    const payload = encodeIbbOpen({ sid: IBB.sid, blockSize: IBB.blockSize, stanza: "iq", ...more });
    return said(await viewer.ask(owner.jid, payload));
  };

  // holds: ibb-only-as-agreed, ibb-block-size-as-agreed, owner-closes-ibb, ibb-by-iq
  test("is opened as agreed on, and not otherwise", async () => {
    await opened();
    expect(await open({ sid: "ibb-other" })).toBe("not-acceptable");
    expect(await open({ blockSize: 4_096 })).toBe("resource-constraint");
    const mercutio = await loginScripted(bed, "mercutio");
    const stolen = encodeIbbOpen({ sid: IBB.sid, blockSize: IBB.blockSize, stanza: "iq" });
    expect(said(await mercutio.ask(owner.jid, stolen))).toBe("not-acceptable");
    await mercutio.xmpp.stop();
    expect(await open()).toBe("ok");
    await until("the end", () => viewer.ibb.at(-1)?.name === "close");
    expect(viewer.ibb.map(({ name }) => name)).toEqual(["data", "data", "data", "close"]);
    expect(Buffer.concat(viewer.ibb.map((block) => Buffer.from(block.getText(), "base64")))).toEqual(
      Buffer.from(served.bytes("dnd")),
    );
  });

  // holds: duplicate-sid-refused
  test("has its sid for itself, of one full JID", async () => {
    await opened();
    expect(await ask(dnd())).toBe("unexpected-request out-of-order");
    const mercutio = await loginScripted(bed, "mercutio");
    const contents = [content(dnd())];
    expect(said(await mercutio.act(owner.jid, { action: "session-initiate", sid: "jgl-1", contents }))).toBe("ok");
    await mercutio.came("session-accept");
    await mercutio.xmpp.stop();
    // Nobody here sees Mercutio's presence: what he left is for the owner to end.
    await owner.transfers.stop();
  });

  // holds: duplicate-sid-refused
  test("leaves its sid to the next one, when it is over", async () => {
    await opened();
    const end = { action: "session-terminate", sid: "jgl-1", reason: { condition: "cancel" } } as const;
    expect(said(await viewer.act(owner.jid, end))).toBe("ok");
    expect(await ask(dnd())).toBe("ok");
    await viewer.came("session-accept", 1);
    expect(await open()).toBe("ok");
    await until("the end", () => viewer.ibb.at(-1)?.name === "close");
    expect(said(await viewer.act(owner.jid, { action: "session-info", sid: "jgl-1" }))).toBe("ok");
  });

  test("has its bytestream for itself: another of that id fails, and the first goes on", async () => {
    await opened();
    const contents = [content(dnd(), { name: "m1" })];
    expect(said(await viewer.act(owner.jid, { action: "content-add", sid: "jgl-1", contents }))).toBe("ok");
    expect(await viewer.came("content-remove")).toMatchObject({
      contents: [{ name: "m1" }],
      reason: { condition: "failed-transport" },
    });
    expect(await open()).toBe("ok");
    await until("the end", () => viewer.ibb.at(-1)?.name === "close");
    expect(Buffer.concat(viewer.ibb.map((block) => Buffer.from(block.getText(), "base64")))).toEqual(
      Buffer.from(served.bytes("dnd")),
    );
  });

  // holds: unknown-session-told, crossing-requests-both-served
  test("is over when it is over", async () => {
    await opened();
    const end = { action: "session-terminate", sid: "jgl-1", reason: { condition: "cancel" } } as const;
    expect(said(await viewer.act(owner.jid, end))).toBe("ok");
    expect(said(await viewer.act(owner.jid, { action: "session-info", sid: "jgl-1" }))).toBe(
      "item-not-found unknown-session",
    );
    expect(said(await viewer.act(owner.jid, { action: "session-info", sid: "never" }))).toBe(
      "item-not-found unknown-session",
    );
    expect(said(await viewer.act(owner.jid, end))).toBe("ok");
    expect(serving.ended).toMatchObject([{ reason: "cancel", received: 0 }]);
  });

  // holds: every-content-answered, range-as-accepted, accepted-file-has-size, accepted-file-has-hash
  test("takes more files, each answered for itself", async () => {
    await opened();
    const add = (name: string, file: Partial<TransferFile>, sid: string): Promise<string> => {
      const contents = [content(file, { name, transport: { ...IBB, sid } })];
      return viewer.act(owner.jid, { action: "content-add", sid: "jgl-1", contents }).then(said);
    };
    expect(await add("m0", dnd(), "ibb-2")).toBe("unexpected-request out-of-order");
    expect(await add("m1", { hash: served.medium("away").hash }, "ibb-2")).toBe("ok");
    expect(await viewer.came("content-reject")).toMatchObject({ contents: [{ name: "m1" }] });
    expect(await add("m2", { ...dnd(), range: { offset: 5_000 } }, "ibb-3")).toBe("ok");
    const { contents } = await viewer.came("content-accept");
    expect(contents).toMatchObject([{ name: "m2", description: { ...dnd(), size: 6_000, range: { offset: 5_000 } } }]);
    expect(await open({ sid: "ibb-3" })).toBe("ok");
    await until("the end", () => viewer.ibb.at(-1)?.name === "close");
    expect(Buffer.from(viewer.ibb[0]!.getText(), "base64")).toEqual(Buffer.from(served.bytes("dnd").subarray(5_000)));
  });

  // holds: session-ends-with-presence, nothing-left-behind
  test("ends with the viewer's presence", async () => {
    for (const { xmpp } of [owner, viewer]) await xmpp.send(stanza("presence", {}));
    await until("the viewer's presence", () => owner.received.some(({ attrs: { from } }) => from === viewer.jid));
    await opened();
    await viewer.xmpp.stop();
    await until("the end", () => serving.ended.length === 1);
    expect(serving.ended).toEqual([{ viewer: viewer.jid, received: 0 }]);
  });

  // holds: sessions-end-before-invisibility
  test("ends with `gone` when the owner leaves, with `decline` when the viewer may not ask any more", async () => {
    let may = true;
    begin({ mayAsk: () => may });
    expect(await ask(dnd())).toBe("ok");
    await viewer.came("session-accept");
    await serving.serving.leave();
    expect((await viewer.came("session-terminate")).reason).toEqual({ condition: "gone" });
    expect(await ask(dnd(), {}, "jgl-2")).toBe("ok");
    await viewer.came("session-accept", 1);
    may = false;
    serving.serving.review();
    expect((await viewer.came("session-terminate", 1)).reason).toEqual({ condition: "decline" });
  });
});

// holds: two-sessions-an-owner, pending-sessions-bounded
test("two sessions are active, others wait, and of one client there are no more than two", async () => {
  begin();
  const [mercutio, benvolio] = await Promise.all([loginScripted(bed, "mercutio"), loginScripted(bed, "tybalt")]);
  for (const sid of ["jgl-1", "jgl-2"]) {
    expect(await ask(dnd(), { transport: { ...IBB, sid: `ibb-${sid}` } }, sid)).toBe("ok");
  }
  expect(await ask(dnd(), {}, "jgl-3")).toBe("resource-constraint retry");
  await viewer.came("session-accept", 1);
  const contents = [content(dnd())];
  const third: Pick<Jingle, "action" | "sid" | "contents"> = { action: "session-initiate", sid: "jgl-1", contents };
  expect(said(await mercutio.act(owner.jid, third))).toBe("ok");
  expect(said(await benvolio.act(owner.jid, { action: "session-info", sid: "x" }))).toBe(
    "item-not-found unknown-session",
  );
  expect(mercutio.actions).toEqual([]);
  await viewer.act(owner.jid, { action: "session-terminate", sid: "jgl-2", reason: { condition: "success" } });
  await mercutio.came("session-accept");
  await mercutio.act(owner.jid, { action: "session-terminate", sid: "jgl-1", reason: { condition: "success" } });
  await Promise.all([mercutio.xmpp.stop(), benvolio.xmpp.stop()]);
});

test("the person is asked, and does not want to", async () => {
  const asked: string[] = [];
  begin({
    ask: async (jid) => {
      asked.push(jid);
      return false;
    },
  });
  expect(await ask(dnd())).toBe("ok");
  expect((await viewer.came("session-terminate")).reason).toEqual({ condition: "decline" });
  expect(asked).toEqual([viewer.jid]);
});
