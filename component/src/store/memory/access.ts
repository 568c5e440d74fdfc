// The memory store's access, contacts and facts (store.ts, AccessStore).
import type { Access } from "@status-scheme/protocol";
import { changedContacts, compareContacts, contactList, freshId, requireVersion, UNSET_VERSION } from "../rules.ts";
import type { ContactList } from "../rules.ts";
import type { AccessStore, ContactsWritten, SightFacts } from "../store.ts";
import { linkIn, linksOf, ownerIn, tidy } from "./state.ts";
import type { Link, MemoryState } from "./state.ts";

export function memoryAccess(state: () => MemoryState): AccessStore {
  return {
    readAccess: async (owner) => accessOf(state(), owner),
    writeAccess: async (owner, change, now) => {
      const kept = state();
      requireVersion(change.version, accessOf(kept, owner).version);
      const record = ownerIn(kept, owner, now);
      record.seen = now;
      record.version = freshId();
      if (change.model !== undefined) record.model = change.model;
      if (change.groups !== undefined) record.groups = [...change.groups];
      if (change.allowed !== undefined) list(kept, owner, "allowed", change.allowed);
      if (change.blocked !== undefined) list(kept, owner, "blocked", change.blocked);
      if (change.contacts !== undefined) {
        replaceContacts(kept, owner, changedContacts(contactsOf(kept, owner), change.contacts));
        record.contactsSupplied = true;
        delete record.contactsReadAt;
      }
      return accessOf(kept, owner);
    },
    writeContacts: async (owner, contacts, readAt) => {
      const kept = state();
      if (contacts.length === 0 && !kept.owners.has(owner)) return { added: [], removed: [], regrouped: [] };
      const record = ownerIn(kept, owner, readAt);
      record.contactsReadAt = readAt;
      record.contactsSupplied = false;
      return replaceContacts(kept, owner, contactList(contacts));
    },
    facts: async (owners, viewer) => owners.map((owner) => factsOf(state(), owner, viewer)),
    audience: async (owner) =>
      linksOf(state().byOwner, owner)
        .filter(names)
        .map((link) => link.viewer),
    ownersNaming: async (viewer) =>
      linksOf(state().byViewer, viewer)
        .filter(names)
        .map((link) => link.owner),
  };
}

function accessOf(state: MemoryState, owner: string): Access {
  const record = state.owners.get(owner);
  const links = linksOf(state.byOwner, owner);
  return {
    version: record?.version ?? UNSET_VERSION,
    model: record?.model ?? "presence",
    groups: record?.groups ?? [],
    allowed: links.filter((link) => link.allowed).map((link) => link.viewer),
    blocked: links.filter((link) => link.blocked).map((link) => link.viewer),
    roster: "server",
  };
}

function factsOf(state: MemoryState, owner: string, viewer: string): SightFacts {
  const record = state.owners.get(owner);
  const stored = record?.stored;
  const link = state.byOwner.get(owner)?.get(viewer);
  return {
    owner,
    ...(stored && { stamp: stored.stamp, seq: stored.seq }),
    empty: stored?.scheme.looks.length === 0,
    model: record?.model ?? "presence",
    groups: record?.groups ?? [],
    allowed: link?.allowed ?? false,
    blocked: link?.blocked ?? false,
    suspended: state.suspended.has(owner),
    ...(link?.contact && { contact: { jid: viewer, groups: link.contact } }),
    ...(record?.contactsReadAt !== undefined && { contactsReadAt: record.contactsReadAt }),
    contactsSupplied: record?.contactsSupplied ?? false,
  };
}

function names(link: Link): boolean {
  return link.contact !== undefined || link.allowed;
}

function list(state: MemoryState, owner: string, name: "allowed" | "blocked", viewers: readonly string[]): void {
  const before = linksOf(state.byOwner, owner);
  for (const link of before) link[name] = false;
  for (const viewer of viewers) linkIn(state, owner, viewer)[name] = true;
  for (const link of before) tidy(state, link);
}

function contactsOf(state: MemoryState, owner: string): ContactList {
  const links = linksOf(state.byOwner, owner).filter((link) => link.contact !== undefined);
  return new Map(links.map((link) => [link.viewer, link.contact!]));
}

function replaceContacts(state: MemoryState, owner: string, contacts: ContactList): ContactsWritten {
  const written = compareContacts(contactsOf(state, owner), contacts);
  for (const [viewer, groups] of contacts) linkIn(state, owner, viewer).contact = groups;
  for (const viewer of written.removed) {
    const link = linkIn(state, owner, viewer);
    link.contact = undefined;
    tidy(state, link);
  }
  return written;
}
