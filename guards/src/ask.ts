// The trap: xmpp.js's `iqCaller` takes any reply with the right id, and makes ids with Math.random: whoever guesses one
// answers in the place of the one that was asked. Here an entity's questions are questions.ts's.
import type { Element } from "@status-scheme/protocol";
import type { XmppEntity } from "@xmpp/entity";
import { createQuestions } from "./questions.ts";
import type { Questions } from "./questions.ts";

const questions = new WeakMap<XmppEntity, Questions>();

/** What xmpp.js does with a reply to a question of ours, where it knows of it: otherwise it passes its whole chain. */
const NOTHING = { resolve: () => undefined, reject: () => undefined };

/**
 * Sends an IQ (get or set; its id is set here) and resolves to the stanza of type result that whoever was asked replies.
 * @throws SchemeError the error replied, whose `cause` is its element for those who know more conditions, or `try-later` where there is no connection, it is lost, or `timeoutMs` pass
 */
export function ask(entity: XmppEntity, iq: Element, timeoutMs?: number): Promise<Element> {
  return questionsOf(entity).ask(iq, timeoutMs);
}

/** One listener an entity, however many questions are open. */
function questionsOf(entity: XmppEntity): Questions {
  const known = questions.get(entity);
  if (known) return known;
  const open = createQuestions({
    own: () => entity.jid?.bare().toString(),
    isOnline: () => entity.status === "online",
    send: (iq) => entity.send(iq),
    onBegin: (id) => entity.iqCaller.handlers.set(id, NOTHING),
    onEnd: (id) => entity.iqCaller.handlers.delete(id),
  });
  questions.set(entity, open);
  entity.on("stanza", open.take);
  entity.on("disconnect", open.lose);
  return open;
}
