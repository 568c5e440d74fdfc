// What is stopped begins nothing more, and leaves nobody waiting.
import { expect, test } from "@jest/globals";
import type { Element } from "@status-scheme/protocol";
import { createTransfers } from "../../src/transfer/transfers.ts";
import { createClock, idle } from "../viewer/support/clock.ts";
import { createScriptedHost } from "./support/scripted-host.ts";

test("who waits for a turn hears that there is none", async () => {
  const { host, out } = createScriptedHost("romeo@montague.lit/orchard");
  const clock = createClock();
  const transfers = createTransfers({ host, deps: clock, net: undefined });
  const asked = () => out.filter((sent: Element) => sent.getChild("jingle")).map(({ attrs }) => attrs.to);
  const owners = ["juliet", "mercutio", "benvolio"].map((name) => `${name}@capulet.lit/balcony`);
  const outcomes = Promise.allSettled(owners.map((jid) => transfers.fetchDocument({ jid })));
  await idle();
  expect(asked()).toEqual(owners.slice(0, 2));
  transfers.stop();
  await expect(outcomes).resolves.toMatchObject(Array(3).fill({ status: "rejected" }));
  await idle();
  expect(asked()).toEqual(owners.slice(0, 2));
});
