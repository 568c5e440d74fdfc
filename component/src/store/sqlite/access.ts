// Access and contact lists (store.ts, AccessStore, but for the facts: facts.ts).
import type { Access, AccessModel } from "@status-scheme/protocol";
import { changedContacts, compareContacts, contactList, freshId, requireVersion, UNSET_VERSION } from "../rules.ts";
import type { ContactList } from "../rules.ts";
import type { AccessStore, ContactsWritten } from "../store.ts";
import type { Database } from "./database.ts";

interface AccessRow {
  readonly version: string | null;
  readonly model: AccessModel | null;
  readonly roster_groups: string | null;
}
interface Viewer {
  readonly viewer: string;
}

export function sqliteAccess(database: Database): Omit<AccessStore, "facts"> {
  const access = database.query<[string], AccessRow>("SELECT version, model, roster_groups FROM owner WHERE jid = ?");
  const put = database.query<[string, number, string, AccessModel, string | null]>(
    `INSERT INTO owner (jid, seen, version, model, roster_groups) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seen = excluded.seen, version = excluded.version, model = excluded.model,
       roster_groups = excluded.roster_groups`,
  );
  const exists = database.query<[string], object>("SELECT 1 FROM owner WHERE jid = ?");
  const supplied = database.query<[string]>("UPDATE owner SET read_at = NULL, supplied = 1 WHERE jid = ?");
  const readFrom = database.query<[string, number]>(
    `INSERT INTO owner (jid, seen, read_at) VALUES (?1, ?2, ?2)
     ON CONFLICT DO UPDATE SET read_at = excluded.read_at, supplied = 0`,
  );
  const lists = {
    allowed: {
      read: database.query<[string], Viewer>("SELECT viewer FROM link WHERE owner = ? AND allowed = 1"),
      clear: database.query<[string]>("UPDATE link SET allowed = 0 WHERE owner = ? AND allowed = 1"),
      add: database.query<[string, string]>(
        "INSERT INTO link (owner, viewer, allowed) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET allowed = 1",
      ),
    },
    blocked: {
      read: database.query<[string], Viewer>("SELECT viewer FROM link WHERE owner = ? AND blocked = 1"),
      clear: database.query<[string]>("UPDATE link SET blocked = 0 WHERE owner = ? AND blocked = 1"),
      add: database.query<[string, string]>(
        "INSERT INTO link (owner, viewer, blocked) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET blocked = 1",
      ),
    },
  };
  const contacts = database.query<[string], Viewer & { roster_groups: string | null }>(
    "SELECT viewer, roster_groups FROM link WHERE owner = ? AND contact = 1",
  );
  const addContact = database.query<[string, string, string | null]>(
    `INSERT INTO link (owner, viewer, contact, roster_groups) VALUES (?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET contact = 1, roster_groups = excluded.roster_groups`,
  );
  const removeContact = database.query<[string, string]>(
    "UPDATE link SET contact = 0, roster_groups = NULL WHERE owner = ? AND viewer = ?",
  );
  const tidy = database.query<[string]>(
    "DELETE FROM link WHERE owner = ? AND contact = 0 AND allowed = 0 AND blocked = 0",
  );
  const audience = database.query<[string], Viewer>(
    "SELECT viewer FROM link WHERE owner = ? AND (contact = 1 OR allowed = 1)",
  );
  const naming = database.query<[string], { owner: string }>(
    "SELECT owner FROM link INDEXED BY link_viewer WHERE viewer = ? AND (contact = 1 OR allowed = 1)",
  );

  const accessOf = (owner: string): Access => {
    const row = access.get(owner);
    return {
      version: row?.version ?? UNSET_VERSION,
      model: row?.model ?? "presence",
      groups: groupsIn(row?.roster_groups),
      allowed: lists.allowed.read.all(owner).map(({ viewer }) => viewer),
      blocked: lists.blocked.read.all(owner).map(({ viewer }) => viewer),
      roster: "server",
    };
  };
  const replaceList = (owner: string, name: "allowed" | "blocked", viewers: readonly string[] | undefined) => {
    if (viewers === undefined) return;
    lists[name].clear.run(owner);
    for (const viewer of viewers) lists[name].add.run(owner, viewer);
  };
  const contactsOf = (owner: string): ContactList =>
    new Map(contacts.all(owner).map((row) => [row.viewer, groupsIn(row.roster_groups)]));
  const replaceContacts = (owner: string, list: ContactList): ContactsWritten => {
    const written = compareContacts(contactsOf(owner), list);
    for (const viewer of [...written.added, ...written.regrouped]) {
      addContact.run(owner, viewer, groupsOut(list.get(viewer)!));
    }
    for (const viewer of written.removed) removeContact.run(owner, viewer);
    if (written.removed.length > 0) tidy.run(owner);
    return written;
  };

  return {
    readAccess: (owner) => database.read(() => accessOf(owner)),
    writeAccess: (owner, change, now) =>
      database.write("durable", () => {
        const before = accessOf(owner);
        requireVersion(change.version, before.version);
        const { model, groups } = { ...before, ...change };
        put.run(owner, now, freshId(), model, groupsOut(groups));
        replaceList(owner, "allowed", change.allowed);
        replaceList(owner, "blocked", change.blocked);
        if (change.contacts !== undefined) {
          replaceContacts(owner, changedContacts(contactsOf(owner), change.contacts));
          supplied.run(owner);
        }
        tidy.run(owner);
        return accessOf(owner);
      }),
    writeContacts: (owner, list, readAt) =>
      database.write("relaxed", () => {
        if (list.length === 0 && exists.get(owner) === undefined) return { added: [], removed: [], regrouped: [] };
        readFrom.run(owner, readAt);
        return replaceContacts(owner, contactList(list));
      }),
    audience: (owner) => database.read(() => audience.all(owner).map(({ viewer }) => viewer)),
    ownersNaming: (viewer) => database.read(() => naming.all(viewer).map(({ owner }) => owner)),
  };
}

export function groupsIn(json: string | null | undefined): readonly string[] {
  return json == null ? [] : (JSON.parse(json) as readonly string[]);
}

function groupsOut(groups: readonly string[]): string | null {
  return groups.length === 0 ? null : JSON.stringify(groups);
}
