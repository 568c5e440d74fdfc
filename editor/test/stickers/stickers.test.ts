import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseXml } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import {
  createLine,
  fetchSticker,
  guessState,
  guessStates,
  packOf,
  packsOf,
  shorten,
} from "../../src/stickers/index.ts";
import type { Sticker } from "../../src/stickers/index.ts";

const KISS = new TextEncoder().encode("a kiss");
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("base64");
interface Parts {
  readonly type?: string;
  readonly size?: number | string;
  readonly hash?: string;
  readonly url?: string;
  readonly desc?: string;
}
const item = ({
  type = "image/png",
  size = 6,
  hash = hashOf(KISS),
  url = "https://m.example/1",
  desc = "😘",
}: Parts = {}) => `
  <item>
    <file xmlns='urn:xmpp:file:metadata:0'><media-type>${type}</media-type><desc>${desc}</desc><size>${size}</size>
      <hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>${hash}</hash></file>
    <sources xmlns='urn:xmpp:sfs:0'><url-data xmlns='http://jabber.org/protocol/url-data' target='${url}'/></sources>
    <suggest>:kiss:</suggest><suggest xml:lang='de'>Kuss</suggest>
  </item>`;
const pack = (...items: string[]) =>
  `<pack xmlns='urn:xmpp:stickers:0'><name>Swan</name><summary xml:lang='en'>By  the\n lake</summary>${items.join("")}</pack>`;
const file = (xml: string) => new Blob([xml]);

describe("a pack", () => {
  const SWAN = {
    name: [{ lang: "", text: "Swan" }],
    summary: [{ lang: "en", text: "By the lake" }],
    isRestricted: false,
    leftOut: 0,
  };
  const STICKER = {
    desc: [{ lang: "", text: "😘" }],
    suggest: [
      { lang: "", text: ":kiss:" },
      { lang: "de", text: "Kuss" },
    ],
    ...{ mediaType: "image/png", size: 6, hash: hashOf(KISS), sources: ["https://m.example/1"] },
  };

  test("is read from a file, also with a declaration and in its item", async () => {
    const xml = pack(item());
    for (const one of [
      xml,
      `\uFEFF<?xml version='1.0'?>${xml}`,
      `<item xmlns='http://jabber.org/protocol/pubsub'>${xml}</item>`,
    ]) {
      expect(await packOf(file(one))).toEqual({ ...SWAN, stickers: [STICKER] });
    }
  });

  test("is asked of an account, the own one or a contact's", async () => {
    const asked: Element[] = [];
    const ask = async (iq: Element) => {
      asked.push(iq);
      const items = `<items node='urn:xmpp:stickers:0'><item id='1'>${pack(item())}</item><item id='2'/></items>`;
      return parseXml(
        `<iq xmlns='jabber:client' type='result'><pubsub xmlns='http://jabber.org/protocol/pubsub'>${items}</pubsub></iq>`,
      );
    };
    expect(await packsOf(ask)).toEqual([{ ...SWAN, stickers: [STICKER] }]);
    await packsOf(ask, "romeo@montague.lit");
    expect(asked.map(({ attrs }) => [attrs.type, attrs.to])).toEqual([
      ["get", undefined],
      ["get", "romeo@montague.lit"],
    ]);
    const node = asked[0]!.getChild("pubsub", "http://jabber.org/protocol/pubsub")!.getChild("items")!.attrs.node;
    expect(node).toBe("urn:xmpp:stickers:0");
    expect(await packsOf(async () => parseXml("<iq xmlns='jabber:client' type='result'/>"))).toEqual([]);
  });

  test("where there is no node is none; what fails otherwise is not that", async () => {
    const answer = (condition: string) => () => Promise.reject(Object.assign(new Error(condition), { condition }));
    expect(await packsOf(answer("item-not-found"))).toEqual([]);
    await expect(packsOf(answer("forbidden"))).rejects.toThrow("forbidden");
  });

  test("that its author keeps to himself says so", async () => {
    expect(await packOf(file(pack("<restricted/>", item())))).toMatchObject({ isRestricted: true });
  });

  test.each<[string, Parts]>([
    ["that is no image", { type: "text/html" }],
    ["without a size", { size: "" }],
    ["that is endless", { size: 1e12 }],
    ["of no bytes", { size: 0 }],
    ["without a hash", { hash: "" }],
    ["of a hash that is none", { hash: "x".repeat(44) }],
    ["from a script", { url: "javascript:alert(1)" }],
    ["from this machine", { url: "file:///door.png" }],
    ["from the page itself", { url: "data:image/png;base64,AAAA" }],
    ["from nowhere", { url: "door.png" }],
  ])("leaves out a sticker %s", async (_, parts) => {
    expect(await packOf(file(pack(item(), item(parts))))).toMatchObject({ stickers: [STICKER], leftOut: 1 });
  });

  test("has so many stickers and words, and no more", async () => {
    const { stickers, leftOut } = await packOf(
      file(pack(...Array.from({ length: 300 }, () => item({ desc: "x".repeat(900) })))),
    );
    expect([stickers.length, leftOut, stickers[0]!.desc[0]!.text.length]).toEqual([200, 100, 512]);
  });

  test.each([
    ["no XML", "hello"],
    ["XML of something else", "<svg xmlns='http://www.w3.org/2000/svg'/>"],
    ["with entities of its own", `<!DOCTYPE pack [<!ENTITY a "a">]>${pack(item())}`],
    ["too large", pack("x".repeat(1_048_576))],
  ])("is not there where a file is %s", async (_, xml) => {
    await expect(packOf(file(xml))).rejects.toMatchObject({ code: "no-pack" });
  });
});

