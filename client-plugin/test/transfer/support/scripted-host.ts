// A host without a wire: stanzas are handed in and taken out one by one.
import { decodeError, element, NS_STANZAS, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../../../src/host/host.ts";

type Handler = Parameters<Host["answer"]>[3];

export interface ScriptedHost {
  readonly host: Host;
  /** What went out and was not taken yet, in its order. Questions have no id. */
  readonly out: Element[];
  /** Something comes in: a question, the answer to one of ours, presence or a message. */
  readonly receive: (incoming: Element) => void;
  /** A question of ours that was taken has this id from now on. */
  readonly name: (question: Element, id: string) => void;
}

/** `jid`: own full JID. What nobody here answers is refused as by any client. */
export function createScriptedHost(jid: string): ScriptedHost {
  const out: Element[] = [];
  const handlers = new Map<string, Handler>();
  const listeners = new Set<(incoming: Element) => void>();
  const waiting = new Map<Element, PromiseWithResolvers<Element>>();
  const named = new Map<string, Element>();
  const answer = async (question: Element) => {
    const [payload] = question.getChildElements();
    const { from, id, type } = question.attrs;
    const handler = handlers.get(`${type!} ${payload!.getNS()} ${payload!.getName()}`);
    const unknown = stanza("error", { type: "cancel" }, element(NS_STANZAS, "service-unavailable"));
    const reply = (await handler?.(from, payload!, () => Promise.resolve(undefined))) ?? unknown;
    const isError = reply !== true && reply.name === "error";
    out.push(stanza("iq", { type: isError ? "error" : "result", id, from: jid, to: from }, reply !== true && reply));
  };
  const host: Partial<Host> = {
    jid: () => jid,
    ask(question) {
      const reply = Promise.withResolvers<Element>();
      question.attrs.from = jid;
      waiting.set(question, reply);
      out.push(question);
      return reply.promise;
    },
    send(outgoing) {
      outgoing.attrs.from = jid;
      out.push(outgoing);
      return Promise.resolve();
    },
    answer: (type, xmlns, name, handler) => void handlers.set(`${type} ${xmlns} ${name}`, handler),
    onStanza(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onOffline: () => () => undefined,
  };
  return {
    host: host as Host,
    out,
    receive(incoming) {
      const { type, id } = incoming.attrs;
      if (incoming.name !== "iq") for (const listener of listeners) listener(incoming);
      else if (type === "get" || type === "set") void answer(incoming);
      else {
        const reply = waiting.get(named.get(id!)!)!;
        const error = incoming.getChild("error");
        if (!error) return reply.resolve(incoming);
        const { code, detail } = decodeError(error);
        reply.reject(new SchemeError(code, detail, { cause: error }));
      }
    },
    name: (question, id) => {
      question.attrs.id = id;
      named.set(id, question);
    },
  };
}
