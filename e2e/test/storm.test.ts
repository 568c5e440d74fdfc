// The presence storm: five hundred contacts at login cost one `sync`, and no `check` (mission: "no question at all where a
// contact's presence already names the stamp we hold"; draft, "At Login").
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { decodePublishResult, encodePublishRequest, encodeShowing, NS, stanza } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { english, lastingCache, payloads, startWorld, type Person, type World } from "./support/world.ts";

const CONTACTS = 500;
/** Of each three contacts: one with a scheme and the hint, one with a scheme and no hint, one with nothing. */
const KINDS = ["hinting", "silent", "plain"] as const;
const names = Array.from({ length: CONTACTS }, (_, index) => `contact${index}`);
const kindOf = (name: string) => KINDS[Number(name.slice("contact".length)) % KINDS.length]!;

let world: World;

beforeAll(async () => {
  world = await startWorld({
    accounts: ["romeo", ...names],
    friends: names.map((name) => ["romeo", name] as const),
  });
  for (const name of names) {
    const contact = await world.plain(name, { resource: "home" });
    if (kindOf(name) === "plain") {
      await contact.xmpp.send(stanza("presence", {}));
      continue;
    }
    const scheme = { owner: contact.jid, looks: [{ state: "available", text: english(`I am ${name}`), media: [] }] };
    const reply = await contact.ask(world.bed.componentDomain, "set", encodePublishRequest({ scheme }));
    const { stamp } = decodePublishResult(reply.getChild("publish", NS)!).scheme;
    const hint = kindOf(name) === "hinting" && encodeShowing({ stamp, by: world.bed.componentDomain });
    await contact.xmpp.send(stanza("presence", {}, hint));
  }
}, 180_000);
afterAll(() => world.stop());

test("of 500 contacts, all online", async () => {
  const cache = lastingCache();
  const withScheme = names.filter((name) => kindOf(name) !== "plain");
  const everyoneShown = (romeo: Person) =>
    until(
      "every look is shown",
      () => withScheme.every((name) => romeo.schemes.shown(world.bed.jid(name))?.look?.text === `I am ${name}`),
      60_000,
    );
  const everyoneOnline = (romeo: Person) =>
    until(
      "every contact is online",
      () => names.every((name) => romeo.schemes.shown(world.bed.jid(name))?.loggedIn),
      60_000,
    );

  // How long it takes is the machine's, and not what this is about.
  const enter = async (resource: string) => {
    const romeo = await world.person("romeo", { resource, plugin: { cache }, quiet: true });
    await romeo.xmpp.send(stanza("presence", {}));
    return romeo;
  };
  const first = await enter("first");
  await everyoneShown(first);
  await everyoneOnline(first);
  expect(payloads(first.sent, "check")).toEqual([]);
  // Nothing was held: each scheme is fetched, once.
  const fetched = payloads(first.sent, "fetch").map(({ attrs }) => attrs.owner!);
  expect(fetched.filter((owner) => owner !== first.jid).toSorted()).toEqual(withScheme.map(world.bed.jid).toSorted());
  await first.leave();

  const second = await enter("second");
  await everyoneShown(second);
  await everyoneOnline(second);
  expect(payloads(second.sent, "sync")).toHaveLength(1);
  expect(payloads(second.sent, "check")).toEqual([]);
  expect(payloads(second.sent, "fetch").filter(({ attrs }) => attrs.owner !== second.jid)).toEqual([]);
}, 180_000);
