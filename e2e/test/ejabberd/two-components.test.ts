// Two components of one domain at ejabberd, which takes them both: an operator's mistake, or an upgrade that starts the new one
// before it stops the old. ejabberd deals stanzas out to them at random, and takes back what it granted (XEP-0356) when either
// ends, without a word.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { encodeCheckRequest } from "@status-scheme/protocol";
import { startTestbed, until, type Testbed } from "@status-scheme/testbed";
import componentModule from "@xmpp/component";
import { english, inhabit, type Person, type Plain, type World } from "../support/world.ts";

let world: World;
let juliet: Person;
let stranger: Plain;
beforeAll(async () => {
  // Rosters are read again behind refusals this often, and no more.
  const config = { owners: { sight_seconds: 5 } };
  world = await inhabit(await startTestbed({ server: "ejabberd" }), { config });
  juliet = await world.person("juliet");
  stranger = await world.plain("tybalt");
});
beforeEach(() => juliet.schemes.publish([{ state: "available", text: english("For friends") }]));
afterEach(async () => {
  await Promise.all([...others].map((disconnect) => disconnect()));
});
afterAll(() => world?.stop());

const times = (words: string) => world.component.log().split(words).length - 1;
/** Grants that the component was told of, */
const told = () => times('"rosters":true');
/** and those it found out: perhaps also where ejabberd told the connection that is about to end. */
const found = () => times("is another component connected by our name?");
const grants = () => told() + found();
/** A connection that was told nothing asks by itself after some seconds, and again after a minute. */
const REGAINED_MS = 90_000;
/** A refusal makes the component read the owner's roster; where stanzas are dealt out, half of the questions end elsewhere. */
async function isRefused(): Promise<boolean> {
  const answer = await stranger.ask(world.bed.componentDomain, "get", encodeCheckRequest({ owner: juliet.jid }));
  expect(String(answer)).toMatch(/status="none"|type="error"/);
  return true;
}
async function friendSees(): Promise<void> {
  const romeo = await world.person("romeo");
  await romeo.sees("juliet", ({ look }) => look?.text === "For friends", REGAINED_MS);
  await romeo.leave();
}

const others = new Set<() => Promise<void>>();

/** A second connection of the component's domain, until the test's end at most. Returns what ends it. */
async function connectAnother(bed: Testbed): Promise<() => Promise<void>> {
  const { component } = componentModule;
  const other = component({
    service: bed.componentService,
    domain: bed.componentDomain,
    password: bed.componentSecret,
  });
  other.on("error", () => undefined);
  await other.start();
  const disconnect = async () => {
    others.delete(disconnect);
    other.reconnect.stop();
    await other.stop();
  };
  others.add(disconnect);
  return disconnect;
}

test("what another connection's end took away is noticed, and had again", async () => {
  expect(told()).toBeGreaterThan(0);
  const disconnect = await connectAnother(world.bed);
  const before = grants();
  await disconnect();
  // The server refuses to let the roster be read.
  await until("the grant is back", async () => (await isRefused()) && grants() > before, REGAINED_MS);
  await friendSees();
  expect((await juliet.schemes.access()).roster).toBe("server");
}, 150_000);

test("a grant that was told to another connection is found out; nobody sees more for it", async () => {
  const disconnect = await connectAnother(world.bed);
  // Which of the two is told is ejabberd's whim.
  const isUntold = async () => {
    const before = told();
    await world.component.restart();
    return told() === before;
  };
  await until("a start without a word of the server", isUntold, 60_000);
  const before = found();
  await until("the grant is found out", async () => (await isRefused()) && found() > before, REGAINED_MS);
  await isRefused();

  const sofar = grants();
  await disconnect();
  await until("the grant is back", async () => (await isRefused()) && grants() > sofar, REGAINED_MS);
  await friendSees();
}, 300_000);

test("a second process on the same store does not start, and the first goes on", async () => {
  const { storePath } = world.component;
  const second = world.bed.startComponent({ config: { store: { kind: "sqlite", path: storePath } } });
  await expect(second).rejects.toThrow(/in use|locked|another/i);
  await juliet.schemes.publish([{ state: "available", text: english("Still here") }]);
});
