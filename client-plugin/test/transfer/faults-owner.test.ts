// A viewer meets an owner's client that does it wrong (draft, sections 8.10 to 8.12): the program learns why, the owner's
// client is told by the reason of the table, nothing is left behind, and the next transfer works.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { element, encodeScheme, NS_IBB } from "@status-scheme/protocol";
import type { Medium, Scheme, Stamp } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { MediumOutcome } from "../../src/transfer/api.ts";
import { sha256 } from "../../src/digest.ts";
import { loginTransfer, makeScheme, nothingLeft, STAMP } from "./support/people.ts";
import type { Served, TransferPerson } from "./support/people.ts";
import { loginScripted, said } from "./support/scripted.ts";
import type { Scripted } from "./support/scripted.ts";

let bed: Testbed;
let owner: Scripted;
let viewer: TransferPerson;
let served: Served;
beforeAll(async () => {
  bed = await startTestbed({ component: false });
});
afterAll(() => bed.stop());
beforeEach(async () => {
  [owner, viewer] = await Promise.all([loginScripted(bed, "juliet"), loginTransfer(bed, "romeo", { net: undefined })]);
  served = makeScheme(bed.jid("juliet"), { dnd: 6_000 });
});
afterEach(async () => {
  await nothingLeft(viewer).finally(() => Promise.all([owner.xmpp.stop(), viewer.xmpp.stop()]));
});

const fetchDocument = () => viewer.transfers.fetchDocument({ jid: owner.jid });
/** The outcome of a medium. */
const fetchMedium = async (
  medium: Medium = served.medium("dnd"),
  more: { onProgress?: () => void; signal?: AbortSignal } = {},
) => {
  let outcome: MediumOutcome | undefined;
  await viewer.transfers.fetchMedia({ jid: owner.jid }, [medium], { ...more, onMedium: (_, come) => (outcome = come) });
  return outcome!;
};
const bytes = () => served.bytes("dnd");
const acceptance = () => ({ size: bytes().length, hash: served.medium("dnd").hash });
const failed = async (transfer: Promise<unknown>) => {
  const { reason, by, code } = await transfer.then(
    (outcome) => (outcome as { error: Error }).error as never,
    (error: unknown) => error as never,
  );
  return { reason, by, code } as { reason: { condition: string; fileError?: string }; by: string; code: string };
};
const toldReason = async () => (await owner.came("session-terminate")).reason;
const sendAll = async (whole: Uint8Array, from = 0) => {
  for (let at = from, seq = 0; at < whole.length; at += 4_096, seq += 1) {
    await owner.block(viewer.jid, seq, whole.subarray(at, at + 4_096));
  }
};

/** After whatever went wrong. */
const nextWorks = async () => {
  const inits = owner.actions.filter(({ action }) => action === "session-initiate").length;
  const opens = owner.ibb.filter(({ name }) => name === "open").length;
  const again = fetchMedium();
  const { contents } = await owner.came("session-initiate", inits);
  const { description } = contents[0]!;
  const offset = description && !("unsupported" in description) ? (description.range?.offset ?? 0) : 0;
  await owner.accept(viewer.jid, { ...acceptance(), ...(offset > 0 && { range: { offset } }) }, { nth: inits });
  await until("a bytestream", () => owner.ibb.filter(({ name }) => name === "open").length > opens);
  await sendAll(bytes(), offset);
  expect(await again).toEqual({ bytes: bytes() });
  return offset;
};

// holds: file-verified, bad-beginning-dropped, reason-by-the-table, nothing-left-behind
test("another hash", async () => {
  const outcome = fetchMedium();
  await owner.accept(viewer.jid, acceptance());
  await sendAll(bytes().map((byte) => byte ^ 1));
  expect(await failed(outcome)).toMatchObject({ reason: { condition: "media-error" }, by: "us", code: "bad-medium" });
  expect(await toldReason()).toMatchObject({ condition: "media-error" });
  expect(await nextWorks()).toBe(0);
});

