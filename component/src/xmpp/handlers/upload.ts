// `request`: a slot to upload a medium to, in XEP-0363's elements (draft, "Uploading Media"). Not XEP-0363's feature:
// clients would take this service for the host's uploader of ordinary attachments.
import { decodeSlotRequest, encodeSlot, NS_HTTP_UPLOAD, NS_UPLOAD } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function uploadHandler({ slot }: Pick<Services, "slot">): Handler {
  return {
    type: "get",
    ns: NS_HTTP_UPLOAD,
    name: "request",
    features: [NS_UPLOAD],
    answer: async (asker, payload) => encodeSlot(await slot(asker, decodeSlotRequest(payload))),
  };
}
