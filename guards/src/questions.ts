// IQ requests in flight, whichever XMPP library carries them: ids cannot be guessed, and a reply counts only from who was
// asked (RFC 6120 8.1.2.1, 10.3.3). The trap: libraries take any reply with the right id, and make ids that can be guessed.
import { bareJid, decodeError, parseJid, SchemeError } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";

export const DEFAULT_TIMEOUT_MS = 30_000;

export interface Questions {
  /**
   * Sends an IQ (get or set; its id is set here) and resolves to the stanza of type result that whoever was asked replies.
   * @throws SchemeError the error replied, whose `cause` is its element for those who know more conditions, or `try-later` where there is no connection, it is lost, or `timeoutMs` pass
   */
  readonly ask: (iq: Element, timeoutMs?: number) => Promise<Element>;
  /** Whether there is a question of this id. */
  readonly has: (id: string) => boolean;
  /** A stanza that came: where it is the reply to a question, that is settled. */
  readonly take: (stanza: Element) => void;
  /** The connection is lost. */
  readonly lose: () => void;
}

export interface QuestionsUses {
  /** Own bare JID, where it is known. */
  readonly own: () => string | undefined;
  /** Before that, an IQ would fall into the negotiation of the stream. */
  readonly isOnline: () => boolean;
  readonly send: (iq: Element) => Promise<unknown>;
  /** A question of this id begins, and ends. */
  readonly onBegin?: (id: string) => void;
  readonly onEnd?: (id: string) => void;
}

interface Question {
  readonly isFromAsked: (from: string | undefined) => boolean;
  readonly settle: (outcome: Element | SchemeError) => void;
}

export function createQuestions(uses: QuestionsUses): Questions {
  const open = new Map<string, Question>();
  return {
    ask(iq, timeoutMs = DEFAULT_TIMEOUT_MS) {
      const id = crypto.randomUUID();
      iq.attrs.id = id;
      return new Promise((resolve, reject) => {
        const settle = (outcome: Element | SchemeError) => {
          clearTimeout(timer);
          open.delete(id);
          uses.onEnd?.(id);
          if (outcome instanceof SchemeError) reject(outcome);
          else resolve(outcome);
        };
        const timer = setTimeout(() => settle(new SchemeError("try-later", { reason: "no reply in time" })), timeoutMs);
        const fail = (cause: unknown) => settle(new SchemeError("try-later", { reason: "not connected" }, { cause }));
        uses.onBegin?.(id);
        open.set(id, {
          isFromAsked: (from) => from === iq.attrs.to || isInNameOf(uses.own(), iq.attrs.to, from),
          settle,
        });
        if (uses.isOnline()) uses.send(iq).catch(fail);
        else fail(undefined);
      });
    },
    has: (id) => open.has(id),
    take(stanza) {
      const { type, id, from } = stanza.attrs;
      if (stanza.name !== "iq" || (type !== "result" && type !== "error") || id === undefined) return;
      const question = open.get(id);
      if (!question?.isFromAsked(from)) return;
      question.settle(type === "result" ? stanza : errorOf(stanza));
    },
    lose() {
      for (const { settle } of open.values()) settle(new SchemeError("try-later", { reason: "not connected" }));
    },
  };
}

function errorOf(stanza: Element): SchemeError {
  const error = stanza.getChild("error");
  if (!error) return new SchemeError("internal", { reason: "not an answer to what was asked" });
  const { code, detail } = decodeError(error);
  return new SchemeError(code, detail, { cause: error });
}

/**
 * RFC 6120 8.1.2.1 and 10.3.3: what is asked of the own account, with or without naming it, the server answers in the
 * account's name, in its own, or in none.
 */
function isInNameOf(own: string | undefined, to: string | undefined, from: string | undefined): boolean {
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