// holds: no-more-bytes-than-agreed, reason-by-the-table
test("more bytes than were announced", async () => {
  const outcome = fetchMedium();
  await owner.accept(viewer.jid, acceptance());
  await owner.block(viewer.jid, 0, bytes().subarray(0, 4_096));
  await owner.block(viewer.jid, 1, new Uint8Array(4_096));
  const tooLarge = { condition: "media-error", fileError: "file-too-large" };
  expect(await failed(outcome)).toMatchObject({ reason: tooLarge, by: "us", code: "limit-exceeded" });
  expect(await toldReason()).toEqual(tooLarge);
  await nextWorks();
});

// holds: medium-has-documents-size, too-large-refused-unread
test.each([
  [1, { condition: "media-error", fileError: "file-too-large" }],
  [-1, { condition: "media-error" }],
])("a size that is not the document's, by %s byte", async (difference, reason) => {
  const outcome = failed(fetchMedium());
  const { sid, contents } = await owner.came("session-initiate");
  const size = bytes().length + difference;
  const content = { ...contents[0]!, description: { ...acceptance(), size, hashUsed: false } };
  await owner.act(viewer.jid, { action: "session-accept", sid, contents: [content] });
  if (difference < 0) {
    await until("a bytestream", () => owner.ibb.length > 0);
    await sendAll(bytes().subarray(0, size));
  }
  expect((await outcome).reason).toMatchObject(reason);
  expect(await toldReason()).toMatchObject(reason);
});

// holds: reason-by-the-table, range-as-accepted, resumed-file-verified-whole
test("fewer bytes, and then an early close; the next session asks for the rest", async () => {
  const outcome = failed(fetchMedium());
  await owner.accept(viewer.jid, acceptance());
  await owner.block(viewer.jid, 0, bytes().subarray(0, 4_096));
  expect(said(await owner.close(viewer.jid))).toBe("ok");
  expect(await outcome).toMatchObject({ reason: { condition: "failed-transport" }, code: "try-later" });
  expect(await toldReason()).toEqual({ condition: "failed-transport" });
  expect(await nextWorks()).toBe(4_096);
});

// holds: broken-block-ends-stream, reason-by-the-table
test.each([
  ["out of order", 2, new Uint8Array(9), "unexpected-request"],
  ["whose number was used", 0, new Uint8Array(9), "unexpected-request"],
  ["larger than agreed", 1, new Uint8Array(4_097), "bad-request"],
])("a block %s", async (_, seq, data, reply) => {
  const outcome = failed(fetchMedium());
  await owner.accept(viewer.jid, acceptance());
  expect(said(await owner.block(viewer.jid, 0, bytes().subarray(0, 1_000)))).toBe("ok");
  expect(said(await owner.block(viewer.jid, seq, data))).toBe(reply);
  expect(await outcome).toMatchObject({ reason: { condition: "failed-transport" } });
  expect(await toldReason()).toMatchObject({ condition: "failed-transport" });
  await until("the end", () => owner.ibb.at(-1)?.name === "close");
  expect(await nextWorks()).toBe(1_000);
});

// holds: broken-block-ends-stream
test("a block that is not base64", async () => {
  const outcome = failed(fetchMedium());
  await owner.accept(viewer.jid, acceptance());
  const { sid } = owner.ibb[0]!.attrs;
  expect(said(await owner.ask(viewer.jid, element(NS_IBB, "data", { sid, seq: 0 }, "=not base64=")))).toBe(
    "bad-request",
  );
  expect(await outcome).toMatchObject({ reason: { condition: "failed-transport" } });
});

test("a block of a bytestream that there is not, from one in a session, and from another", async () => {
  const outcome = fetchMedium();
  await owner.accept(viewer.jid, acceptance());
  expect(said(await owner.block(viewer.jid, 0, bytes(), "ibb-other"))).toBe("item-not-found");
  const tybalt = await loginScripted(bed, "tybalt");
  const sid = owner.ibb[0]!.attrs.sid!;
  expect(said(await tybalt.block(viewer.jid, 0, bytes(), sid))).toBe("service-unavailable");
  await sendAll(bytes());
  expect(await outcome).toEqual({ bytes: bytes() });
  await tybalt.xmpp.stop();
});

