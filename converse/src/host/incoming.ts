// What comes: one handler of Strophe's, for the stanzas that this protocol has to do with. Strophe answers a request that
// no handler matches; so ours matches those only that it may answer, and where it does not, Strophe's answer is given.
import { encodeError, NS, SchemeError, stanza } from "@status-scheme/protocol/viewing";
import type { Element as Stanza } from "@status-scheme/protocol";
import type { Host } from "@status-scheme/client-plugin/host";
import { fromDom } from "./stanza.ts";
import type { Connection, Handler } from "./types.ts";

type Answer = Parameters<Host["answer"]>[3];

export interface IncomingUses {
  readonly onStanza: (stanza: Stanza) => void;
  /** Whether a question of this id is open, and the reply to one. */
  readonly isAsked: (id: string) => boolean;
  readonly onReply: (iq: Stanza) => void;
  readonly send: (iq: Stanza) => Promise<void>;
  readonly onError: (error: unknown) => void;
}
export interface Incoming {
  /** Listens to a connection from now on, and to no other. Strophe forgets handlers when a connection is lost. */
  readonly listen: (connection: Connection) => void;
  readonly answer: Host["answer"];
  readonly stop: () => void;
}

export function createIncoming({ onStanza, isAsked, onReply, send, onError }: IncomingUses): Incoming {
  const answers = new Map<string, Answer>();
  let current: { readonly connection: Connection; readonly handler: Handler } | undefined;

  const answerOf = (iq: Element): Answer | undefined => {
    const payload = iq.firstElementChild;
    if (!payload) return undefined;
    return answers.get(`${iq.getAttribute("type")} ${payload.getAttribute("xmlns")} ${payload.tagName}`);
  };
  const isWanted = (element: Element): boolean => {
    switch (element.tagName) {
      case "presence":
        return true;
      case "message":
        return element.getAttribute("type") === "error" || hasOurs(element);
      case "iq":
        return isReply(element) ? isAsked(element.getAttribute("id") ?? "") : answerOf(element) !== undefined;
      default:
        return false;
    }
  };

  /** As Strophe would go on without our handler. */
  const passOn = (element: Element, { connection, handler }: NonNullable<typeof current>) => {
    const isMatched = connection.handlers.some((other) => other !== handler && other.isMatch(element));
    if (!isMatched && connection.iqFallbackHandler.isMatch(element)) connection.iqFallbackHandler.run(element);
  };
  const reply = async (element: Element, iq: Stanza, here: NonNullable<typeof current>) => {
    const answer = answerOf(element)!;
    // A handler for a namespace is one that answers; others only look.
    const isAnswered = here.connection.handlers.some(
      (other) => other !== here.handler && !!other.ns && other.isMatch(element),
    );
    const { from, id } = iq.attrs;
    const result = async (): Promise<Stanza | undefined> => {
      try {
        const payload = await answer(from, iq.getChildElements()[0]!, () =>
          Promise.resolve(isAnswered ? true : undefined),
        );
        if (payload === undefined) return undefined;
        return stanza("iq", { type: "result", id, to: from }, payload === true ? undefined : payload);
      } catch (error) {
        if (!(error instanceof SchemeError)) onError(error);
        const refusal = encodeError(error instanceof SchemeError ? error : new SchemeError("internal"));
        return stanza("iq", { type: "error", id, to: from }, refusal);
      }
    };
    const answered = await result();
    if (isAnswered) return;
    if (answered) await send(answered);
    else passOn(element, here);
  };

  const take = (element: Element) => {
    const taken = current && fromDom(element);
    if (!taken) return;
    if (isReply(element)) {
      onReply(taken);
      return;
    }
    onStanza(taken);
    if (taken.name === "iq") reply(element, taken, current!).catch(onError);
  };
  const stop = () => {
    current?.connection.deleteHandler(current.handler);
    current = undefined;
  };
  return {
    listen(connection) {
      stop();
      const handler = connection.addHandler((element) => {
        try {
          take(element);
        } catch (error) {
          onError(error);
        }
        return true;
      });
      handler.isMatch = isWanted;
      current = { connection, handler };
    },
    answer: (type, xmlns, name, handler) => void answers.set(`${type} ${xmlns} ${name}`, handler),
    stop,
  };
}

function isReply(element: Element): boolean {
  const type = element.getAttribute("type");
  return element.tagName === "iq" && type !== "get" && type !== "set";
}

function hasOurs(message: Element): boolean {
  for (const child of message.children) if (child.getAttribute("xmlns") === NS) return true;
  return false;
}
