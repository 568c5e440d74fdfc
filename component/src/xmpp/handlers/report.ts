// `report-look`: what a viewer has to say to the operators (draft, "Reporting")
import { decodeReportRequest, NS, NS_REPORT } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import type { Handler } from "./handler.ts";

export function reportHandler({ report }: Pick<Services, "report">): Handler {
  return {
    type: "set",
    ns: NS,
    name: "report-look",
    features: [NS, NS_REPORT],
    answer: async (asker, payload) => {
      await report(asker, decodeReportRequest(payload));
      return undefined;
    },
  };
}
