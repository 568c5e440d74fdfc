// Who may see a scheme that the client stores itself (draft, section 8.1): the access of section 6.6, kept here; contacts
// and blocks are those of the account's own lists.
import { decodeAccessChange, encodeAccessChange, SchemeError } from "@status-scheme/protocol";
import type { Access, AccessChange } from "@status-scheme/protocol";
import type { SchemeStore } from "../api.ts";
import { createInTurn } from "../in-turn.ts";
import type { ContactLists } from "../owner/contact-lists.ts";
import { maySee } from "../owner/may-see.ts";
import { refuseStore } from "./store-error.ts";

export interface LocalAccess {
  /** Reads what is kept. @throws SchemeError, also where it is damaged: who may see is not to be guessed */
  readonly open: () => Promise<void>;
  readonly get: () => Access;
  /** @throws SchemeError `conflict`, `bad-request` */
  readonly set: (change: AccessChange) => Promise<Access>;
  /** Whether this contact may see, for what is known now: nobody, until the lists are read. */
  readonly allows: (contact: string) => boolean;
  /** Every presence subscriber may see the scheme. */
  readonly isSeenByAll: () => boolean;
}

export interface LocalAccessUses {
  readonly store: SchemeStore;
  /** Bare JID. */
  readonly owner: string;
  readonly lists: Pick<ContactLists, "subscribers" | "blocked">;
  /** Someone may see who might not before, or the other way round. */
  readonly onChange: () => void;
}

const FIRST: Access = { version: "0", model: "presence", groups: [], allowed: [], blocked: [], roster: "owner" };
const NOBODY: ReadonlySet<string> = new Set();

export function createLocalAccess({ store, owner, lists, onChange }: LocalAccessUses): LocalAccess {
  const key = `${owner}/access`;
  let access = FIRST;
  /** What one change leaves as it is, another may change. */
  const inTurn = createInTurn();
  const allows = (jid: string) => {
    const contact = lists.subscribers()?.get(jid);
    return contact !== undefined && maySee(access, contact, lists.blocked() ?? NOBODY);
  };
  return {
    open: () =>
      store
        .get(key)
        .then((bytes) => {
          if (bytes) access = { ...FIRST, ...(JSON.parse(new TextDecoder().decode(bytes)) as Access) };
        })
        .catch(refuseStore),
    get: () => access,
    set: (given) =>
      inTurn(async () => {
        // As a service would read it: JIDs in the one form that contacts have, too.
        const { version, contacts, ...change } = decodeAccessChange(encodeAccessChange(given));
        if (contacts) throw new SchemeError("bad-request", { what: "contacts", reason: "they are the roster's" });
        if (version !== undefined && version !== access.version) {
          throw new SchemeError("conflict", { version: access.version });
        }
        const next = { ...access, ...change, version: String(Number(access.version) + 1) };
        await store.set(key, new TextEncoder().encode(JSON.stringify(next))).catch(refuseStore);
        access = next;
        onChange();
        return next;
      }),
    allows,
    isSeenByAll: () => {
      const subscribers = lists.subscribers();
      if (!subscribers || (access.model !== "presence" && access.model !== "open")) return false;
      return [...subscribers.keys()].every(allows);
    },
  };
}
