import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { once } from "node:events";
import { xml } from "@xmpp/client";
import type { Client } from "@xmpp/client";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { fixStreamManagement } from "../src/stream-management.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed({ accounts: ["juliet"] });
});
afterAll(() => bed.stop());

const ping = (xmpp: Client, timeoutMs = 20_000) =>
  xmpp.iqCaller.request(xml("iq", { type: "get", to: bed.domain }, xml("ping", "urn:xmpp:ping")), timeoutMs);

/** Logs in, does what is asked, and tells how the server's count of stanzas and ours compare. */
async function session(fixed: boolean, act: (xmpp: Client) => Promise<void>) {
  const xmpp = bed.client("juliet");
  xmpp.reconnect.stop();
  const errors: string[] = [];
  xmpp.on("error", (error: Error) => errors.push(String(error)));
  let received = 0;
  if (fixed) fixStreamManagement(xmpp);
  xmpp.on("element", (element: Element) => {
    if (xmpp.isStanza(element)) received += 1;
    if (element.is("enabled", "urn:xmpp:sm:3")) received = 0;
  });
  await xmpp.start();
  await act(xmpp);
  return { errors, acknowledged: xmpp.streamManagement.inbound, received, xmpp };
}

describe("the count of incoming stanzas", () => {
  const pings = async (xmpp: Client) => {
    if (!xmpp.streamManagement.enabled) await once(xmpp, "nonza");
    for (let count = 0; count < 5; count += 1) await ping(xmpp);
  };

  test("without the fix leaves out answered IQs", async () => {
    const { acknowledged, received, xmpp } = await session(false, pings);
    expect(acknowledged).toBeLessThan(received);
    await xmpp.stop();
  });

  test("is right with it, and the session survives a lost connection", async () => {
    const { acknowledged, received, xmpp, errors } = await session(true, pings);
    expect(received).toBeGreaterThanOrEqual(5);
    expect(acknowledged).toBe(received);
    const resumed = once(xmpp.streamManagement, "resumed");
    xmpp.reconnect.start();
    xmpp.socket!.destroy!();
    await resumed;
    await ping(xmpp);
    expect(xmpp.streamManagement.inbound).toBe(acknowledged + 1);
    expect(errors).toEqual([]);
    await xmpp.stop();
  });
});

describe("a session that ends before <enabled/> is acted on", () => {
  const endAtOnce = async (fixed: boolean) => {
    const xmpp = bed.client("juliet");
    xmpp.reconnect.stop();
    if (fixed) fixStreamManagement(xmpp);
    const { promise, resolve } = Promise.withResolvers<undefined>();
    xmpp.on("element", (element: Element) => {
      // The server's answer, and the end of the connection, in one go.
      if (!element.is("enabled", "urn:xmpp:sm:3")) return;
      xmpp.socket!.emit("close");
      resolve(undefined);
    });
    await xmpp.start();
    await promise;
    // What handles the answer runs in microtasks.
    await new Promise((resolve) => setImmediate(resolve));
    const { enabled } = xmpp.streamManagement;
    xmpp.streamManagement.enabled = false;
    return enabled;
  };

  test("leaves its timers running without the fix", async () => {
    expect(await endAtOnce(false)).toBe(true);
  });

  test("starts none with it", async () => {
    expect(await endAtOnce(true)).toBe(false);
  });
});

describe("stanzas right behind <enabled/>", () => {
  // Presence makes Prosody's mod_privilege send a message at once.
  const hasty = async (xmpp: Client) => {
    await xmpp.send(xml("presence"));
    await Promise.race([once(xmpp, "disconnect"), ping(xmpp, 500).then(() => ping(xmpp, 500))]).catch(() => undefined);
    await xmpp.send(xml("r", "urn:xmpp:sm:3")).catch(() => undefined);
  };
  const runs = 5;

  test("end the stream without the fix", async () => {
    let lost = 0;
    for (let run = 0; run < runs; run += 1) {
      const { xmpp, errors } = await session(false, hasty);
      await xmpp.stop();
      if (errors.length > 0 || /acknowledged more/.test(bed.log())) lost += 1;
    }
    expect(lost).toBeGreaterThan(0);
  });

  test("do no harm with it", async () => {
    for (let run = 0; run < runs; run += 1) {
      const { xmpp, errors } = await session(true, hasty);
      await xmpp.stop();
      expect(errors).toEqual([]);
    }
  });
});
