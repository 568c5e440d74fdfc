// `access`: who may see one's scheme, read and changed by its owner alone (draft, "Access")
import { decodeAccessChange, encodeAccess, NS, NS_STORE } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function accessHandlers({ access }: Pick<Services, "access">): readonly Handler[] {
  const common = { ns: NS, name: "access", features: [NS, NS_STORE] };
  return [
    { ...common, type: "get", answer: async (asker) => encodeAccess(await access.get(asker)) },
    {
      ...common,
      type: "set",
      answer: async (asker, payload) => encodeAccess(await access.set(asker, decodeAccessChange(payload))),
    },
  ];
}
