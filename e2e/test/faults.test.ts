// What breaks in the field: the server restarts, the component's database comes back from a backup (draft, "Publishing",
// "Stamps" and "At Login"). What a killed component leaves: crashes.test.ts.
import { afterEach, describe, expect, test } from "@jest/globals";
import { cp, rm } from "node:fs/promises";
import { encodeCheckRequest, NS, SchemeError, stanza } from "@status-scheme/protocol";
import { until } from "@status-scheme/testbed";
import { keepTrying } from "./support/keep-trying.ts";
import { english, lastingCache, payloads, startWorld, type Person, type World } from "./support/world.ts";

let world: World;
afterEach(() => world.stop());

const look = (text: string) => [{ state: "available", text: english(text) }];

describe("the XMPP server restarts in mid-flow", () => {
  test("nobody restarts anything, and a change made around it is seen", async () => {
    world = await startWorld();
    const juliet = await world.person("juliet");
    await juliet.schemes.publish(look("Before"));
    const romeo = await world.person("romeo");
    await romeo.sees("juliet", ({ look, fresh }) => look?.text === "Before" && fresh);

    const publishing = juliet.schemes.publish(look("Meanwhile")).catch((error: unknown) => error);
    await world.bed.restart();
    const outcome = await publishing;
    expect(outcome instanceof SchemeError ? outcome.code : "published").toMatch(/^(try-later|published)$/);

    await keepTrying(() => juliet.schemes.publish(look("After")));
    // Their programs send presence again at each new session, as all do.
    const again = async ({ xmpp }: Person) => xmpp.send(stanza("presence", {}));
    await keepTrying(() => again(juliet));
    await keepTrying(() => again(romeo));
    await romeo.sees("juliet", ({ look, loggedIn }) => loggedIn && look?.text === "After", 20_000);
  });

  test("an idle component answers again by itself", async () => {
    world = await startWorld();
    const pid = world.component.pid();
    await world.bed.restart();
    const tybalt = await world.plain("tybalt");
    const check = () =>
      tybalt.ask(world.bed.componentDomain, "get", encodeCheckRequest({ owner: world.bed.jid("juliet") }));
    await until("it answers", async () => (await check()).attrs.type === "result", 20_000);
    expect(world.component.pid()).toBe(pid);
  });
});

test("a store restored from an older copy heals under clients that hold newer tokens and stamps", async () => {
  world = await startWorld();
  const cache = lastingCache();
  const juliet = await world.person("juliet");
  const mercutio = await world.person("mercutio");
  await juliet.schemes.publish(look("In the backup"));
  await mercutio.schemes.publish(look("Mercutio, in the backup"));

  await world.component.stop();
  const backup = `${world.component.storePath}.backup`;
  await cp(world.component.storePath, backup);
  await world.component.start();

  await keepTrying(() => juliet.schemes.publish(look("After the backup")));
  const romeo = await world.person("romeo", { resource: "before", plugin: { cache } });
  await romeo.sees("juliet", ({ look, fresh }) => look?.text === "After the backup" && fresh);
  await romeo.sees("mercutio", ({ look, fresh }) => look !== undefined && fresh);
  await romeo.leave();
  const stale = (await juliet.schemes.own())!.stamp;

  await world.component.stop();
  for (const suffix of ["-wal", "-shm"]) {
    await rm(world.component.storePath + suffix, { force: true });
  }
  await cp(backup, world.component.storePath);
  await world.component.start();
  // New commits overtake the sequence numbers that the lost ones had.
  for (let nth = 1; nth <= 5; nth += 1) await keepTrying(() => mercutio.schemes.publish(look(`Mercutio ${nth}`)));

  const again = await world.person("romeo", { resource: "after", plugin: { cache } });
  await again.sees("juliet", ({ look, fresh }) => look?.text === "In the backup" && fresh, 20_000);
  await again.sees("mercutio", ({ look, fresh }) => look?.text === "Mercutio 5" && fresh, 20_000);
  expect(payloads(again.received, "sync")[0]?.attrs.full).toBe("true");

  // And whoever still holds the lost stamp is told "changed", and not asked to wait for its time to come.
  const check = encodeCheckRequest({ owner: juliet.jid, stamp: stale });
  const reply = await again.ask(world.bed.componentDomain, "get", check);
  expect(reply.getChild("check", NS)?.attrs.status).toBe("changed");
});
