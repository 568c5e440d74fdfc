// What the examples do not show of their flows, by flow. Who is whose contact is in service.ts.
import { readFileSync } from "node:fs";
import type { Flow } from "../support/replay.ts";

const DND = readFileSync(new URL("../../../fixtures/schemes/juliet/dnd.png", import.meta.url));

export const FLOWS: Readonly<Record<string, Flow>> = {
  contacts: { readsRosters: false },
  story: {
    before: {
      // The PUT of the image goes over HTTP.
      5: (service, real) => service.put(real("https://schemes.capulet.lit/upload/w5yN0cT8aKfJ"), DND),
    },
  },
};
