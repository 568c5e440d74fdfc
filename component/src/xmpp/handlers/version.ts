// XEP-0092: Software Version. Without the operating system, which helps attackers most (section 5).
import { element, NS_VERSION } from "@status-scheme/protocol";
import type { Handler } from "./handler.ts";

export function versionHandler(software: { readonly name: string; readonly version: string }): Handler {
  return {
    type: "get",
    ns: NS_VERSION,
    name: "query",
    features: [NS_VERSION],
    answer: () =>
      Promise.resolve(
        element(
          NS_VERSION,
          "query",
          {},
          element(NS_VERSION, "name", {}, software.name),
          element(NS_VERSION, "version", {}, software.version),
        ),
      ),
  };
}
