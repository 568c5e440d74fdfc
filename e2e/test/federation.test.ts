// Owners and viewers of two servers that federate, with an owner on Prosody; one on ejabberd: ejabberd/federation.test.ts.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { decodeCheckResult, encodeCheckRequest, encodeSyncRequest, NS } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { befriend, startFederatedWorld, unfriend, type FederatedWorld } from "./support/federated-world.ts";
import { testOwnerAt } from "./support/owner-elsewhere.ts";
import { english, payloads } from "./support/world.ts";

let both: FederatedWorld;
beforeAll(async () => {
  both = await startFederatedWorld({ friends: [["juliet@capulet.lit", "romeo@montague.lit"]] });
});
afterAll(() => both.stop());

testOwnerAt("capulet", () => both);

// holds: no-notice-of-lost-sight
test("sight is given to a new contact of the other server, and ends with the subscription", async () => {
  const publish = (text: string) => juliet.schemes.publish([{ state: "available", text: english(text) }]);
  const juliet = await both.capulet.person("juliet", { resource: "new" });
  await publish("For friends");
  const mercutio = await both.montague.person("mercutio", { resource: "new" });
  // What a first try may have left.
  for (const [one, other] of [
    [juliet, mercutio],
    [mercutio, juliet],
  ] as const)
    await unfriend(one, other);
  await befriend(juliet, mercutio);
  // He came before the service had heard of him: a refusal makes it look, once a minute, and a notice tells him.
  await mercutio.sees(juliet.jid, ({ look }) => look?.text === "For friends", 90_000);

  const ask = (payload: Element) => mercutio.ask("schemes.capulet.lit", "get", payload);
  const status = async () =>
    decodeCheckResult((await ask(encodeCheckRequest({ owner: juliet.jid }))).getChild("check", NS)!).status;
  expect(await status()).toBe("changed");
  await unfriend(juliet, mercutio);
  // To publish reads the list anew; otherwise sight ends within a minute.
  const before = mercutio.received.length;
  await publish("For those who stayed");
  expect(await status()).toBe("none");
  expect(String((await ask(encodeSyncRequest({}))).getChild("sync", NS))).toMatch(/^<sync [^<]*\/>$/);
  expect(payloads(mercutio.received.slice(before), "changed").map(String)).toEqual([]);
});
