// Service discovery (XEP-0030): what this entity is, what it can do, and its limits (XEP-0128; draft, "Discovering
// Support"). Features are those of the handlers that are there for the asker, so none can be advertised that is not.
import { element, encodeLimitsForm, NS_DISCO_INFO, NS_DISCO_ITEMS, SchemeError } from "@status-scheme/protocol";
import type { Element, Limits } from "@status-scheme/protocol";
import { isThereFor } from "./handlers/handler.ts";
import type { Handler } from "./handlers/handler.ts";

/** What there is at nodes; undefined where nothing is, for this asker. */
export interface Nodes {
  readonly info: (asker: string, node: string) => Element | undefined;
  readonly items: (asker: string, node: string) => Element | undefined;
}

export interface DiscoDeps {
  /** All the other handlers. */
  readonly handlers: readonly Handler[];
  /** The service's name, for people. */
  readonly name: string;
  readonly limits: Limits;
  /** The origins media come from. */
  readonly origins: readonly string[];
  readonly nodes: Nodes;
}

export function discoHandlers({ handlers, name, limits, origins, nodes }: DiscoDeps): readonly Handler[] {
  const featuresFor = (asker: string) => {
    const there = handlers.filter((handler) => isThereFor(handler, asker));
    return [...new Set([...there.flatMap(({ features }) => features), NS_DISCO_INFO, NS_DISCO_ITEMS])].sort();
  };
  const info = (asker: string) =>
    element(
      NS_DISCO_INFO,
      "query",
      {},
      element(NS_DISCO_INFO, "identity", { category: "component", type: "generic", name }),
      ...featuresFor(asker).map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
      encodeLimitsForm(limits, origins),
    );
  return [
    query(NS_DISCO_INFO, info, nodes.info),
    query(NS_DISCO_ITEMS, () => element(NS_DISCO_ITEMS, "query"), nodes.items),
  ];
}

/** XEP-0030 7: a node that is not there is an error. */
function query(ns: string, root: (asker: string) => Element, at: Nodes["info"]): Handler {
  return {
    type: "get",
    ns,
    name: "query",
    features: [ns],
    answer: async (asker, { attrs: { node } }) => {
      const found = node === undefined ? root(asker) : at(asker, node);
      if (!found) throw new SchemeError("not-found");
      return found;
    },
  };
}