describe("a sticker", () => {
  let server: Server;
  let origin: string;
  const requests: { readonly path: string; readonly headers: object }[] = [];
  beforeAll(async () => {
    server = createServer(({ url = "", headers }, response) => {
      requests.push({ path: url, headers });
      if (url === "/gone") response.writeHead(404).end();
      else if (url === "/moved") response.writeHead(302, { location: "/kiss" }).end();
      else if (url === "/endless") response.end(new Uint8Array(100_000));
      else response.end(KISS);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());
  const sticker = (more: Partial<Sticker>): Sticker => ({
    ...{ desc: [], suggest: [], mediaType: "image/png", size: 6, hash: hashOf(KISS), sources: [`${origin}/kiss`] },
    ...more,
  });
  const get = (more: Partial<Sticker> = {}) => fetchSticker(sticker(more), { loopback: true });

  test("is got and verified, from the first place that has it", async () => {
    const blob = await get({ sources: [`${origin}/gone`, `${origin}/kiss`] });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(KISS);
  });

  test.each<[string, string, Partial<Sticker>]>([
    ["bad-sticker", "longer than promised", { size: 5 }],
    ["bad-sticker", "shorter than promised", { size: 7 }],
    ["bad-sticker", "not what was promised", { hash: hashOf(new Uint8Array(6)) }],
  ])("is refused as %s where it is %s", async (code, _, more) => {
    await expect(get(more)).rejects.toMatchObject({ code });
  });

  test("is not followed elsewhere, nor read to its end where it has none", async () => {
    await expect(get({ sources: [`${origin}/moved`] })).rejects.toMatchObject({ code: "not-received" });
    await expect(get({ sources: [`${origin}/endless`] })).rejects.toMatchObject({ code: "bad-sticker" });
  });

  test("is never asked for without TLS, but by tests", async () => {
    const before = requests.length;
    await expect(fetchSticker(sticker({}))).rejects.toMatchObject({ code: "not-received" });
    await expect(get({ sources: ["http://m.example/kiss"] })).rejects.toMatchObject({ code: "not-received" });
    expect(requests).toHaveLength(before);
  });

  test("that nobody wants any more is not waited for", async () => {
    const reason = new Error("closed");
    const options = { loopback: true, signal: AbortSignal.abort(reason) };
    await expect(fetchSticker(sticker({}), options)).rejects.toBe(reason);
  });
});

describe("a guess", () => {
  const of = (text: string, lang = ""): Sticker => ({
    ...{ desc: [{ lang, text }], suggest: [], mediaType: "image/png", size: 1, hash: text, sources: [] },
  });

  test.each([
    ["😴", "xa"],
    ["Sleeping swan", "xa"],
    ["Gute Nacht", "offline"],
    ["👋", "offline"],
    ["☕️", "away"],
    ["Busy swan", "dnd"],
    ["beschäftigt", "dnd"],
    ["😘", "chat"],
    ["Hello!", "available"],
    ["swan", undefined],
    ["thinking", undefined],
  ])("%s: %s", (text, state) => {
    expect(guessState(of(text))).toBe(state);
  });

  test("one sticker a state, and one that stands in for the others", () => {
    const [swan, sleep, tired, busy] = ["swan", "😴", "tired", "busy"].map((text) => of(text));
    expect([...guessStates([sleep!, swan!, tired!, busy!])]).toEqual([
      ["xa", sleep],
      ["dnd", busy],
      ["available", swan],
    ]);
    expect(guessStates([]).size).toBe(0);
  });
});

test("a line lets so many in at once, and goes on after one that failed", async () => {
  const line = createLine(2);
  let [running, most] = [0, 0];
  const outcomes = await Promise.allSettled(
    [1, 2, 3, 4, 5].map((job) =>
      line.wait(async () => {
        most = Math.max(most, (running += 1));
        await new Promise(setImmediate);
        running -= 1;
        if (job === 2) throw new Error("no");
        return job;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(outcomes.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true]);
});

// Of each, the most code points, and what is left.
test.each<[string, string, number, string]>([
  ["what fits stays", "a swan", 6, "a swan"],
  ["a word at a time", "The swan swims, alone", 16, "The swan swims…"],
  ["a word that fills it is cut", "Donaudampfschifffahrt", 8, "Donauda…"],
  ["one that begins with a short word, too", "A Donaudampfschifffahrt", 9, "A Donaud…"],
  ["a family is one character", "👨‍👩‍👧👨‍👩‍👧", 8, "👨‍👩‍👧…"],
  ["an accent stays with its letter", "caf\u0065\u0301s", 5, "caf…"],
  ["a flag is one", "🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"],
  ["words without spaces", "白鳥が湖を泳いでいます", 6, "白鳥が湖を…"],
  ["what has no room at all", "swan", 1, "…"],
  ["none", "swan", 0, ""],
])("shortened: %s", (_, text, most, short) => {
  expect(shorten(text, most)).toBe(short);
  expect([...short].length).toBeLessThanOrEqual(most);
});
