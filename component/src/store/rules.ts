// What every adapter of the store decides alike, without I/O: who is refused as out of date, what no block may touch, and
// what a new contact list comes to beside the one that is kept (store.ts).
import { randomBytes } from "node:crypto";
import { SchemeError } from "@status-scheme/protocol";
import type { Contact, ContactsChange, Stamp } from "@status-scheme/protocol";
import type { ContactsWritten, Made } from "./store.ts";

/** The version of an access that was never set. */
export const UNSET_VERSION = "0";

/** 16 random hex digits: an incarnation, a version of an access. Random, so that a restored store never issues one twice. */
export function freshId(): string {
  return randomBytes(8).toString("hex");
}

/** @throws SchemeError `conflict` with the current stamp, where there is one */
export function requireStamp(replaces: Stamp | undefined, current: Stamp | undefined): void {
  if (replaces === undefined || replaces === current) return;
  throw new SchemeError("conflict", current === undefined ? {} : { stamp: current });
}

/** @throws SchemeError `conflict` with the current version */
export function requireVersion(wanted: string | undefined, current: string): void {
  if (wanted !== undefined && wanted !== current) throw new SchemeError("conflict", { version: current });
}

/**
 * Hex hashes of which none may be blocked for a commit: of the scheme's media, and of what they were made of, which may have
 * been blocked while they were being made.
 */
export function mediaInvolved(media: readonly string[], made: readonly Made[]): readonly string[] {
  return [...media, ...made.map(({ of }) => of)];
}

/** Contacts by bare JID, each with its roster groups in canonical order. */
export type ContactList = ReadonlyMap<string, readonly string[]>;

export function contactList(contacts: readonly Contact[]): ContactList {
  return new Map(contacts.map(({ jid, groups }) => [jid, [...new Set(groups)].sort()]));
}

/** The list after a change that the owner's client supplied. */
export function changedContacts(current: ContactList, change: ContactsChange): ContactList {
  const set = contactList(change.set);
  if (!change.patch) return set;
  const kept = new Map([...current, ...set]);
  for (const jid of change.removed) kept.delete(jid);
  return kept;
}

/** What a list does to the one before it. */
export function compareContacts(before: ContactList, after: ContactList): ContactsWritten {
  const jids = [...after.keys()];
  return {
    added: jids.filter((jid) => !before.has(jid)),
    removed: [...before.keys()].filter((jid) => !after.has(jid)),
    regrouped: jids.filter((jid) => before.has(jid) && !sameGroups(before.get(jid)!, after.get(jid)!)),
  };
}

/** What the log says of a report that was closed. */
export function reportTarget(id: number, owner: string): string {
  return `${id} (${owner})`;
}

function sameGroups(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((group, index) => group === other[index]);
}

/** Of what a viewer is to be told, by owner, the part that is news; what it was never told it does not see. */
export function newsOf(
  told: ReadonlyMap<string, boolean>,
  change: { readonly shown: readonly string[]; readonly hidden: readonly string[] },
): ReadonlyMap<string, boolean> {
  const wanted = new Map<string, boolean>();
  for (const owner of change.shown) wanted.set(owner, true);
  for (const owner of change.hidden) wanted.set(owner, false);
  return new Map([...wanted].filter(([owner, visible]) => (told.get(owner) ?? false) !== visible));
}
