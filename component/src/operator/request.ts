// A command as it comes from a person: its name and its arguments' texts, read and obeyed.
import { SchemeError } from "@status-scheme/protocol";
import type { Moderation } from "../service/moderation.ts";
import type { Answer } from "./answer.ts";
import { REASON } from "./arguments.ts";
import type { Argument } from "./arguments.ts";
import { commandOf } from "./commands.ts";

/** Who works on the machine itself, in the log. */
export const AT_THE_MACHINE = "operator";

export interface CommandRequest {
  readonly name: string;
  readonly target?: string;
  readonly reason?: string;
}

/** What was given at a command line, or what is wrong with it. */
export function readRequest(name: string, targets: readonly string[], reason?: string): CommandRequest | string {
  const command = commandOf(name);
  if (!command) return `There is no command ${name}.`;
  const { argument, isOrder } = command;
  const [text, ...more] = targets;
  const target = text === undefined ? undefined : argument?.parse(text);
  const isMissing = text === undefined && argument !== undefined && !argument.isOptional;
  if (isMissing || more.length > 0 || (text !== undefined && target === undefined))
    return `${name} takes ${argument?.allowed ?? "nothing"}.`;
  if (reason !== undefined && !isOrder) return `${name} takes no reason.`;
  if (reason !== undefined && REASON.parse(reason) === undefined) return `--reason takes ${REASON.allowed}.`;
  return { name, ...(target !== undefined && { target }), ...(reason !== undefined && { reason }) };
}

/** @throws SchemeError `bad-request` naming what is wrong, and what the command throws */
export async function obey(moderation: Moderation, by: string, request: CommandRequest): Promise<Answer> {
  const command = commandOf(request.name) ?? malformed("command", "not known");
  const { argument, isOrder } = command;
  if (!argument && request.target !== undefined) malformed(request.name, "takes nothing");
  const target = argument && read(argument, request.target);
  const reason = isOrder ? read(REASON, request.reason) : undefined;
  return command.run(moderation, target, { by, ...(reason !== undefined && { reason }) });
}

/** @throws SchemeError `bad-request` */
function read({ name, allowed, isOptional, parse }: Argument, text: string | undefined): string | undefined {
  if (text === undefined && isOptional) return undefined;
  return (text !== undefined && parse(text)) || malformed(name, `is ${allowed}`);
}

function malformed(what: string, reason: string): never {
  throw new SchemeError("bad-request", { what, reason });
}
