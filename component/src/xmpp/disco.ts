// Service discovery (XEP-0030): what this entity is, what it can do, and its limits (XEP-0128; draft, "Discovering
// Support"). Features are those of the handlers that are there, so none can be advertised that is not.
import { element, encodeLimitsForm, NS_DISCO_INFO, NS_DISCO_ITEMS, SchemeError } from "@status-scheme/protocol";
import type { Element, Limits } from "@status-scheme/protocol";
import type { Handler } from "./handlers/handler.ts";

export interface DiscoDeps {
  /** All the other handlers. */
  readonly handlers: readonly Handler[];
  /** The service's name, for people. */
  readonly name: string;
  readonly limits: Limits;
  /** The origins media come from. */
  readonly origins: readonly string[];
}

export function discoHandlers({ handlers, name, limits, origins }: DiscoDeps): readonly Handler[] {
  const features = new Set([...handlers.flatMap((handler) => handler.features), NS_DISCO_INFO, NS_DISCO_ITEMS]);
  const info = () =>
    element(
      NS_DISCO_INFO,
      "query",
      {},
      element(NS_DISCO_INFO, "identity", { category: "component", type: "generic", name }),
      ...[...features].sort().map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
      encodeLimitsForm(limits, origins),
    );
  return [onRoot(NS_DISCO_INFO, info), onRoot(NS_DISCO_ITEMS, () => element(NS_DISCO_ITEMS, "query"))];
}

/** XEP-0030 7: there are no nodes here. */
function onRoot(ns: string, answer: () => Element): Handler {
  return {
    type: "get",
    ns,
    name: "query",
    features: [ns],
    answer: async (_asker, { attrs }) => {
      if (attrs.node !== undefined) throw new SchemeError("not-found");
      return answer();
    },
  };
}
