// The draft's own words, section 8, where an example shows one stanza alone: what leads to it is done, and then the owner's
// or the viewer's engine says it; who gets it takes it for what it says.
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { encodeScheme, parseXml, stanza } from "@status-scheme/protocol";
import type { Element, Medium, Stamp } from "@status-scheme/protocol";
import { decodeJingle, encodeIbbData, encodeJingle } from "@status-scheme/protocol/transfer";
import type { Jingle, JingleContent, TransferFile } from "@status-scheme/protocol/transfer";
import { createExecuted } from "../../../draft/test/support/executed.ts";
import { sha256 } from "../../src/digest.ts";
import type { MediaOptions, ServeOptions, Transfers, TransferUses } from "../../src/transfer/api.ts";
import { createTransfers } from "../../src/transfer/transfers.ts";
import { idle } from "../viewer/support/clock.ts";
import { acknowledge, canonical, createProxyNet, DEPS, DOCUMENT, image, OWNER, scheme } from "./support/play.ts";
import { flowOf, play, STILL, VIEWER, xmlOf } from "./support/play.ts";
import { createScriptedHost } from "./support/scripted-host.ts";
import type { ScriptedHost } from "./support/scripted-host.ts";

const executed = createExecuted("client-plugin/test/transfer/single-examples.test.ts");
const HELD = "2026-11-22T08:31:00.456Z" as Stamp;

let me: ScriptedHost;
let transfers: Transfers;
const engines: Transfers[] = [];
const begin = (jid: string, uses: Partial<TransferUses> = {}) => {
  me = createScriptedHost(jid);
  transfers = createTransfers({ host: me.host, deps: DEPS, net: undefined, ...uses });
  engines.push(transfers);
};
const serve = (options: Partial<ServeOptions> = {}) =>
  transfers.serve({ mayAsk: () => true, document: async () => scheme, media: async () => STILL, ...options });

let randomUUID: ReturnType<typeof jest.spyOn>;
beforeEach(() => {
  randomUUID = jest.spyOn(crypto, "randomUUID") as never;
});
afterEach(() => {
  randomUUID.mockRestore();
  for (const engine of engines.splice(0)) engine.stop();
});
const idsAre = (...ids: string[]) => {
  const rest = ids.values();
  randomUUID.mockImplementation((() => rest.next().value ?? "more") as never);
};

/** The example, in other words where they are a client's own choice. */
const exampleOf = (id: string, words: Readonly<Record<string, string>> = {}): Element =>
  parseXml(Object.entries(words).reduce((text, [from, to]) => text.replaceAll(from, to), xmlOf(id)));
/** It says this next, whatever id it gives a question. */
async function expectSaid(id: string, words?: Readonly<Record<string, string>>): Promise<void> {
  await idle();
  const example = exampleOf(id, words);
  const said = me.out.shift()!;
  if (example.attrs.type === "set") me.name(said, example.attrs.id!);
  expect(canonical(said)).toBe(canonical(example));
  executed.note(id);
}
async function hear(id: string, words?: Readonly<Record<string, string>>): Promise<void> {
  me.receive(exampleOf(id, words));
  await idle();
  executed.note(id);
}
/** The other party acts. */
async function act(jingle: Jingle, id = "act"): Promise<void> {
  const [from, to] = me.host.jid() === OWNER ? [VIEWER, OWNER] : [OWNER, VIEWER];
  me.receive(stanza("iq", { type: "set", id, from, to }, encodeJingle(jingle)));
  await idle();
}
const acked = () => {
  const reply = me.out.shift()!;
  expect([reply.attrs.type, reply.children]).toEqual(["result", []]);
};

