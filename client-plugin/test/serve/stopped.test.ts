// A plugin that is stopped while it begins to serve leaves nothing on the host, and sends nothing more.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { NS_BLOCKING, NS_ROSTER, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { xml } from "@xmpp/client";
import { createStatusScheme } from "../../src/core.ts";
import type { Host } from "../../src/host/host.ts";
import { createXmppjsHost } from "../../src/host/xmppjs.ts";

const LOOKS = [{ state: "dnd", text: [{ lang: "en", text: "Busy" }] }];

let bed: Testbed;
beforeAll(async () => void (bed = await startTestbed()));
afterAll(() => bed?.stop());

/** The host, and which hooks are on it. */
function hooked(host: Host): { readonly host: Host; readonly hooks: readonly string[] } {
  const hooks: string[] = [];
  const names = ["onStanza", "onOnline", "onOffline", "onResumed", "onSentPresence", "onLeavingPresence"] as const;
  const noting = [...names, "decoratePresence", "holdPresence"].map((name) => {
    const hook = host[name as keyof Host] as (listener: unknown) => () => void;
    const noted = (listener: unknown) => {
      hooks.push(name);
      const takeBack = hook(listener);
      return () => {
        hooks.splice(hooks.indexOf(name), 1);
        takeBack();
      };
    };
    return [name, noted];
  });
  return { host: { ...host, ...(Object.fromEntries(noting) as Partial<Host>) }, hooks };
}

test.each([
  ["at once", undefined, false],
  ["while the roster is read", NS_ROSTER, false],
  ["while the blocks are read", NS_BLOCKING, false],
  ["while something else is served", NS_ROSTER, true],
])("stopped %s", async (_when, namespace, isServing) => {
  const xmpp = bed.client("juliet");
  let hooks: readonly string[] = [];
  const schemes = createStatusScheme((options) => {
    const noted = hooked(createXmppjsHost(xmpp, options));
    ({ hooks } = noted);
    return noted.host;
  });
  const settled = new Promise<void>((resolve) => void schemes.once("settled", resolve));
  await xmpp.start();
  await xmpp.send(stanza("presence", {}));
  await settled;
  if (isServing) await schemes.serve({ looks: [{ ...LOOKS[0]!, state: "away" }] });
  const sent: Element[] = [];
  const asked = new Promise<void>((resolve) => {
    xmpp.on("send", (element: Element) => {
      // What xmpp.js answers of itself is nobody's.
      if (xmpp.isStanza(element) && element.attrs.type !== "error") sent.push(element);
      if (element.getChildElements()[0]?.getNS() === namespace) resolve();
    });
  });
  const served = schemes.serve({ looks: LOOKS }).catch(({ code }: { readonly code: string }) => code);
  if (namespace !== undefined) await asked;
  await schemes.stop();
  sent.length = 0;
  expect(await served).toBe("try-later");
  // All that was on its way is out by then.
  await xmpp.iqCaller.request(xml("iq", { type: "get" }, xml("ping", "urn:xmpp:ping")));
  expect(sent.map((element) => element.getChildElements()[0]?.name)).toEqual(["ping"]);
  expect(hooks).toEqual([]);
  xmpp.reconnect.stop();
  await xmpp.stop();
});
