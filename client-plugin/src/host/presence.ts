// Outgoing presence (draft, "Showing a State"): undirected available presence is decorated; a hint in any other is taken
// out, whoever put it there, because in a room or with a stranger its stamp would unmask an anonymous occupant.
import { Element, NS } from "@status-scheme/protocol/viewing";

export interface OutgoingPresence {
  /**
   * What goes out in the place of this presence; undefined: it is held. The host's own element is left as it is, because
   * it may be sent again.
   */
  readonly outgoing: (presence: Element) => Element | undefined;
  /** The last undirected available presence as the host sent it; undefined after `unavailable` or `forget`. */
  readonly last: () => Element | undefined;
  readonly forget: () => void;
  readonly decorators: Set<() => readonly Element[]>;
  readonly holds: Set<() => boolean>;
}

export function createPresence(onSent: (presence: Element) => void): OutgoingPresence {
  const decorators: OutgoingPresence["decorators"] = new Set();
  const holds: OutgoingPresence["holds"] = new Set();
  let last: Element | undefined;
  return {
    outgoing: (presence) => {
      const { to, type } = presence.attrs;
      const plain = copy(presence);
      plain.remove("showing", NS);
      if (to !== undefined) return plain;
      // What `refreshPresence` sends again is nothing new of the host's.
      if (presence !== last && (type === undefined || type === "unavailable")) {
        last = type === undefined ? copy(plain) : undefined;
        onSent(last ?? plain);
      }
      if (type !== undefined) return plain;
      if ([...holds].some((isHeld) => isHeld())) return undefined;
      plain.append(...[...decorators].flatMap((decorate) => decorate()));
      return plain;
    },
    last: () => last,
    forget: () => (last = undefined),
    decorators,
    holds,
  };
}

function copy(stanza: Element): Element {
  const result = new Element(stanza.name, stanza.attrs);
  result.children = [...stanza.children];
  return result;
}
