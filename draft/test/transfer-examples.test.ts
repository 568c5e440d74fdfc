// What section 8's examples say of each other, computed: hashes, sizes, addresses. Whoever follows them with real bytes must
// come out where they do.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { parseXml } from "@status-scheme/protocol";
import { decodeIbbData, decodeJingle, destinationAddress } from "@status-scheme/protocol/transfer";
import type { Jingle, S5bTransport, TransferFile } from "@status-scheme/protocol/transfer";
import { readDraft } from "../src/index.ts";

const { examples } = readDraft();
const STILL = readFileSync(new URL("../../fixtures/media/valid/still.webp", import.meta.url));

const xmlOf = (id: string) => examples.find((example) => example.id === id)!.xml;
const payloadOf = (id: string) => parseXml(xmlOf(id)).getChildElements()[0]!;
const jingleOf = (id: string): Jingle => decodeJingle(payloadOf(id));
const fileOf = (id: string) => jingleOf(id).contents[0]!.description as TransferFile;
const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("base64");

test("the document is the bytes that the agreement announces", () => {
  const document = Buffer.from(xmlOf("client-document"));
  expect(fileOf("session-accept")).toMatchObject({ size: document.length, hash: sha256(document) });
  const { info } = jingleOf("checksum");
  expect(info).toMatchObject({ checksum: { file: { hash: sha256(document) } } });
});

test("the image is the one that the document names, and its rest is what came in band", () => {
  const { hash, size, range } = fileOf("content-accept");
  expect([hash, size]).toEqual([sha256(STILL), STILL.length]);
  expect(xmlOf("client-document")).toContain(`>${sha256(STILL)}<`);
  expect(Buffer.from(decodeIbbData(payloadOf("ibb-data")).data)).toEqual(STILL.subarray(range!.offset));
});

test.each(["session-initiate", "content-add"])("%s: the proxy is addressed as XEP-0260 says", async (id) => {
  const { sid, dstaddr } = jingleOf(id).contents[0]!.transport as S5bTransport;
  const { from, to } = parseXml(xmlOf(id)).attrs;
  expect(dstaddr).toBe(await destinationAddress(sid, from!, to!));
});

test("the caps are those of the client's answer", () => {
  const query = payloadOf("client-info-result");
  const features = query.getChildren("feature").map(({ attrs }) => attrs.var!);
  const identity = query.getChild("identity")!.attrs;
  const parts = [`${identity.category!}/${identity.type!}//`, ...features.sort()];
  const ver = createHash("sha1")
    .update(`${parts.join("<")}<`)
    .digest("base64");
  expect(parseXml(xmlOf("client-presence")).getChild("c")!.attrs.ver).toBe(ver);
});
