// A service that is broken in one place fails exactly there.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { freePorts, startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { runService } from "../src/index.ts";
import { accountOf } from "./support/accounts.ts";
import { BROKEN } from "./support/mutants.ts";
import { type Proxy, startProxy } from "./support/proxy.ts";

/** Owner, contact and stranger of their own for each run, repeated ones too: services count what an account asks. */
const PEOPLE = [...BROKEN, ...BROKEN].map((_, at) => ["owner", "contact", "stranger"].map((role) => `${role}-${at}`));

let bed: Testbed;
let proxy: Proxy;
let runs = 0;
beforeAll(async () => {
  const friends = PEOPLE.map(([owner, contact]) => [owner!, contact!] as const);
  bed = await startTestbed({ accounts: PEOPLE.flat(), friends });
  proxy = await startProxy();
  const [port] = (await freePorts(1)) as [number];
  const address = { jid: bed.componentDomain, server: bed.componentService, secret: bed.componentSecret };
  await proxy.open(address, `http://127.0.0.1:${port}`);
  await bed.startComponent({ port, config: { xmpp: { service: proxy.service }, http: { url: proxy.url } } });
});
afterAll(async () => {
  await bed.stop();
  await proxy.stop();
});

test.each(BROKEN)("$name", async ({ fails, mutant }) => {
  proxy.become(mutant());
  const [owner, peer, stranger] = PEOPLE[runs++]!.map((name) => accountOf(bed, name));
  const outcomes = await runService({
    service: bed.componentDomain,
    server: bed.service,
    owner: owner!,
    peer: peer!,
    stranger,
    times: { minuteMs: 5_000, soonMs: 5_000, quietMs: 60 },
  });
  const bad = outcomes.filter(({ status }) => status === "fail" || status === "not kept");
  expect(bad.map(({ id, notes }) => ({ id, notes })).sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
    [...fails].sort().map((id) => ({ id, notes: [expect.stringContaining("expected")] })),
  );
});
