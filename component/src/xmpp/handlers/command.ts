// `command`: operators' commands as ad-hoc commands (XEP-0050), for administrators alone. A command that needs an argument
// asks for it by a form; nothing is kept between the two steps, so that a session is a name and nothing else.
import { element, NS_COMMANDS, SchemeError } from "@status-scheme/protocol";
import type { Element, XmlNode } from "@status-scheme/protocol";
import { randomUUID } from "node:crypto";
import { commandOf } from "../../operator/commands.ts";
import { obey } from "../../operator/request.ts";
import type { Services } from "../../service/api.ts";
import { formOf, resultOf, submittedIn } from "../command-forms.ts";
import type { Handler } from "./handler.ts";

export interface CommandHandlerDeps {
  readonly services: Pick<Services, "moderation">;
  /** `asker`: a bare JID. */
  readonly isAdmin: (asker: string) => boolean;
}

export function commandHandler({ services, isAdmin }: CommandHandlerDeps): Handler {
  const answer = async (asker: string, found: Element) => {
    const { node = "", action = "execute", sessionid = randomUUID() } = found.attrs;
    const command = commandOf(node);
    if (!command) throw new SchemeError("not-found");
    const reply = (status: string, ...children: readonly XmlNode[]) =>
      element(NS_COMMANDS, "command", { node, sessionid, status }, ...children);
    const { argument } = command;
    const submitted = submittedIn(found);
    switch (action) {
      case "cancel":
        return reply("canceled");
      case "execute":
      case "next":
      case "complete": {
        if (!submitted && argument && !argument.isOptional) return reply("executing", onlyComplete(), formOf(command));
        const [target, reason] = [argument && submitted?.get(argument.name), submitted?.get("reason")];
        const given = { ...(target !== undefined && { target }), ...(reason !== undefined && { reason }) };
        const { text, table } = await obey(services.moderation, asker, { name: node, ...given });
        return reply("completed", element(NS_COMMANDS, "note", { type: "info" }, text), table && resultOf(table));
      }
      default:
        throw new SchemeError("bad-request", { what: "action", reason: "not one of execute, complete, cancel" });
    }
  };
  return { type: "set", ns: NS_COMMANDS, name: "command", features: [NS_COMMANDS], serves: isAdmin, answer };
}

/** There is one step (3.4). */
function onlyComplete(): Element {
  return element(NS_COMMANDS, "actions", { execute: "complete" }, element(NS_COMMANDS, "complete"));
}
