// Who may see (draft, "Access"): a verb of its own, never shown to viewers.
//
// get     <access xmlns='urn:xmpp:status-scheme:0'/>
// set     <access xmlns='urn:xmpp:status-scheme:0' [version='…'] [model='presence|roster|whitelist|open']>
//           [<groups><group>Friends</group>*</groups>]        a list that is there replaces, one that is not stays
//           [<allowed><item jid='…'/>*</allowed>] [<blocked><item jid='…'/>*</blocked>]
//           [<contacts [patch='true']><item jid='…' [subscription='remove']><group>Friends</group>*</item>*</contacts>]
//         </access>
// result  <access … version='…' model='…' roster='server|owner'><groups/><allowed/><blocked/></access>
import { malformed } from "../errors.ts";
import { onlyBareJid } from "../jid.ts";
import { ACCESS_MODELS } from "../model.ts";
import type { Access, AccessChange, ContactsChange } from "../model.ts";
import { NS } from "../namespaces.ts";
import type { Element, XmlNode } from "../xml.ts";
import { element } from "../xml.ts";
import { attribute, child, children, compact, distinct, expect, filled, oneOf, onlyChild } from "./read.ts";
import { optional, truth } from "./read.ts";

export function encodeAccessGet(): Element {
  return element(NS, "access");
}

export function encodeAccess(access: Access): Element {
  const { version, model, roster } = access;
  return element(NS, "access", { version, model, roster }, ...encodeLists(access));
}

/** @throws SchemeError `bad-request` */
export function decodeAccess(access: Element): Access {
  expect(access, "access");
  return {
    version: attribute(access, "version", filled),
    model: attribute(access, "model", oneOf(ACCESS_MODELS)),
    groups: groupsOf(onlyChild(access, "groups")),
    allowed: jidsOf(onlyChild(access, "allowed")),
    blocked: jidsOf(onlyChild(access, "blocked")),
    roster: attribute(access, "roster", oneOf(["server", "owner"])),
  };
}

export function encodeAccessChange(change: AccessChange): Element {
  const { version, model, contacts } = change;
  return element(NS, "access", { version, model }, ...encodeLists(change), contacts && encodeContacts(contacts));
}

/** @throws SchemeError `bad-request` */
export function decodeAccessChange(access: Element): AccessChange {
  expect(access, "access");
  const list = <T>(name: string, decode: (found: Element) => T): T | undefined => {
    const found = child(access, name);
    return found && decode(found);
  };
  return compact({
    version: optional(access, "version", filled),
    model: optional(access, "model", oneOf(ACCESS_MODELS)),
    groups: list("groups", groupsOf),
    allowed: list("allowed", jidsOf),
    blocked: list("blocked", jidsOf),
    contacts: list("contacts", decodeContacts),
  });
}

function encodeLists({ groups, allowed, blocked }: AccessChange): XmlNode[] {
  const items = (jids: readonly string[]) => jids.map((jid) => element(NS, "item", { jid }));
  return [
    groups && element(NS, "groups", {}, ...encodeGroups(groups)),
    allowed && element(NS, "allowed", {}, ...items(allowed)),
    blocked && element(NS, "blocked", {}, ...items(blocked)),
  ];
}

function encodeGroups(groups: readonly string[]): Element[] {
  return groups.map((group) => element(NS, "group", {}, group));
}

function groupsOf(found: Element): readonly string[] {
  const groups = children(found, "group").map((group) => filled(group.getText(), "group"));
  return distinct(groups, (group) => group, "group");
}

function jidsOf(found: Element): readonly string[] {
  const jids = children(found, "item").map((item) => attribute(item, "jid", onlyBareJid));
  return distinct(jids, (jid) => jid, "jid");
}

function encodeContacts({ patch, set, removed }: ContactsChange): Element {
  return element(
    NS,
    "contacts",
    { patch: patch ? "true" : undefined },
    ...set.map(({ jid, groups }) => element(NS, "item", { jid }, ...encodeGroups(groups))),
    ...removed.map((jid) => element(NS, "item", { jid, subscription: "remove" })),
  );
}

function decodeContacts(contacts: Element): ContactsChange {
  jidsOf(contacts); // each at most once, kept or removed
  const patch = optional(contacts, "patch", truth) ?? false;
  const items = children(contacts, "item").map((item) => ({
    jid: attribute(item, "jid", onlyBareJid),
    groups: groupsOf(item),
    removed: optional(item, "subscription", oneOf(["remove"])) !== undefined,
  }));
  const removed = items.filter((item) => item.removed).map(({ jid }) => jid);
  if (removed.length > 0 && !patch) malformed("subscription", "only with patch");
  return { patch, set: items.filter((item) => !item.removed).map(({ jid, groups }) => ({ jid, groups })), removed };
}
