// The order of a flow, whoever takes part: replies answer what was asked before them, and a Jingle session runs from its
// first action to its last (XEP-0166 6).
import { NS_JINGLE, parseXml } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Example } from "../../src/index.ts";

/** What is out of order, by example. */
export function disorder(examples: readonly Example[]): string[] {
  const steps = examples.toSorted((a, b) => a.step! - b.step!).map(({ id, xml }) => ({ id, stanza: parseXml(xml) }));
  const asked: Element[] = [];
  const sessions = new Map<string, "initiated" | "accepted" | "ended">();
  return steps.flatMap(({ id, stanza }) => {
    const wrong = isReply(stanza) ? replyTo(asked, stanza) : jingleStep(sessions, stanza);
    if (stanza.name === "iq" && !isReply(stanza)) asked.push(stanza);
    return wrong === undefined ? [] : [`#${id}: ${wrong}`];
  });
}

function isReply({ name, attrs }: Element): boolean {
  return name === "iq" && (attrs.type === "result" || attrs.type === "error");
}

function replyTo(asked: Element[], { attrs }: Element): string | undefined {
  const index = asked.findIndex((request) => {
    return request.attrs.id === attrs.id && request.attrs.to === attrs.from && request.attrs.from === attrs.to;
  });
  if (index < 0) return "answers nothing that was asked";
  asked.splice(index, 1);
  return undefined;
}

function jingleStep(sessions: Map<string, string>, stanza: Element): string | undefined {
  const jingle = stanza.getChild("jingle", NS_JINGLE);
  if (!jingle) return undefined;
  const { action, sid } = jingle.attrs;
  const state = sessions.get(sid!);
  const [needed, next] = {
    "session-initiate": [[undefined], "initiated"],
    "session-accept": [["initiated"], "accepted"],
    "session-terminate": [["initiated", "accepted"], "ended"],
  }[action!] ?? [["accepted"], state];
  if (next !== undefined) sessions.set(sid!, next as string);
  return (needed as unknown[]).includes(state) ? undefined : `${action!} in a session that is ${state ?? "not there"}`;
}
