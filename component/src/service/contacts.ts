// Owners' lists of contacts, in the store so that a restart refuses nobody who could see before (ARCHITECTURE, "Who may
// see"): read from the server where it lets us, else supplied by the owner's client.
import type { Contact } from "@status-scheme/protocol";
import { createHash } from "node:crypto";
import { createSerial } from "../blob/serial.ts";
import type { SightFacts, Store } from "../store/store.ts";
import type { Roster, Rosters } from "./rosters.ts";
import { createBoundedMap } from "./support/bounded-map.ts";

export interface ContactsDeps {
  readonly store: Pick<Store, "facts" | "writeContacts">;
  readonly rosters: Pick<Rosters, "readable" | "read" | "reread">;
  /** Runs a change of who may see, and tells the `viewers` (bare JIDs) who see since. */
  readonly around: <T>(owner: string, viewers: readonly string[], change: () => Promise<T>) => Promise<T>;
}

export interface Contacts {
  /** Facts by what is known of their list: when it was last found to be what the server has, and whose word counts. */
  current(facts: SightFacts): SightFacts;
  /** The stored list is at most as old as a grant may rest on. @throws SchemeError `try-later` */
  refresh(owner: string): Promise<void>;
  /** The stored list is read anew, for an owner about to publish too. @throws SchemeError `try-later` */
  renew(owner: string): Promise<void>;
  /** Takes note of a roster that was read. */
  note(owner: string, roster: Roster): Promise<void>;
  /** Runs a change of the stored list that does not come from here. */
  change<T>(owner: string, change: () => Promise<T>): Promise<T>;
}

/** What the store holds is the list that `digest` is of, and was what the server had at `readAt`. */
interface Noted {
  readonly digest: string;
  readonly readAt: number;
  readonly serial: number;
}
const ROOM = 50_000;

export function createContacts({ store, rosters, around }: ContactsDeps): Contacts {
  // The lists themselves change rarely: that one is still the same is remembered here and written nowhere.
  const noted = createBoundedMap<Noted>(ROOM);
  const inTurn = createSerial();

  const note = (owner: string, roster: Roster, isPublishing: boolean): Promise<void> =>
    inTurn(owner, async () => {
      const known = noted.get(owner);
      if (known && known.serial > roster.serial) return;
      const contacts = contactsOf(roster);
      const digest = digestOf(contacts);
      if (known?.digest !== digest) {
        const [facts] = await store.facts([owner], owner);
        // Nothing is kept of those who show nothing, or asking about them would fill the store.
        if (facts?.stamp === undefined && !isPublishing) return;
        const viewers = contacts.map(({ jid }) => jid);
        await around(owner, viewers, () => store.writeContacts(owner, contacts, roster.readAt));
      }
      noted.set(owner, { digest, readAt: roster.readAt, serial: roster.serial });
    });

  return {
    current: (facts) => {
      if (facts.contactsSupplied) {
        // Once the server lets us read, its word counts.
        const never = { contactsSupplied: false, contactsReadAt: Number.NEGATIVE_INFINITY };
        return rosters.readable(facts.owner) ? { ...facts, ...never } : facts;
      }
      const readAt = noted.get(facts.owner)?.readAt;
      return readAt === undefined ? facts : { ...facts, contactsReadAt: readAt };
    },
    refresh: async (owner) => note(owner, await rosters.read(owner), false),
    renew: async (owner) => note(owner, await rosters.reread(owner), true),
    note: (owner, roster) => note(owner, roster, false),
    change: (owner, change) =>
      inTurn(owner, async () => {
        try {
          return await change();
        } finally {
          noted.delete(owner);
        }
      }),
  };
}

/** Those with a subscription to the owner's presence. */
function contactsOf({ items }: Roster): readonly Contact[] {
  return items
    .filter(({ subscription }) => subscription === "from" || subscription === "both")
    .map(({ jid, groups }) => ({ jid, groups }));
}

function digestOf(contacts: readonly Contact[]): string {
  const lines = contacts.map(({ jid, groups }) => JSON.stringify([jid, [...groups].sort()])).sort();
  return createHash("sha256").update(lines.join("\n")).digest("base64");
}
