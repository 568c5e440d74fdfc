// The draft's own words, section 8: what the examples say comes in is handed to the engine, and what it says in turn is what
// they say, but for what each client chooses for itself.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { readDraft } from "@status-scheme/draft";
import {
  decodeScheme,
  element,
  encodeScheme,
  NS_DISCO_INFO,
  NS_DISCO_ITEMS,
  parseXml,
  stanza,
} from "@status-scheme/protocol";
import type { Element, Stamp, StampedScheme } from "@status-scheme/protocol";
import { decodeJingle, encodeIbbData, encodeJingle } from "@status-scheme/protocol/transfer";
import { createAnswers } from "../../src/serve/answers.ts";
import { sha256 } from "../../src/digest.ts";
import type { Net, Socket } from "../../src/transfer/net/net.ts";
import { createTransfers } from "../../src/transfer/transfers.ts";
import type { MediumOutcome } from "../../src/transfer/api.ts";
import { realDeps } from "../../src/viewer/deps.ts";
import type { Deps } from "../../src/viewer/deps.ts";
import { idle } from "../viewer/support/clock.ts";
import { createScriptedHost } from "./support/scripted-host.ts";
import type { ScriptedHost } from "./support/scripted-host.ts";

const VIEWER = "romeo@capulet.lit/orchard";
const OWNER = "juliet@capulet.lit/balcony";
const PROXY = "streamer.capulet.lit";
const STILL = new Uint8Array(readFileSync(new URL("../../../fixtures/media/valid/still.webp", import.meta.url)));
const { examples } = readDraft();
const xmlOf = (id: string) => examples.find((example) => example.id === id)!.xml;
const DOCUMENT = xmlOf("client-document");
const scheme = decodeScheme(parseXml(DOCUMENT)) as StampedScheme;
const [image] = scheme.looks[0]!.media;

