// The plugin holds all that can be seen of a client from outside; a client that does otherwise is found out.
import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { statusScheme, type StatusScheme } from "@status-scheme/client-plugin";
import { element, NS, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { type ClientRun, type Outcome, runClient } from "../src/index.ts";
import { accountOf } from "./support/accounts.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed();
});
afterAll(() => bed.stop());

/** The client that is looked at, and its plugin, if any. Two of its resource would take turns to be logged in. */
let looked: { readonly xmpp: Client; readonly schemes?: StatusScheme } | undefined;
afterEach(async () => {
  await looked?.schemes?.stop();
  looked?.xmpp.reconnect.stop();
  await looked?.xmpp.stop();
  looked = undefined;
});
function withPlugin(): { readonly xmpp: Client; readonly schemes: StatusScheme } {
  const xmpp = bed.client("juliet", { resource: "balcony" });
  const schemes = statusScheme(xmpp, { languages: ["en"] });
  looked = { xmpp, schemes };
  return { xmpp, schemes };
}

const run = (onWaiting: () => void, more: Partial<ClientRun> = {}) =>
  runClient({
    client: `${bed.jid("juliet")}/balcony`,
    server: bed.service,
    peer: accountOf(bed, "romeo"),
    stranger: accountOf(bed, "tybalt"),
    account: accountOf(bed, "juliet"),
    component: { jid: bed.componentDomain, server: bed.componentService, secret: bed.componentSecret },
    waitMs: 20_000,
    onWaiting,
    times: { quietMs: 400, soonMs: 12_000 },
    ...more,
  });
const idsOf = (outcomes: readonly Outcome[], ...statuses: string[]) =>
  outcomes.filter(({ status }) => statuses.includes(status)).map(({ id }) => id);

test("the plugin fails nothing", async () => {
  const { xmpp: juliet } = withPlugin();
  const outcomes = await run(() => void juliet.start().then(() => juliet.send(stanza("presence", {}))));
  expect(outcomes.filter(({ status }) => ["fail", "not kept", "not run"].includes(status))).toEqual([]);
  expect(idsOf(outcomes, "pass")).toEqual(
    expect.arrayContaining(["presence-before-sync", "few-fetches-at-once", "after-obeyed", "media-size-obeyed"]),
  );
});

test("the plugin that serves a scheme itself fails nothing", async () => {
  const { xmpp: juliet, schemes } = withPlugin();
  const talk = async () => {
    await juliet.start();
    await schemes.serve({ looks: [{ state: "available", text: [{ lang: "en", text: "Out on the balcony" }] }] });
    await juliet.send(stanza("presence", {}));
  };
  const outcomes = await run(() => void talk(), { component: undefined });
  expect(outcomes.filter(({ status }) => ["fail", "not kept"].includes(status))).toEqual([]);
  expect(idsOf(outcomes, "not supported")).toEqual([]);
  expect(idsOf(outcomes, "pass")).toEqual(
    expect.arrayContaining(["serving-features", "client-answers-check-and-fetch", "unknown-session-told"]),
  );
});

test("a client that talks too much is found out", async () => {
  const juliet = bed.client("juliet", { resource: "balcony" });
  looked = { xmpp: juliet };
  const hint = () => element(NS, "showing", { by: bed.componentDomain, stamp: "2026-11-22T07:00:00.000Z" });
  const sync = () =>
    stanza("iq", { type: "get", to: bed.componentDomain, id: crypto.randomUUID() }, element(NS, "sync"));
  // It tells everyone what it is, asks before it listens and twice, hints everywhere, and asks whoever sends it a notice.
  juliet.iqCallee.get("http://jabber.org/protocol/disco#info", "query", () => {
    const query = element("http://jabber.org/protocol/disco#info", "query");
    query.append(element("http://jabber.org/protocol/disco#info", "feature", { xmlns: undefined, var: NS }));
    return query;
  });
  juliet.on("stanza", (one: Element) => {
    if (one.name !== "message" || !one.getChild("changed", NS)) return;
    const fetch = element(NS, "fetch", { owner: bed.jid("romeo") });
    for (const to of [one.attrs.from, bed.componentDomain]) {
      void juliet.send(stanza("iq", { type: "get", to, id: crypto.randomUUID() }, fetch));
    }
  });
  const talk = async () => {
    await juliet.start();
    await juliet.send(sync());
    await juliet.send(sync());
    await juliet.send(stanza("presence", { to: bed.componentDomain }, hint()));
    await juliet.send(stanza("presence", {}, hint()));
  };
  const outcomes = await run(() => void talk(), { account: undefined, times: { quietMs: 200, soonMs: 600 } });
  expect(idsOf(outcomes, "fail")).toEqual(
    expect.arrayContaining([
      "features-for-those-with-presence",
      "no-hint-in-directed-presence",
      "notice-makes-nobody-ask",
      "notices-believed-from-listed",
      "offline-owner-not-asked",
      "one-sync-a-session",
      "presence-before-sync",
      "stamp-only-if-all-see",
    ]),
  );
  expect(idsOf(outcomes, "not run")).toEqual(["blocklist-kept-in-step"]);
});

test("a client that does not come is waited for, and not for ever", async () => {
  await expect(run(() => undefined, { waitMs: 300, component: undefined })).rejects.toThrow("did not come");
});
