// Two components of one domain at ejabberd, which takes them both: an operator's mistake, or an upgrade that starts the new one
// before it stops the old. ejabberd deals stanzas out to them at random, and takes back what it granted (XEP-0356) when either
// ends, without a word.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { encodeCheckRequest } from "@status-scheme/protocol";
import { startTestbed, type Testbed } from "@status-scheme/testbed";
import componentModule from "@xmpp/component";
import { english, inhabit, until, type Person, type Plain, type World } from "../support/world.ts";

let world: World;
let juliet: Person;
let stranger: Plain;
beforeAll(async () => {
  world = await inhabit(await startTestbed({ server: "ejabberd" }));
  juliet = await world.person("juliet");
  await juliet.schemes.publish([{ state: "available", text: english("For friends") }]);
  stranger = await world.plain("tybalt");
});
afterAll(() => world?.stop());

/** Grants that the component was told of. */
const grants = () => times('"rosters":true');
const times = (words: string) => world.component.log().split(words).length - 1;
/** A refusal makes the component read the owner's roster; where stanzas are dealt out, half of the questions end elsewhere. */
async function isRefused(): Promise<boolean> {
  const answer = await stranger.ask(world.bed.componentDomain, "get", encodeCheckRequest({ owner: juliet.jid }));
  expect(String(answer)).toMatch(/status="none"|type="error"/);
  return true;
}
async function friendSees(): Promise<void> {
  const romeo = await world.person("romeo");
  await romeo.sees("juliet", ({ look }) => look?.text === "For friends");
  await romeo.leave();
}

/** A second connection of the component's domain. Returns what ends it. */
async function connectAnother(bed: Testbed): Promise<() => Promise<void>> {
  const { component } = componentModule;
  const other = component({
    service: bed.componentService,
    domain: bed.componentDomain,
    password: bed.componentSecret,
  });
  other.on("error", () => undefined);
  await other.start();
  return async () => {
    other.reconnect.stop();
    await other.stop();
  };
}

test("what another connection's end took away is noticed, and had again", async () => {
  expect(grants()).toBe(1);
  const disconnect = await connectAnother(world.bed);
  await disconnect();
  const before = grants();
  // The server refuses to let the roster be read.
  await isRefused();
  await until(() => grants() > before, "the grant is back", 30_000);
  await friendSees();
  expect((await juliet.schemes.access()).roster).toBe("server");
});

test("a grant that was told to another connection is found out; nobody sees more for it", async () => {
  const disconnect = await connectAnother(world.bed);
  // Which of the two is told is ejabberd's whim.
  const isUntold = async () => {
    const before = grants();
    await world.component.restart();
    return grants() === before;
  };
  await until(isUntold, "a start without a word of the server", 60_000);
  const found = "is another component connected by our name?";
  await until(async () => (await isRefused()) && times(found) > 0, "the grant is found out", 40_000);
  await isRefused();

  const before = grants();
  await disconnect();
  await until(async () => (await isRefused()) && grants() > before, "the grant is back", 40_000);
  await friendSees();
}, 150_000);

test("a second process on the same store does not start, and the first goes on", async () => {
  const { storePath } = world.component;
  const second = world.bed.startComponent({ config: { store: { kind: "sqlite", path: storePath } } });
  await expect(second).rejects.toThrow(/in use|locked|another/i);
  await juliet.schemes.publish([{ state: "available", text: english("Still here") }]);
});
