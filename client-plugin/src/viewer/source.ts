// Who serves a contact's scheme: what its presence names, as far as that is to be believed, else its domain's service.
import { DEFAULT_LIMITS } from "@status-scheme/protocol/viewing";
import type { Stamp } from "@status-scheme/protocol";
import type { Source } from "./questions.ts";
import type { Services } from "./services.ts";
import type { Resource } from "./state.ts";

export interface Served {
  /** `undefined`: nobody, as far as is known. */
  readonly source: Source | undefined;
  /** The contact's domain is being asked who, or could not be asked. */
  readonly unknown?: "pending" | "down";
  /** The stamp the hint says, of what the source serves. */
  readonly hint: Stamp | undefined;
}

export type SourceFinder = (contact: string, resource: Resource | undefined) => Served;

const MAX_WARNED = 1_000;

export interface SourceFinderUses {
  readonly services: Pick<Services, "known" | "isDown" | "find" | "miss">;
  /** Whether the contact's domain, or the contact's own client, may notice that we are there. */
  readonly mayNotice: (contact: string, isClient: boolean) => boolean;
  /** A hint named a service that the contact's domain does not list. Once for each. */
  readonly onForeign: (contact: string, by: string) => void;
}

export function createSourceFinder({ services, mayNotice, onForeign }: SourceFinderUses): SourceFinder {
  const warned = new Set<string>();
  return (contact, resource) => {
    const hint = resource?.hint;
    const isClient = hint !== undefined && hint.by === undefined;
    if (resource && !mayNotice(contact, isClient)) return { source: undefined, unknown: "down", hint: hint?.stamp };
    if (isClient) {
      const jid = `${contact}/${resource!.resource}`;
      return { source: { jid, isClient, limits: DEFAULT_LIMITS, origins: [] }, hint: hint.stamp };
    }
    const domain = domainOf(contact);
    // Who is not there is not worth a question.
    if (resource) void services.find(domain);
    const known = services.known(domain);
    if (!known) return { source: undefined, unknown: services.isDown(domain) ? "down" : "pending", hint: hint?.stamp };
    const source = hint?.by === undefined ? undefined : known.find(({ jid }) => jid === hint.by);
    if (source) return { source, hint: hint?.stamp };
    if (services.isDown(domain, hint?.by)) return { source: undefined, unknown: "down", hint: hint?.stamp };
    // A hint that names another is none: an owner must not steer all contacts to a host of its choice.
    if (hint?.by !== undefined) {
      services.miss(domain);
      const named = `${domain} ${hint.by}`;
      if (warned.size >= MAX_WARNED) warned.clear();
      if (!warned.has(named)) onForeign(contact, hint.by);
      warned.add(named);
    }
    return { source: known[0], hint: undefined };
  };
}

/** Of a bare JID as `bareJid` makes them. */
export function domainOf(jid: string): string {
  return jid.slice(jid.indexOf("@") + 1);
}
