// What goes out: Converse and its plugins all send by their connection's `send`, which is wrapped here, in this one place.
import type { Element as Stanza } from "@status-scheme/protocol";
import { NS_DISCO_INFO } from "@status-scheme/protocol/viewing";
import { fromDom, toDom } from "./stanza.ts";
import type { Connection, Sendable } from "./types.ts";

/** What goes out in the place of a stanza; undefined: nothing. */
export type Outgoing = (stanza: Stanza) => Stanza | undefined;

export interface Sending {
  /** Wraps a connection's `send`, once; another that was wrapped before is given back its own. */
  readonly wrap: (connection: Connection) => void;
  /** Sends as it is. Resolves to it as it went. */
  readonly send: (connection: Connection, stanza: Stanza) => Element;
  readonly stop: () => void;
}

export function createSending(outgoing: Outgoing): Sending {
  let wrapped: {
    readonly connection: Connection;
    readonly plain: Connection["send"];
    readonly ours: Connection["send"];
  };
  let isStopped = false;

  /** Converse's own stanza as it goes out: the same object wherever there is nothing to do. */
  const pass = (given: Element | Sendable): Element | undefined => {
    const element = "tree" in given ? given.tree() : given;
    const stanza = isStopped || !isOurs(element) ? undefined : fromDom(element);
    if (!stanza) return element;
    const out = outgoing(stanza);
    return out === stanza ? element : out && toDom(out);
  };
  const unwrap = () => {
    if (wrapped?.connection.send === wrapped?.ours && wrapped) wrapped.connection.send = wrapped.plain;
  };
  return {
    wrap(connection) {
      if (wrapped?.connection === connection) return;
      unwrap();
      const plain = connection.send;
      const ours: Connection["send"] = (given) => {
        if (given === null) return;
        for (const one of Array.isArray(given) ? (given as (Element | Sendable)[]) : [given as Element | Sendable]) {
          const out = pass(one);
          if (out) plain.call(connection, out);
        }
      };
      connection.send = ours;
      wrapped = { connection, plain, ours };
    },
    send(connection, stanza) {
      const element = toDom(stanza);
      (wrapped?.connection === connection ? wrapped.plain : connection.send).call(connection, element);
      return element;
    },
    stop() {
      isStopped = true;
      unwrap();
    },
  };
}

/** Presence, and answers to disco#info. */
function isOurs(element: Element): boolean {
  if (element.tagName === "presence") return true;
  if (element.tagName !== "iq") return false;
  const type = element.getAttribute("type");
  if (type !== "result" && type !== "error") return false;
  const payload = element.firstElementChild;
  return payload?.tagName === "query" && payload.getAttribute("xmlns") === NS_DISCO_INFO;
}