const IBB = { method: "ibb", sid: "ibb-7qd2", blockSize: 4_096, stanza: "iq" } as const;
const content = (name: string, description: TransferFile): JingleContent => ({
  ...({ creator: "initiator", senders: "responder", transport: IBB } as const),
  ...{ name, description },
});
const asksForDocument = (sid: string, stamp?: Stamp): Jingle => ({
  ...{ action: "session-initiate", sid, initiator: VIEWER },
  contents: [content("scheme", { document: stamp === undefined ? {} : { stamp }, hashUsed: true })],
});
/** Accepts what the viewer asks for, in its next action. */
async function accept(description: TransferFile): Promise<Jingle> {
  const asked = decodeJingle(await acknowledge(me));
  const [{ name, transport }] = asked.contents as [JingleContent];
  const isFirst = asked.action === "session-initiate";
  const contents = [{ ...content(name, description), transport: transport! }];
  const { sid } = asked;
  await act({
    ...(isFirst ? { action: "session-accept", responder: OWNER } : { action: "content-accept" }),
    sid,
    contents,
  });
  return asked;
}

/** A viewer whose first of two media was accepted. */
async function twoMedia() {
  begin(VIEWER);
  idsAre("4f2a", "1", "2");
  const other: Medium = { ...image!, hash: await sha256(new Uint8Array(1)), size: 1 };
  const failed: Medium[] = [];
  const onMedium: MediaOptions["onMedium"] = (medium, outcome) => void ("error" in outcome && failed.push(medium));
  const done = transfers.fetchMedia({ jid: OWNER, socks5: false }, [image!, other], { onMedium });
  await accept({ size: STILL.length, hash: image!.hash, hashUsed: false });
  return { done, failed, other };
}
/** Takes its next action, and what it said before. */
function nextAction(): Element {
  const isAction = ({ attrs, children }: Element) => attrs.type === "set" && (children[0] as Element).name === "jingle";
  return me.out.splice(0, me.out.findIndex(isAction) + 1).at(-1)!;
}

test("session-current", async () => {
  begin(OWNER);
  serve();
  await act(asksForDocument("jgl-5c1f", scheme.stamp));
  acked();
  await expectSaid("session-current");

  begin(VIEWER);
  idsAre("5c1f");
  const document = transfers.fetchDocument({ jid: OWNER }, { stamp: scheme.stamp });
  await acknowledge(me);
  await hear("session-current");
  expect(await document).toEqual({ status: "current", stamp: scheme.stamp });
});

test("session-decline", async () => {
  begin(OWNER);
  serve({ ask: async () => false });
  await act(asksForDocument("jgl-5c1e"));
  acked();
  await expectSaid("session-decline");

  begin(VIEWER);
  idsAre("5c1e");
  const document = transfers.fetchDocument({ jid: OWNER });
  await Promise.all([
    expect(document).rejects.toMatchObject({ code: "forbidden", reason: { condition: "decline" } }),
    acknowledge(me).then(() => hear("session-decline")),
  ]);
});

test("session-busy", async () => {
  begin(OWNER);
  serve({ ask: () => new Promise(() => undefined) });
  for (const sid of ["jgl-1", "jgl-2"]) {
    await act(asksForDocument(sid));
    acked();
  }
  await act(asksForDocument("jgl-3"), "jingle-23");
  await expectSaid("session-busy");

  begin(VIEWER);
  const document = transfers.fetchDocument({ jid: OWNER });
  const refused = expect(document).rejects.toMatchObject({ code: "rate-exceeded", detail: { after: 60 } });
  await idle();
  me.name(me.out.shift()!, "jingle-23");
  await hear("session-busy");
  await refused;
});

test("unknown-session", async () => {
  begin(OWNER);
  serve();
  await act({ action: "session-info", sid: "jgl-4f2a", contents: [] }, "jingle-27");
  await expectSaid("unknown-session");

  const { done, failed } = await twoMedia();
  await acknowledge(me);
  me.name(nextAction(), "jingle-27");
  await hear("unknown-session");
  await done;
  expect(failed).toHaveLength(2);
  // It is over for both: there is nothing to end, but the bytestream.
  expect(me.out.map(({ children }) => (children[0] as Element | undefined)?.name)).toEqual(["close"]);
});

