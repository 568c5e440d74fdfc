// What tests of client-stored schemes are about: looks, and what was asked of whom.
import { afterEach } from "@jest/globals";
import { NS, NS_DISCO_INFO, parseXml } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { english, payloads, picture } from "./world.ts";
import type { Person, Plain, World } from "./world.ts";

export const looks = async () => [
  {
    state: "available",
    text: english("At home"),
    media: [{ kind: "image", bytes: await picture("red"), mediaType: "image/png", desc: english("Red") }] as const,
  },
  { state: "dnd", text: english("Please do not disturb") },
  { state: "offline", text: english("Asleep") },
];
/** What someone asked of anybody, by `check` or `fetch`, or in sessions. */
export const asked = (sent: readonly Element[]) =>
  ["check", "fetch", "jingle"]
    .flatMap((name) => payloads(sent, name))
    .map(({ name, attrs }) => String(attrs.action ?? name))
    .filter((name) => ["check", "fetch", "session-initiate", "content-add"].includes(name));
export const actions = (sent: readonly Element[]) => payloads(sent, "jingle").map(({ attrs }) => attrs.action);
export const full = ({ xmpp }: Plain) => String(xmpp.jid);

/** Payloads of what a stranger might ask an owner's client, to learn what it is. */
export const QUESTIONS = [
  `<check xmlns='${NS}'/>`,
  `<check xmlns='${NS}' stamp='nonsense'/>`,
  `<fetch xmlns='${NS}'/>`,
  `<fetch xmlns='${NS}' owner='romeo@capulet.lit'/>`,
  `<query xmlns='${NS_DISCO_INFO}'/>`,
  `<query xmlns='${NS_DISCO_INFO}' node='urn:xmpp:status-scheme:0#client#x'/>`,
  initiate(),
  `<jingle xmlns='urn:xmpp:jingle:1' action='session-terminate' sid='unheard-of'><reason><success/></reason></jingle>`,
  `<open xmlns='http://jabber.org/protocol/ibb' sid='s' block-size='4096'/>`,
  `<data xmlns='http://jabber.org/protocol/ibb' sid='s' seq='0'>AAAA</data>`,
  `<close xmlns='http://jabber.org/protocol/ibb' sid='s'/>`,
];

/** A session that begins by asking for the scheme. */
function initiate(): string {
  const file = `<file><document xmlns='${NS}'/></file>`;
  const description = `<description xmlns='urn:xmpp:jingle:apps:file-transfer:5'>${file}</description>`;
  const transport = `<transport xmlns='urn:xmpp:jingle:transports:ibb:1' sid='t' block-size='4096'/>`;
  const content = `<content creator='initiator' name='scheme' senders='responder'>${description}${transport}</content>`;
  return `<jingle xmlns='urn:xmpp:jingle:1' action='session-initiate' sid='s'>${content}</jingle>`;
}

/** The reply of a client to one of them, without what names the client or the question. */
export async function answerTo(asker: Plain, of: Plain, question: string): Promise<string> {
  const type = /^<(check|fetch|query)/.test(question) ? "get" : "set";
  const reply = await asker.ask(full(of), type, parseXml(question));
  return String(reply).replaceAll(String(reply.attrs.id), "ID").replaceAll(full(of), "JID");
}

/** A child of presence. */
export function priority(value: string): Element {
  return parseXml(`<priority>${value}</priority>`);
}

/** Who comes through it, as `World.person`, leaves after each test. */
export function guests(world: () => Pick<World, "person">): World["person"] {
  const here: Person[] = [];
  afterEach(async () => {
    for (const person of here.splice(0)) await person.leave();
  });
  return async (...who) => {
    const person = await world().person(...who);
    here.push(person);
    return person;
  };
}
