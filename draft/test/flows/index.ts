// What the examples do not show of their flows, by flow. Who is whose contact is in service.ts.
import { readFileSync } from "node:fs";
import { encodePublishRequest, stanza } from "@status-scheme/protocol";
import { SERVICE } from "../support/service.ts";
import type { RunningService } from "../support/service.ts";
import type { Flow } from "../support/replay.ts";

const DND = readFileSync(new URL("../../../fixtures/schemes/juliet/dnd.png", import.meta.url));

export const FLOWS: Readonly<Record<string, Flow>> = {
  contacts: { readsRosters: false },
  pages: {
    pageEntries: 1,
    before: {
      1: async (service) => {
        await published(service, "juliet", "2026-11-22T08:31:00.456Z");
        await published(service, "benvolio", "2026-11-22T11:02:17.640Z");
      },
    },
  },
  reporting: { before: { 1: (service) => published(service, "mercutio", "2026-11-22T08:15:42.318Z") } },
  story: {
    before: {
      // The PUT of the image goes over HTTP.
      5: (service, real) => service.put(real("https://schemes.capulet.lit/upload/w5yN0cT8aKfJ"), DND),
    },
  },
};

/** A scheme of somebody's, stored at that time. */
async function published(service: RunningService, name: string, stamp: string): Promise<void> {
  const owner = `${name}@capulet.lit`;
  const look = { state: "away", text: [{ lang: "en", text: "Walking in the grove" }], media: [] };
  service.now = Date.parse(stamp);
  const publish = encodePublishRequest({ scheme: { owner, looks: [look] } });
  service.feed(stanza("iq", { type: "set", id: "before", from: `${owner}/grove`, to: SERVICE }, publish));
  await service.idle();
  service.sent.splice(0);
}
