// What an owner's client says to a viewer's, and whether it is true of what it sends (draft, sections 8.6, 8.10 and 8.11).
import { describe, expect, test } from "@jest/globals";
import { decodeScheme, parseXml } from "@status-scheme/protocol";
import type { Stamp } from "@status-scheme/protocol";
import type { JingleContent, S5bTransport, TransferFile } from "@status-scheme/protocol/transfer";
import { encodeIbbOpen } from "@status-scheme/protocol/transfer";
import { until } from "@status-scheme/testbed";
import { sha256 } from "../../src/digest.ts";
import { STAMP } from "./support/people.ts";
import { said } from "./support/scripted.ts";
import { begin, owner, served, viewer } from "./support/serving-owner.ts";

type Offer = NonNullable<JingleContent["transport"]>;
const SID = "jgl-1";
const IBB = { method: "ibb", sid: "ibb-7qd2", blockSize: 2_048, stanza: "iq" } as const;
const S5B: S5bTransport = { method: "s5b", sid: "s5b-m8k1", candidates: [] };
/** Asks for a file; its acceptance. */
const accepted = async (description: TransferFile, transport: Offer = IBB) => {
  const contents = [{ creator: "initiator", name: "m0", senders: "responder", description, transport } as const];
  expect(said(await viewer.act(owner.jid, { action: "session-initiate", sid: SID, contents }))).toBe("ok");
  const { contents: answers } = await viewer.came("session-accept");
  return answers[0]!.description as TransferFile;
};
/** Opens the bytestream in band; the bytes that come in it. */
const received = async () => {
  const open = encodeIbbOpen({ sid: IBB.sid, blockSize: IBB.blockSize, stanza: "iq" });
  expect(said(await viewer.ask(owner.jid, open))).toBe("ok");
  await until("the end", () => viewer.ibb.at(-1)?.name === "close");
  return new Uint8Array(Buffer.concat(viewer.ibb.map((block) => Buffer.from(block.getText(), "base64"))));
};

// holds: accepted-document-has-stamp
test("a document is accepted with the stamp that it comes with, whatever is published meanwhile", async () => {
  let stamp = STAMP;
  begin({ document: async () => ({ ...served.scheme, stamp }) });
  const { document } = await accepted({ document: {}, hashUsed: true });
  expect(document).toEqual({ stamp: STAMP });
  stamp = "2026-11-24T09:00:00.000Z" as Stamp;
  const text = new TextDecoder().decode(await received());
  expect(decodeScheme(parseXml(text)).stamp).toBe(STAMP);
});

describe("no acceptance promises a checksum, although the viewer would wait for one: the hash of the whole file is in it", () => {
  const noneCame = () => expect(viewer.actions.map(({ action }) => action)).toEqual(["session-accept"]);

  // holds: promised-checksum-sent, accepted-file-has-hash
  test("of a document", async () => {
    begin();
    const { hash, hashUsed } = await accepted({ document: {}, hashUsed: true });
    expect(hashUsed).toBe(false);
    expect(hash).toBe(await sha256(await received()));
    noneCame();
  });

  // holds: promised-checksum-sent, accepted-file-has-hash
  test("of the rest of a medium", async () => {
    begin();
    const { hash } = served.medium("dnd");
    expect(await accepted({ hash, range: { offset: 5_000 }, hashUsed: true })).toMatchObject({ hash, hashUsed: false });
    expect(await received()).toEqual(served.bytes("dnd").subarray(5_000));
    noneCame();
  });
});

describe("after SOCKS5 failed", () => {
  const replace = async (state: string, transport: Offer = IBB) => {
    begin();
    await accepted({ hash: served.medium(state).hash, hashUsed: false }, S5B);
    const failed = {
      creator: "initiator",
      name: "m0",
      transport: { ...S5B, state: { is: "candidate-error" } },
    } as const;
    expect(said(await viewer.act(owner.jid, { action: "transport-info", sid: SID, contents: [failed] }))).toBe("ok");
    await viewer.came("transport-info");
    const contents = [{ creator: "initiator", name: "m0", transport } as const];
    expect(said(await viewer.act(owner.jid, { action: "transport-replace", sid: SID, contents }))).toBe("ok");
  };

  // holds: replacement-answered
  test("IBB in its place is accepted, and the file comes in it", async () => {
    await replace("dnd");
    expect((await viewer.came("transport-accept")).contents).toMatchObject([{ name: "m0", transport: IBB }]);
    expect(await received()).toEqual(served.bytes("dnd"));
  });

  // holds: replacement-answered, ibb-limit-held-by-owner
  test.each([
    ["IBB for more than goes in band", "away", IBB],
    ["what nobody here speaks", "dnd", { unsupported: "urn:example:pigeon" }],
  ])("%s is rejected", async (_, state, transport) => {
    await replace(state, transport);
    expect((await viewer.came("transport-reject")).contents).toMatchObject([{ name: "m0", transport }]);
  });
});
