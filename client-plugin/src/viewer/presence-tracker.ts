// Keeps the latest presence of every resource of every contact (RFC 6121 section 4). Others' presence is kept only until
// the roster tells who is a contact, because presence may come before it does.
import { decodeShowing, NS, NS_CAPS } from "@status-scheme/protocol/viewing";
import type { Element, LocalText, Showing } from "@status-scheme/protocol";
import { accountOf } from "../addresses.ts";
import { parsePriority, parseShow } from "./state.ts";
import type { Resource } from "./state.ts";

export interface PresenceTracker {
  /** Takes in a presence stanza. Returns the bare JID whose resources it changed, if any. */
  readonly take: (presence: Element) => string | undefined;
  readonly resources: (contact: string) => Iterable<Resource>;
  /** Every resource of everybody, with the bare JID. */
  readonly all: () => Iterable<readonly [contact: string, resource: Resource]>;
  /** Of this full JID. */
  readonly resource: (jid: string) => Resource | undefined;
  /** Some resource is there. */
  readonly has: (contact: string) => boolean;
  /** From now on only these are kept. */
  readonly keep: (isContact: (jid: string) => boolean) => void;
  /** Forgets all presence. */
  readonly forget: () => void;
  /** The session is over: forgets all presence, and keeps everybody's again until `keep`. */
  readonly reset: () => void;
}

/** Nobody has as many devices; and who is not a contact yet must not fill the memory. */
const MAX_RESOURCES = 32;
const MAX_JIDS_BEFORE_ROSTER = 10_000;
const MAX_STATUS = 1_024;
const MAX_HINTS = 1_000;
/** XEP-0203: a server says so of whose presence it answers a probe with. */
const NS_DELAY = "urn:xmpp:delay";

/** `hint`: look at presence hints. */
export function createPresenceTracker(options: { readonly hint: boolean }): PresenceTracker {
  const byContact = new Map<string, Map<string, Resource>>();
  /** By what they say: most presences repeat a hint. */
  const hints = new Map<string, Showing | undefined>();
  let isContact: ((jid: string) => boolean) | undefined;

  const hintOf = (showing: Element): Showing | undefined => {
    const { stamp, by, state, until } = showing.attrs;
    const said = [stamp, by, state, until].join(" ");
    if (!hints.has(said)) {
      if (hints.size >= MAX_HINTS) hints.clear();
      hints.set(said, readHint(showing));
    }
    return hints.get(said);
  };

  const read = (resource: string, presence: Element, latest: number): Resource => {
    let since = Math.max(Date.now(), latest);
    let show: string | undefined;
    let priority: string | undefined;
    let hint: Showing | undefined;
    let caps: string | undefined;
    const status: LocalText[] = [];
    for (const child of presence.children) {
      if (typeof child === "string") continue;
      const name = child.getName();
      if (name === "show") show ??= child.getText();
      else if (name === "priority") priority ??= child.getText();
      else if (name === "status") status.push(localText(child));
      else if (name === "showing" && options.hint && child.getNS() === NS) hint ??= hintOf(child);
      else if (name === "delay" && child.getNS() === NS_DELAY) since = Math.min(since, sentAt(child));
      else if (name === "c" && child.getNS() === NS_CAPS) caps ??= `${child.attrs.node}#${child.attrs.ver}`;
    }
    return {
      resource,
      show: parseShow(show),
      status,
      priority: parsePriority(priority),
      since,
      ...(hint && { hint }),
      ...(caps !== undefined && { caps }),
    };
  };

  const bareOf = (from: string): string | undefined => {
    const slash = from.indexOf("/");
    const bare = slash < 0 ? from : from.slice(0, slash);
    if (byContact.has(bare) || isContact?.(bare)) return bare;
    const normal = accountOf(bare);
    if (normal === undefined || byContact.has(normal)) return normal;
    const isWanted = isContact ? isContact(normal) : byContact.size < MAX_JIDS_BEFORE_ROSTER;
    return isWanted ? normal : undefined;
  };

  const available = (contact: string, resource: string, presence: Element) => {
    const resources = byContact.get(contact) ?? new Map<string, Resource>();
    byContact.set(contact, resources);
    resources.delete(resource); // to be the last in order
    if (resources.size >= MAX_RESOURCES) resources.delete(resources.keys().next().value!);
    // What comes now is the latest, whatever the clocks say.
    const latest = Math.max(0, ...[...resources.values()].map(({ since }) => since));
    resources.set(resource, read(resource, presence, latest));
  };

  return {
    take(presence) {
      const { from, type } = presence.attrs;
      if (from === undefined || (type !== undefined && type !== "unavailable" && type !== "error")) return undefined;
      const contact = bareOf(from);
      if (contact === undefined) return undefined;
      const slash = from.indexOf("/");
      if (type === undefined) {
        if (slash < 0) return undefined; // available is always of a resource (RFC 6121 4.7.1)
        available(contact, from.slice(slash + 1), presence);
        return contact;
      }
      // Unavailable, or an error because it cannot be reached: this resource, or all where the bare JID says so.
      if (slash < 0) return byContact.delete(contact) ? contact : undefined;
      const resources = byContact.get(contact);
      if (!resources?.delete(from.slice(slash + 1))) return undefined;
      if (resources.size === 0) byContact.delete(contact);
      return contact;
    },
    resources: (contact) => byContact.get(contact)?.values() ?? [],
    *all() {
      for (const [contact, resources] of byContact) for (const one of resources.values()) yield [contact, one];
    },
    resource(jid) {
      const slash = jid.indexOf("/");
      return byContact.get(jid.slice(0, slash))?.get(jid.slice(slash + 1));
    },
    has: (contact) => byContact.has(contact),
    keep(wanted) {
      isContact = wanted;
      for (const jid of byContact.keys()) if (!wanted(jid)) byContact.delete(jid);
    },
    forget: () => byContact.clear(),
    reset() {
      byContact.clear();
      isContact = undefined;
    },
  };
}

/** Where it cannot be read: now, or later. */
function sentAt(delay: Element): number {
  const at = Date.parse(delay.attrs.stamp ?? "");
  return Number.isNaN(at) ? Infinity : at;
}

/** A hint that cannot be read is none. */
function readHint(showing: Element): Showing | undefined {
  try {
    return decodeShowing(showing);
  } catch {
    return undefined;
  }
}

function localText(status: Element): LocalText {
  return { lang: status.attrs["xml:lang"] ?? "", text: status.getText().slice(0, MAX_STATUS) };
}