// holds: session-bound-to-full-jid
test("an end of the session from somebody else", async () => {
  const outcome = fetchMedium();
  const { sid } = await owner.came("session-initiate");
  const tybalt = await loginScripted(bed, "tybalt");
  const end = { action: "session-terminate", sid, reason: { condition: "cancel" } } as const;
  expect(said(await tybalt.act(viewer.jid, end))).toBe("service-unavailable");
  await owner.accept(viewer.jid, acceptance());
  await sendAll(bytes());
  expect(await outcome).toEqual({ bytes: bytes() });
  await tybalt.xmpp.stop();
});

// holds: document-checked, scheme-is-of-the-client-asked
test.each([
  ["of another owner", { owner: "tybalt@capulet.lit" }],
  ["with another stamp", { stamp: "2026-11-24T09:00:00.000Z" as Stamp }],
  ["with a look that says nothing", { looks: [{ state: "dnd", text: [], media: [] }] }],
])("a document %s", async (_, change: Partial<Scheme>) => {
  const document = failed(fetchDocument());
  const text = new TextEncoder().encode(encodeScheme({ ...served.scheme, ...change }).toString());
  await owner.accept(viewer.jid, { size: text.length, hash: await sha256(text), document: { stamp: STAMP } });
  await sendAll(text);
  expect(await document).toMatchObject({ reason: { condition: "failed-application" }, code: "bad-request" });
  expect(await toldReason()).toMatchObject({ condition: "failed-application" });
});

// holds: document-hash-function-named, document-is-asked-for-by-name, viewer-initiates, session-begins-with-one-content
test("a hash that comes after the bytes", async () => {
  const document = fetchDocument();
  const text = new TextEncoder().encode(served.scheme && encodeScheme(served.scheme).toString());
  const { sid, contents } = await owner.came("session-initiate");
  expect(contents).toMatchObject([
    { creator: "initiator", senders: "responder", description: { document: {}, hashUsed: true } },
  ]);
  await owner.accept(viewer.jid, { size: text.length, hashUsed: true, document: { stamp: STAMP } });
  await sendAll(text);
  const checksum = {
    creator: "initiator",
    name: "scheme",
    file: { hash: await sha256(text), hashUsed: false },
  } as const;
  expect(said(await owner.act(viewer.jid, { action: "session-info", sid, info: { checksum } }))).toBe("ok");
  expect(await document).toEqual({ status: "changed", scheme: served.scheme });
  expect(await owner.came("session-info")).toMatchObject({
    info: { received: { creator: "initiator", name: "scheme" } },
  });
});

// holds: termination-acknowledged
test.each([
  [{ condition: "decline" }, "forbidden"],
  [{ condition: "failed-application", fileError: "file-not-available" }, "no-such-medium"],
  [{ condition: "media-error", fileError: "file-too-large" }, "limit-exceeded"],
  [{ condition: "gone" }, "try-later"],
] as const)("refused with %j", async (reason, code) => {
  const document = failed(fetchDocument());
  const { sid } = await owner.came("session-initiate");
  expect(said(await owner.act(viewer.jid, { action: "session-terminate", sid, reason }))).toBe("ok");
  expect(await document).toMatchObject({ reason, by: "peer", code });
  await nextWorks();
});

test("cancelled by the program, while bytes flow", async () => {
  const stop = new AbortController();
  const outcome = fetchMedium(undefined, { signal: stop.signal, onProgress: () => stop.abort(new Error("enough")) });
  const settled = outcome.catch((error: unknown) => error);
  await owner.accept(viewer.jid, acceptance());
  await owner.block(viewer.jid, 0, bytes().subarray(0, 4_096));
  expect(await settled).toEqual(new Error("enough"));
  expect(await toldReason()).toEqual({ condition: "cancel" });
  expect(await nextWorks()).toBe(4_096);
});