test("content-reject", async () => {
  begin(OWNER);
  serve();
  await act(asksForDocument("jgl-4f2a"));
  acked();
  await acknowledge(me);
  const hash = await sha256(new Uint8Array(1));
  await act({ action: "content-add", sid: "jgl-4f2a", contents: [content("m7", { hash, hashUsed: false })] });
  acked();
  await expectSaid("content-reject");
});

test("content-remove", async () => {
  const { failed, other } = await twoMedia();
  const open = await acknowledge(me);
  await accept({ size: 1, hash: other.hash, hashUsed: false });
  const data = encodeIbbData({ sid: open.attrs.sid!, seq: 0, data: new Uint8Array(STILL.length + 1) });
  me.receive(stanza("iq", { type: "set", id: "data", from: OWNER, to: VIEWER }, data));
  await idle();
  me.out.unshift(nextAction());
  await expectSaid("content-remove", { m3: "m0" });
  expect(failed).toEqual([image]);
});

test("direct-candidates", async () => {
  const { net } = createProxyNet(0);
  const ours = new TextEncoder().encode(encodeScheme(scheme).toString());
  const words = {
    "<size>666</size>": `<size>${ours.length}</size>`,
    "XfPfkwnfhoJ9cuguSn8F4ls/GlfwQFkHKGqIL5Ej90c=": await sha256(ours),
    ...{ jd1: "cjd1", jd2: "cjd2" },
  };
  const addresses = () => ["2001:db8::81", "192.0.2.81"];
  const listen = async () => ({ port: 52_018, close: () => undefined });
  begin(OWNER, { net: { ...net, addresses, listen }, mayShowAddress: () => true });
  serve();
  idsAre("jd1", "jd2");
  const beginning = flowOf("client-session").slice(2, 4);
  const accepted = { id: "direct-candidates", stanza: exampleOf("direct-candidates", words) };
  // The proxy that the viewer offers is not there.
  const others = { "dnd-image": "scheme", "s5b-m8k1": "s5b-zb3r" };
  const told = { id: "candidate-error", stanza: exampleOf("candidate-error-owner", others) };
  const steps = [...beginning, accepted, told];
  for (const id of await play(steps, me)) if (id === "direct-candidates") executed.note(id);
});

test("proxy-error", async () => {
  begin(VIEWER, { net: createProxyNet(0).net });
  idsAre("4f2a", "unused", "zb3r", "rp1");
  const document = transfers.fetchDocument({ jid: OWNER, socks5: true }, { stamp: HELD });
  document.catch(() => undefined);
  const steps = flowOf("client-session", { rp1: "crp1" }).slice(0, 8);
  const words = { "dnd-image": "scheme", "ibb-7qd2": "ibb-unused" };
  const inBand = { id: "transport-replace", stanza: exampleOf("transport-replace", words) };
  const told = { id: "proxy-error", stanza: exampleOf("proxy-error") };
  for (const id of await play([...steps, told, inBand], me)) if (id === "proxy-error") executed.note(id);
});

test("checksum", async () => {
  begin(VIEWER);
  idsAre("4f2a");
  const document = transfers.fetchDocument({ jid: OWNER, socks5: false });
  await accept({ document: { stamp: scheme.stamp }, size: DOCUMENT.length, hashUsed: true });
  const open = await acknowledge(me);
  const data = encodeIbbData({ sid: open.attrs.sid!, seq: 0, data: new TextEncoder().encode(DOCUMENT) });
  me.receive(stanza("iq", { type: "set", id: "data", from: OWNER, to: VIEWER }, data));
  await hear("checksum");
  expect(await document).toEqual({ status: "changed", scheme });
});

test("every example that is said to be executed here was", () => {
  expect(executed.difference()).toEqual([]);
});
