// The trap: xmpp.js's `iqCaller` takes any reply with the right id, and makes ids with Math.random: whoever guesses one
// answers in the place of the one that was asked. Here ids cannot be guessed, and a reply counts only from who was asked.
import { bareJid, decodeError, parseJid, SchemeError } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import type { XmppEntity } from "@xmpp/entity";

export const DEFAULT_TIMEOUT_MS = 30_000;

interface Question {
  readonly isFromAsked: (from: string | undefined) => boolean;
  readonly settle: (outcome: Element | SchemeError) => void;
}
const questions = new WeakMap<XmppEntity, Map<string, Question>>();

/** What xmpp.js does with a reply to a question of ours, where it knows of it: otherwise it passes its whole chain. */
const NOTHING = { resolve: () => undefined, reject: () => undefined };

/**
 * Sends an IQ (get or set; its id is set here) and resolves to the stanza of type result that whoever was asked replies.
 * @throws SchemeError the error replied, whose `cause` is its element for those who know more conditions, or `try-later` where there is no connection, it is lost, or `timeoutMs` pass
 */
export function ask(entity: XmppEntity, iq: Element, timeoutMs = DEFAULT_TIMEOUT_MS): Promise<Element> {
  const open = questionsOf(entity);
  const id = crypto.randomUUID();
  iq.attrs.id = id;
  return new Promise((resolve, reject) => {
    const settle = (outcome: Element | SchemeError) => {
      clearTimeout(timer);
      open.delete(id);
      entity.iqCaller.handlers.delete(id);
      if (outcome instanceof SchemeError) reject(outcome);
      else resolve(outcome);
    };
    const timer = setTimeout(() => settle(new SchemeError("try-later", { reason: "no reply in time" })), timeoutMs);
    const fail = (cause: unknown) => settle(new SchemeError("try-later", { reason: "not connected" }, { cause }));
    entity.iqCaller.handlers.set(id, NOTHING);
    open.set(id, { isFromAsked: (from) => from === iq.attrs.to || isInNameOf(entity, iq.attrs.to, from), settle });
    // Before that, an IQ would fall into the negotiation of the stream.
    if (entity.status === "online") entity.send(iq).catch(fail);
    else fail(undefined);
  });
}

/** One listener an entity, however many questions are open. */
function questionsOf(entity: XmppEntity): Map<string, Question> {
  const known = questions.get(entity);
  if (known) return known;
  const open = new Map<string, Question>();
  questions.set(entity, open);
  entity.on("stanza", (stanza: Element) => {
    const { type, id, from } = stanza.attrs;
    if (stanza.name !== "iq" || (type !== "result" && type !== "error") || id === undefined) return;
    const question = open.get(id);
    if (!question?.isFromAsked(from)) return;
    question.settle(type === "result" ? stanza : errorOf(stanza));
  });
  entity.on("disconnect", () => {
    for (const { settle } of open.values()) settle(new SchemeError("try-later", { reason: "disconnected" }));
  });
  return open;
}

function errorOf(stanza: Element): SchemeError {
  const error = stanza.getChild("error");
  if (!error) return new SchemeError("internal", { reason: "an error without <error/>" });
  const { code, detail } = decodeError(error);
  return new SchemeError(code, detail, { cause: error });
}

/**
 * RFC 6120 8.1.2.1 and 10.3.3: what is asked of the own account, with or without naming it, the server answers in the
 * account's name, in its own, or in none.
 */
function isInNameOf(entity: XmppEntity, to: string | undefined, from: string | undefined): boolean {
  const own = entity.jid?.bare().toString();
  const ofAccount = to === undefined || (own !== undefined && same(to, own));
  if (from === undefined) return ofAccount;
  const right = ofAccount ? [own, own && parseJid(own).domain] : [to];
  return right.some((jid) => jid !== undefined && same(jid, from));
}

function same(one: string, other: string): boolean {
  return one === other || canonical(one) === canonical(other);
}

function canonical(jid: string): string {
  try {
    const { resource } = parseJid(jid);
    return resource === undefined ? bareJid(jid) : `${bareJid(jid)}/${resource}`;
  } catch {
    return jid;
  }
}
