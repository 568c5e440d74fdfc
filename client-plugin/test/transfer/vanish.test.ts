// A party that vanishes at each step of a session, a proxy that hangs, and both that begin at once (draft, sections 8.13
// and 8.15): the other one's waits end, the program learns of it, nothing is left, and the next transfer works.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import type { Element, Medium } from "@status-scheme/protocol";
import { NS_IBB, NS_JINGLE } from "@status-scheme/protocol";
import { startTestbed, until } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { MediumOutcome } from "../../src/transfer/api.ts";
import { TransferError } from "../../src/transfer/errors.ts";
import { nodeNet } from "../../src/transfer/net/node-net.ts";
import { TIMEOUTS } from "../../src/transfer/timeouts.ts";
import { loginTransfer, makeScheme, nothingLeft, serve } from "./support/people.ts";
import type { ServingPerson, TransferOptions, TransferPerson } from "./support/people.ts";

/** Every wait is this long: a step that takes it is one whose party vanished. All others, on whatever machine, take less. */
const WAIT_MS = 2_000;
const timeouts = Object.fromEntries(Object.keys(TIMEOUTS).map((wait) => [wait, WAIT_MS]));

let bed: Testbed;
let people: readonly TransferPerson[] = [];
beforeAll(async () => {
  bed = await startTestbed({ component: false });
});
afterAll(() => bed.stop());
afterEach(() => Promise.all(people.map(({ xmpp }) => xmpp.stop())));

const login = async (juliet: TransferOptions, romeo: TransferOptions) =>
  (people = await Promise.all([
    loginTransfer(bed, "juliet", { timeouts, ...juliet }),
    loginTransfer(bed, "romeo", { timeouts, ...romeo }),
  ])) as [TransferPerson, TransferPerson];
const IN_BAND = { net: undefined } as const;
const BY_PROXY = { loopback: true } as const;

/** From the first stanza on that matches, nothing leaves this client any more, until it is back. */
function vanishAt(person: TransferPerson, matches: (stanza: Element) => boolean) {
  const { xmpp } = person;
  const { write } = xmpp;
  let isGone = false;
  let hasGone = false;
  xmpp.write = (text: string) => (isGone ? Promise.resolve() : write.call(xmpp, text));
  const { send } = xmpp;
  xmpp.send = (stanza: Element) => {
    if (!hasGone && matches(stanza)) isGone = hasGone = true;
    return isGone ? Promise.resolve() : send.call(xmpp, stanza);
  };
  return { hasGone: () => hasGone, back: () => (isGone = false) };
}
const action = (name: string, nth = 0) =>
  nthOf(nth, (stanza) => stanza.getChild("jingle", NS_JINGLE)?.attrs.action === name);
const inBand = (name: string, nth = 0) => nthOf(nth, (stanza) => stanza.getChild(name, NS_IBB) !== undefined);
const result = (nth: number) => nthOf(nth, ({ name, attrs }) => name === "iq" && attrs.type === "result");
/** Counts anew for whoever asks for it. */
function nthOf(nth: number, matches: (stanza: Element) => boolean): () => (stanza: Element) => boolean {
  return () => {
    let count = 0;
    return (stanza) => matches(stanza) && count++ === nth;
  };
}

const STEPS: readonly [
  who: "owner" | "viewer",
  step: string,
  options: TransferOptions,
  at: () => (stanza: Element) => boolean,
][] = [
  ["owner", "it acknowledges the request", IN_BAND, result(0)],
  ["owner", "it accepts", IN_BAND, action("session-accept")],
  ["owner", "it acknowledges the bytestream", IN_BAND, result(1)],
  ["owner", "it sends the first block", IN_BAND, inBand("data")],
  ["owner", "it sends the third block", IN_BAND, inBand("data", 2)],
  ["owner", "it accepts a medium", IN_BAND, action("content-accept")],
  ["owner", "it says which candidate it used", BY_PROXY, action("transport-info")],
  ["viewer", "it asks", IN_BAND, action("session-initiate")],
  ["viewer", "it acknowledges the acceptance", IN_BAND, result(0)],
  ["viewer", "it opens the bytestream", IN_BAND, inBand("open")],
  ["viewer", "it acknowledges the first block", IN_BAND, result(1)],
  ["viewer", "it says that the document came", IN_BAND, action("session-info")],
  ["viewer", "it asks for a medium", IN_BAND, action("content-add")],
  ["viewer", "it says which candidate it used", BY_PROXY, action("transport-info")],
  ["viewer", "it says that the proxy is ready", BY_PROXY, action("transport-info", 1)],
];

// holds: every-wait-ends, nothing-left-behind
test.each(STEPS)("the %s vanishes when %s", async (who, _, options, at) => {
  const [owner, viewer] = await login(options, options);
  const served = makeScheme(bed.jid("juliet"), { dnd: 20_000 });
  const { ended } = serve(owner, served);
  const vanished = vanishAt(who === "owner" ? owner : viewer, at());
  const fetchAll = async () => {
    let outcome: MediumOutcome | undefined;
    await viewer.transfers.fetchDocument(
      { jid: owner.jid },
      { media: ({ looks }): readonly Medium[] => looks[0]!.media, onMedium: (_, come) => (outcome = come) },
    );
    return outcome && "bytes" in outcome ? outcome : Promise.reject(outcome?.error);
  };
  const error = await fetchAll().catch((reason: unknown) => reason);
  expect(vanished.hasGone()).toBe(true);
  expect(error).toBeInstanceOf(TransferError);
  await nothingLeft(...people);
  if (who === "viewer" && ended.length > 0) expect(ended[0]!.reason).toBe("timeout");
  vanished.back();
  expect(await fetchAll()).toEqual({ bytes: served.bytes("dnd") });
  await nothingLeft(...people);
});

