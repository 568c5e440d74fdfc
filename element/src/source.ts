// Where looks come from: one listener a source, however many elements show its contacts.
import type { Shown } from "@status-scheme/client-plugin";
import type { MediumKind } from "@status-scheme/protocol";

/** What the elements use of a `StatusScheme`. */
export interface LookSource {
  readonly shown: (contact: string) => Shown | undefined;
  /** Gets a medium of the look shown; it comes by a `look` event. */
  readonly load: (contact: string, kind: MediumKind) => boolean;
  on(event: "look", listener: (shown: Shown) => void): unknown;
  off(event: "look", listener: (shown: Shown) => void): unknown;
}

export interface Watching {
  /** Calls for each look of this contact (bare JID), until what is returned is called. */
  readonly watch: (source: LookSource, contact: string, onLook: () => void) => () => void;
}

export function createWatching(): Watching {
  const boards = new Map<LookSource, { readonly contacts: Map<string, Set<() => void>>; readonly end: () => void }>();
  const boardOf = (source: LookSource) => {
    let board = boards.get(source);
    if (!board) {
      const contacts = new Map<string, Set<() => void>>();
      const listener = ({ contact }: Shown) => contacts.get(contact)?.forEach((onLook) => onLook());
      source.on("look", listener);
      board = { contacts, end: () => source.off("look", listener) };
      boards.set(source, board);
    }
    return board;
  };
  return {
    watch(source, contact, onLook) {
      const { contacts, end } = boardOf(source);
      const watchers = contacts.get(contact) ?? new Set();
      contacts.set(contact, watchers.add(onLook));
      return () => {
        watchers.delete(onLook);
        if (watchers.size > 0 || !contacts.delete(contact) || contacts.size > 0) return;
        boards.delete(source);
        end();
      };
    },
  };
}
