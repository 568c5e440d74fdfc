// What tests of client-stored schemes are about: looks, and what was asked of whom.
import { afterEach } from "@jest/globals";
import { parseXml } from "@status-scheme/protocol";
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