// holds: every-wait-ends
test("a proxy that never answers: in band, then", async () => {
  const real = nodeNet()!;
  const hanging: TransferOptions = {
    loopback: true,
    timeouts: { ...timeouts, candidate: 200 },
    net: {
      ...real,
      connect: (_host, _port, { signal }) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Error))),
    },
  };
  const [owner, viewer] = await login(hanging, hanging);
  const served = makeScheme(bed.jid("juliet"), { dnd: 5_000 });
  serve(owner, served);
  expect(await viewer.transfers.fetchDocument({ jid: owner.jid })).toMatchObject({ scheme: served.scheme });
  expect(viewer.actions().map((one) => one.action)).toContain("transport-replace");
  await nothingLeft(...people);
});

// holds: replaced-or-removed
test("a file larger than goes in band, where SOCKS5 fails", async () => {
  const [owner, viewer] = await login({ ibbBytes: 4_000 }, {}); // nobody connects to the proxy on a loopback address
  const served = makeScheme(bed.jid("juliet"), { dnd: 5_000, away: 3_000 });
  serve(owner, served);
  const outcomes: MediumOutcome[] = [];
  await viewer.transfers.fetchDocument(
    { jid: owner.jid, ibbBytes: 4_000 },
    { media: ({ looks }) => looks.flatMap(({ media }) => media), onMedium: (_, come) => outcomes.push(come) },
  );
  expect(outcomes).toContainEqual({ bytes: served.bytes("away") });
  expect(outcomes.flatMap((one) => ("error" in one ? [one.error] : []))).toMatchObject([
    {
      code: "limit-exceeded",
      detail: { limit: "ibb-bytes", max: 4_000, actual: 5_000, medium: "image" },
      reason: { condition: "connectivity-error" },
      by: "us",
    },
  ]);
  await nothingLeft(...people);
});

describe("both ask at once", () => {
  // holds: crossing-requests-both-served
  test("and both get", async () => {
    const [juliet, romeo] = await login(IN_BAND, IN_BAND);
    const [hers, his] = [makeScheme(bed.jid("juliet"), { dnd: 9_000 }), makeScheme(bed.jid("romeo"), { away: 9_000 })];
    serve(juliet, hers);
    serve(romeo, his);
    const documents = await Promise.all([
      romeo.transfers.fetchDocument({ jid: juliet.jid }),
      juliet.transfers.fetchDocument({ jid: romeo.jid }),
    ]);
    expect(documents).toMatchObject([{ scheme: hers.scheme }, { scheme: his.scheme }]);
    await nothingLeft(...people);
  });
});

// holds: two-sessions-a-viewer
test("a viewer has two sessions under way, and the third in its turn", async () => {
  const [owner, viewer] = await login(IN_BAND, IN_BAND);
  const served = makeScheme(bed.jid("juliet"), { dnd: 2_000 });
  const signals: AbortSignal[] = [];
  const answers: ((may: boolean) => void)[] = [];
  serve(owner, served, {
    ask: (_, signal) => {
      signals.push(signal);
      return new Promise((resolve) => answers.push(resolve));
    },
  });
  const stop = new AbortController();
  const given = [0, 1, 2].map(() => viewer.transfers.fetchDocument({ jid: owner.jid }, { signal: stop.signal }));
  const all = Promise.allSettled(given);
  await until("two questions", () => answers.length === 2);
  expect(viewer.actions().filter((one) => one.action === "session-initiate")).toHaveLength(2);
  answers[0]!(true);
  await until("a third", () => answers.length === 3);
  stop.abort(new Error("enough"));
  const statuses = (await all).map(({ status }) => status);
  // Which of the two under way was asked about first is left open.
  expect(statuses.slice(0, 2).sort()).toEqual(["fulfilled", "rejected"]);
  expect(statuses[2]).toBe("rejected");
  await until("no question is open", () => signals.every((signal) => signal.aborted));
  await nothingLeft(...people);
});

test("a connection that is lost ends everything, and what comes after it works", async () => {
  const [owner, viewer] = await login(IN_BAND, IN_BAND);
  const served = makeScheme(bed.jid("juliet"), { dnd: 2_000 });
  const { serving }: ServingPerson = serve(owner, served, { ask: () => new Promise(() => undefined) });
  const lost = viewer.transfers.fetchDocument({ jid: owner.jid }).catch((error: unknown) => error);
  await until("the request", () => viewer.actions().length === 1);
  await viewer.xmpp.stop();
  expect(await lost).toMatchObject({ by: "nobody", code: "try-later" });
  expect(await viewer.transfers.fetchDocument({ jid: owner.jid }).catch((error: unknown) => error)).toMatchObject({
    code: "try-later",
  });
  await viewer.xmpp.start();
  await serving.stop();
  serve(owner, served);
  expect(await viewer.transfers.fetchDocument({ jid: owner.jid })).toMatchObject({ scheme: served.scheme });
  await nothingLeft(...people);
});
