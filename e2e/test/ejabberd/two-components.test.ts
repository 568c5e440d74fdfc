// Two components of one domain at ejabberd, which takes them both: an operator's mistake, or an upgrade that starts the new one
// before it stops the old. ejabberd deals stanzas out to them at random, and takes back what it granted (XEP-0356) when either
// ends, without a word.
import { afterEach, expect, test } from "@jest/globals";
import { encodeCheckRequest } from "@status-scheme/protocol";
import { startTestbed, type Testbed } from "@status-scheme/testbed";
import componentModule from "@xmpp/component";
import { english, inhabit, until, type World } from "../support/world.ts";

let world: World;
afterEach(() => world.stop());

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
  world = await inhabit(await startTestbed({ server: "ejabberd" }));
  const { bed, component } = world;
  const juliet = await world.person("juliet");
  await juliet.schemes.publish([{ state: "available", text: english("For friends") }]);
  const grants = () => component.log().split('"rosters":true').length - 1;
  expect(grants()).toBe(1);

  await (
    await connectAnother(bed)
  )();
  const before = grants();
  // A refusal makes the component read the owner's roster, and the server refuses that.
  const tybalt = await world.plain("tybalt");
  await tybalt.ask(bed.componentDomain, "get", encodeCheckRequest({ owner: juliet.jid }));
  await until(() => grants() > before, "the grant is back", 30_000);

  const romeo = await world.person("romeo");
  await romeo.sees("juliet", ({ look }) => look?.text === "For friends");
  expect((await juliet.schemes.access()).roster).toBe("server");
});

test("a grant that was told to another connection is found out; nobody else sees more for it", async () => {
  world = await inhabit(await startTestbed({ server: "ejabberd" }));
  const { bed, component } = world;
  const juliet = await world.person("juliet");
  await juliet.schemes.publish([{ state: "available", text: english("For friends") }]);
  const disconnect = await connectAnother(bed);
  const times = (words: string) => component.log().split(words).length - 1;
  // Which of the two is told is ejabberd's whim.
  const isUntold = async () => {
    const before = times('"rosters":true');
    await component.restart();
    return times('"rosters":true') === before;
  };
  await until(isUntold, "a start without a word of the server", 60_000);

  // Half of the questions go to the other connection, which knows nothing of them.
  const tybalt = await world.plain("tybalt");
  const isNothing = async () => {
    const answer = await tybalt.ask(bed.componentDomain, "get", encodeCheckRequest({ owner: juliet.jid }));
    expect(String(answer)).toMatch(/status="none"|type="error"/);
  };
  const found = "is another component connected by our name?";
  await until(async () => (await isNothing(), times(found) > 0), "the grant is found out", 40_000);
  await isNothing();

  // Alone again, what ended with the other is noticed, and had again.
  const before = times('"rosters":true');
  await disconnect();
  await until(async () => (await isNothing(), times('"rosters":true') > before), "the grant is back", 40_000);
  const romeo = await world.person("romeo");
  await romeo.sees("juliet", ({ look }) => look?.text === "For friends");
}, 150_000);

test("a second process on the same store does not start, and the first goes on", async () => {
  world = await inhabit(await startTestbed({ server: "ejabberd" }));
  const { storePath } = world.component;
  const second = world.bed.startComponent({ config: { store: { kind: "sqlite", path: storePath } } });
  await expect(second).rejects.toThrow(/in use|locked|another/i);
  const juliet = await world.person("juliet");
  await juliet.schemes.publish([{ state: "available", text: english("Still here") }]);
});