/** What waits for a stanza to be answered waits for no clock. */
const DEPS: Pick<Deps, "after" | "now"> = {
  now: Date.now,
  after(ms, run) {
    if (ms > 0) return realDeps().after(ms, run);
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
};

interface Step {
  readonly id: string;
  readonly stanza: Element;
}
/** The stanzas of a flow, with other words in the place of those that are a client's own choice. */
function flowOf(flow: string, words: Readonly<Record<string, string>> = {}): readonly Step[] {
  const said = (xml: string) => Object.entries(words).reduce((text, [from, to]) => text.replaceAll(from, to), xml);
  return examples
    .filter((example) => example.flow === flow)
    .sort((a, b) => a.step! - b.step!)
    .map(({ id, xml }) => ({ id, stanza: parseXml(said(xml)) }));
}

/** Without white space between elements, and with attributes in one order. */
function canonical(xml: Element): string {
  const attributes = Object.entries(xml.attrs)
    .filter(([name, value]) => value !== undefined && !name.startsWith("xmlns"))
    .map(([name, value]) => `${name}='${String(value)}'`);
  const children = xml.getChildElements().map(canonical);
  const text = children.length > 0 ? "" : xml.getText().trim();
  return `{${xml.getNS() ?? ""}}${xml.getName()} ${attributes.sort().join(" ")}(${children.join("")}${text})`;
}

/**
 * Plays everybody but `me`, and checks each word of `me`. What the examples do not show is as it always is: results are
 * empty, and `others` answers what is asked of servers.
 */
async function play(
  steps: readonly Step[],
  me: ScriptedHost,
  meets: Readonly<Record<string, () => void>> = {},
): Promise<void> {
  const jid = me.host.jid()!;
  const isReply = ({ name, attrs }: Element) => name === "iq" && (attrs.type === "result" || attrs.type === "error");
  const replies = new Set(steps.filter(({ stanza: one }) => isReply(one)).map(({ stanza: { attrs } }) => attrs.id));
  /** What we had said, and nobody had looked at, when a question came: the answer comes behind it, and before all else. */
  const before = new Map<string, ReadonlySet<Element>>();
  const answerTo = async (id: string): Promise<Element | undefined> => {
    await idle();
    const at = me.out.findIndex((said) => isReply(said) && said.attrs.id === id);
    expect(me.out.slice(0, Math.max(at, 0)).filter((said) => !before.get(id)!.has(said))).toEqual([]);
    return me.out.splice(at, 1)[0];
  };
  const next = async (): Promise<Element | undefined> => {
    for (;;) {
      await idle();
      const at = me.out.findIndex((said) => !isReply(said) || !replies.has(said.attrs.id));
      const [said] = at < 0 ? [] : me.out.splice(at, 1);
      if (!said) return undefined;
      if (isReply(said) && said.attrs.type === "result") continue;
      const answer = answerOfServer(said);
      if (!answer) return said;
      me.name(said, `other-${(others += 1)}`);
      me.receive(stanza("iq", { ...answer.attrs, id: said.attrs.id }, ...answer.getChildElements()));
    }
  };
  const answerOfServer = (asked: Element): Element | undefined =>
    steps.some(({ stanza: one }) => canonical(withId(one)) === canonical(withId(asked)))
      ? undefined
      : serverSays(asked);
  for (const { id, stanza: step } of steps) {
    if (step.attrs.to === jid) {
      await idle();
      before.set(step.attrs.id!, new Set(me.out));
      me.receive(step);
    } else if (step.attrs.from === jid) {
      const said = await (isReply(step) ? answerTo(step.attrs.id!) : next());
      if (said && !isReply(said)) me.name(said, step.attrs.id!);
      expect([id, said && canonical(said)]).toEqual([id, canonical(step)]);
      if (said && !isReply(said) && !replies.has(step.attrs.id)) {
        me.receive(stanza("iq", { type: "result", id: step.attrs.id, from: step.attrs.to, to: jid }));
      }
    }
    await idle();
    meets[id]?.();
  }
  expect(await next()).toBeUndefined();
  expect(me.out).toEqual([]);
}

function withId(one: Element): Element {
  const copy = parseXml(one.toString());
  copy.attrs.id = "";
  return copy;
}

/** The viewer's and the owner's server has one proxy. */
function serverSays(asked: Element): Element | undefined {
  const { to } = asked.attrs;
  const reply = (payload: Element) => stanza("iq", { type: "result", from: to }, payload);
  if (asked.getChild("query", NS_DISCO_ITEMS)) {
    return reply(element(NS_DISCO_ITEMS, "query", {}, element(NS_DISCO_ITEMS, "item", { jid: PROXY })));
  }
  if (asked.getChild("query", NS_DISCO_INFO)) {
    const identity = element(NS_DISCO_INFO, "identity", { category: "proxy", type: "bytestreams" });
    return reply(element(NS_DISCO_INFO, "query", {}, identity));
  }
  return asked.attrs.type === "get" && to === PROXY ? parseXml(xmlOf("proxy-address-result")) : undefined;
}

/** Connections to a proxy that agrees to everything, as often as that. */
function createProxyNet(times: number) {
  const written: Uint8Array[] = [];
  let hear: ((bytes: Uint8Array) => void) | undefined;
  const early: Uint8Array[] = [];
  const say = (bytes: Uint8Array) => (hear ? hear(bytes) : early.push(bytes));
  const socket = (): Socket => {
    let messages = 0;
    return {
      write: async (bytes) => {
        messages += 1;
        if (messages === 1) say(Uint8Array.of(5, 0));
        else if (messages === 2) say(bytes.with(1, 0));
        else written.push(bytes.slice());
      },
      end: () => undefined,
      destroy: () => undefined,
      onData: (listener) => {
        hear = listener;
        if (listener) for (const bytes of early.splice(0)) listener(bytes);
      },
      onEnd: () => undefined,
    };
  };
  let left = times;
  const net: Net = {
    connect: () => (left-- > 0 ? Promise.resolve(socket()) : Promise.reject(new Error("nobody there"))),
    listen: () => Promise.reject(new Error("not here")),
    addresses: () => [],
  };
  return { net, say, written };
}

let randomUUID: ReturnType<typeof jest.spyOn>;
const idsAre = (...ids: string[]) => {
  const rest = ids.values();
  randomUUID.mockImplementation((() => rest.next().value ?? "more") as never);
};
beforeEach(() => {
  randomUUID = jest.spyOn(crypto, "randomUUID") as never;
});
afterEach(() => randomUUID.mockRestore());

/** Questions that the examples do not show. */
let others = 0;

describe("client-session", () => {
  /** Names of candidates and contents are the viewer's. */
  const OWN_WORDS = { rp1: "crp1", rp2: "crp2", "dnd-image": "m1" };

  test("the viewer", async () => {
    const me = createScriptedHost(VIEWER);
    const { net, say } = createProxyNet(1);
    const transfers = createTransfers({ host: me.host, deps: DEPS, net });
    await beginningOf(me, transfers, 220);
    idsAre("4f2a", "unused", "zb3r", "rp1", "7qd2", "m8k1", "rp2");
    const outcomes: MediumOutcome[] = [];
    const document = transfers.fetchDocument(
      { jid: OWNER, socks5: true },
      {
        stamp: "2026-11-22T08:31:00.456Z" as Stamp,
        media: () => [image!],
        onMedium: (_, outcome) => outcomes.push(outcome),
      },
    );
    await play(flowOf("client-session", OWN_WORDS), me, {
      activated: () => say(new TextEncoder().encode(DOCUMENT)),
    });
    expect(await document).toEqual({ status: "changed", scheme });
    expect(outcomes).toEqual([{ bytes: STILL }]);
    transfers.stop();
  });

  test("the owner", async () => {
    const me = createScriptedHost(OWNER);
    const { net, written } = createProxyNet(1);
    const transfers = createTransfers({ host: me.host, deps: DEPS, net });
    transfers.serve({ mayAsk: () => true, document: async () => scheme, media: async () => STILL });
    // How white space is written, and how small blocks are made, is the owner's choice.
    const ours = new TextEncoder().encode(encodeScheme(scheme).toString());
    const words = {
      "<size>666</size>": `<size>${ours.length}</size>`,
      "XfPfkwnfhoJ9cuguSn8F4ls/GlfwQFkHKGqIL5Ej90c=": await sha256(ours),
      "block-size='2048'": "block-size='4096'",
    };
    await play(flowOf("client-session", words), me);
    expect(Buffer.concat(written)).toEqual(Buffer.from(ours));
    transfers.stop();
  });
});

/** The viewer has so many bytes of the image from a session that broke. */
async function beginningOf(me: ScriptedHost, transfers: ReturnType<typeof createTransfers>, count: number) {
  const done = transfers.fetchMedia({ jid: OWNER, socks5: false }, [image!], { onMedium: () => undefined });
  const settle = async () => {
    await idle();
    const asked = me.out.find(({ attrs }) => attrs.type === "set")!;
    me.out.splice(0);
    me.name(asked, `other-${(others += 1)}`);
    me.receive(stanza("iq", { type: "result", id: asked.attrs.id, from: OWNER, to: VIEWER }));
    await idle();
    return asked.getChildElements()[0]!;
  };
  const owner = (payload: Element) =>
    me.receive(stanza("iq", { type: "set", id: "x", from: OWNER, to: VIEWER }, payload));
  const { sid, contents } = decodeJingle(await settle());
  const [{ name, transport }] = contents as [(typeof contents)[number]];
  const description = { size: STILL.length, hash: image!.hash, hashUsed: false };
  const accepted = { creator: "initiator", name, senders: "responder", description, transport: transport! } as const;
  owner(encodeJingle({ action: "session-accept", sid, responder: OWNER, contents: [accepted] }));
  const open = await settle();
  owner(encodeIbbData({ sid: open.attrs.sid!, seq: 0, data: STILL.subarray(0, count) }));
  await idle();
  me.receive(stanza("presence", { type: "unavailable", from: OWNER, to: VIEWER }));
  await done;
  await idle();
  me.out.splice(0);
}

describe("the owner's answers in one stanza", () => {
  const answering = (mayAsk: boolean) => {
    const me = createScriptedHost(OWNER);
    createAnswers({
      host: me.host,
      owner: () => "juliet@capulet.lit",
      mayAsk: () => mayAsk,
      document: () => scheme,
      isAsking: () => false,
    });
    return me;
  };

  test("client-iq, to Romeo", () =>
    play(
      flowOf("client-iq").filter(({ id }) => /^client-(check|fetch)/.test(id)),
      answering(true),
    ));

  test("client-stranger: to Tybalt", async () => {
    const me = answering(false);
    const transfers = createTransfers({ host: me.host, deps: DEPS, net: undefined });
    transfers.serve({ mayAsk: () => false, document: async () => scheme, media: async () => STILL });
    await play(flowOf("client-stranger"), me);
    transfers.stop();
  });
});
