// Where administrators' clients find the commands (XEP-0050, 3): nodes of service discovery, for them alone.
import { element, NS_COMMANDS, NS_DATA_FORMS, NS_DISCO_INFO, NS_DISCO_ITEMS } from "@status-scheme/protocol";
import { COMMANDS, commandOf } from "../operator/commands.ts";
import type { Nodes } from "./disco.ts";

export interface CommandNodesDeps {
  readonly domain: string;
  /** `asker`: a bare JID. */
  readonly isAdmin: (asker: string) => boolean;
}

export function commandNodes({ domain, isAdmin }: CommandNodesDeps): Nodes {
  const info = (node: string, type: string, name: string, features: readonly string[]) =>
    element(
      NS_DISCO_INFO,
      "query",
      { node },
      element(NS_DISCO_INFO, "identity", { category: "automation", type, name }),
      ...features.map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
    );
  return {
    info: (asker, node) => {
      if (!isAdmin(asker)) return undefined;
      if (node === NS_COMMANDS) return info(node, "command-list", "Commands of operators", []);
      const command = commandOf(node);
      return command && info(node, "command-node", command.title, [NS_COMMANDS, NS_DATA_FORMS]);
    },
    items: (asker, node) => {
      if (!isAdmin(asker) || node !== NS_COMMANDS) return undefined;
      const items = COMMANDS.map(({ name, title }) =>
        element(NS_DISCO_ITEMS, "item", { jid: domain, node: name, name: `${name}: ${title}` }),
      );
      return element(NS_DISCO_ITEMS, "query", { node }, ...items);
    },
  };
}
