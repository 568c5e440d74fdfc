// The draft's own words, section 8, as a play: what the examples say comes in is handed to the engine, and what it says in turn
// is what they say, but for what each client chooses for itself.
import { readFileSync } from "node:fs";
import { expect } from "@jest/globals";
import { readDraft } from "@status-scheme/draft";
import { decodeScheme, element, NS_DISCO_INFO, NS_DISCO_ITEMS, parseXml, stanza } from "@status-scheme/protocol";
import type { Element, StampedScheme } from "@status-scheme/protocol";
import type { Net, Socket } from "../../../src/transfer/net/net.ts";
import type { Deps } from "../../../src/viewer/deps.ts";
import { idle } from "../../viewer/support/clock.ts";
import type { ScriptedHost } from "./scripted-host.ts";

export const VIEWER = "romeo@capulet.lit/orchard";
export const OWNER = "juliet@capulet.lit/balcony";
const PROXY = "streamer.capulet.lit";
export const STILL = new Uint8Array(
  readFileSync(new URL("../../../../fixtures/media/valid/still.webp", import.meta.url)),
);
const { examples } = readDraft();
export const xmlOf = (id: string) => examples.find((example) => example.id === id)!.xml;
export const DOCUMENT = xmlOf("client-document");
export const scheme = decodeScheme(parseXml(DOCUMENT)) as StampedScheme;
export const [image] = scheme.looks[0]!.media;

/** What waits for a stanza to be answered waits for no clock. */
export const DEPS: Pick<Deps, "after" | "now"> = {
  now: Date.now,
  after(ms, run) {
    if (ms > 0) {
      // Of what nobody answers any more, when all is said.
      const timer = setTimeout(run, ms).unref();
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(run);
    return () => clearImmediate(immediate);
  },
};

export interface Step {
  readonly id: string;
  readonly stanza: Element;
}
/** The stanzas of a flow, with other words in the place of those that are a client's own choice. */
export function flowOf(flow: string, words: Readonly<Record<string, string>> = {}): readonly Step[] {
  const said = (xml: string) => Object.entries(words).reduce((text, [from, to]) => text.replaceAll(from, to), xml);
  return examples
    .filter((example) => example.flow === flow)
    .sort((a, b) => a.step! - b.step!)
    .map(({ id, xml }) => ({ id, stanza: parseXml(said(xml)) }));
}

/** Without white space between elements, and with attributes in one order. */
export function canonical(xml: Element): string {
  const attributes = Object.entries(xml.attrs)
    .filter(([name, value]) => value !== undefined && !name.startsWith("xmlns"))
    .map(([name, value]) => `${name}='${String(value)}'`);
  const children = xml.getChildElements().map(canonical);
  const text = children.length > 0 ? "" : xml.getText().trim();
  return `{${xml.getNS() ?? ""}}${xml.getName()} ${attributes.sort().join(" ")}(${children.join("")}${text})`;
}

/**
 * Plays everybody but `me`, and checks each word of `me`. What the examples do not show is as it always is: results are
 * empty, and servers answer what they are asked. Returns the examples that it heard or said.
 */
export async function play(
  steps: readonly Step[],
  me: ScriptedHost,
  meets: Readonly<Record<string, () => void>> = {},
): Promise<readonly string[]> {
  const jid = me.host.jid()!;
  const mine = steps.filter(({ stanza: { attrs } }) => [attrs.from, attrs.to].includes(jid));
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
  return mine.map(({ id }) => id);
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

/** Questions that the examples do not show. */
let others = 0;

/** Takes its next question, which the other party acknowledges; the question's payload. */
export async function acknowledge(me: ScriptedHost): Promise<Element> {
  await idle();
  const at = me.out.findIndex(({ attrs }) => attrs.type === "set");
  const asked = me.out.splice(at, 1)[0]!;
  me.name(asked, `other-${(others += 1)}`);
  me.receive(stanza("iq", { type: "result", id: asked.attrs.id, from: asked.attrs.to, to: asked.attrs.from }));
  await idle();
  return asked.getChildElements()[0]!;
}

/** Connections to a proxy that agrees to everything, as often as that. */
export function createProxyNet(times: number) {
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
