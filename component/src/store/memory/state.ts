// What the memory store keeps. Everything between one owner and one viewer is one `Link`, found from both sides.
import type { AccessModel, Scheme, Stamp } from "@status-scheme/protocol";
import type { AuditEntry } from "../moderation.ts";
import type { NewReport } from "../reports.ts";

export interface Stored {
  readonly scheme: Scheme;
  readonly stamp: Stamp;
  readonly seq: number;
  readonly media: readonly string[];
}

export interface Owner {
  seen: number;
  stored?: Stored;
  version?: string;
  model?: AccessModel;
  groups?: readonly string[];
  contactsReadAt?: number;
  contactsSupplied?: boolean;
}

export interface Link {
  readonly owner: string;
  readonly viewer: string;
  /** The viewer's roster groups, while it is the owner's contact. */
  contact: readonly string[] | undefined;
  allowed: boolean;
  blocked: boolean;
  /** What the viewer was last told about seeing the owner. */
  told: { readonly visible: boolean; readonly seq: number } | undefined;
}

export interface MemoryState {
  readonly owners: Map<string, Owner>;
  /** By owner, then viewer; and by viewer, then owner: the same links. */
  readonly byOwner: Map<string, Map<string, Link>>;
  readonly byViewer: Map<string, Map<string, Link>>;
  /** How many schemes use a medium, by hex hash. */
  readonly references: Map<string, number>;
  /** Which media were made of an upload or another medium, by its hex hash. */
  readonly made: Map<string, Set<string>>;
  /** By the hex hash that an operator named. */
  readonly blocks: Map<string, { readonly at: number; readonly hashes: ReadonlySet<string> }>;
  readonly suspended: Set<string>;
  readonly audit: AuditEntry[];
  readonly reports: Map<number, NewReport>;
  lastReport: number;
  readonly listeners: Set<string>;
  readonly secrets: Map<string, Uint8Array>;
  /** Owners by the sequence number of a change whose notices may not have gone out. */
  readonly unnotified: Map<number, string>;
  /** Where each incarnation began and ended; the last one has not ended. */
  readonly incarnations: Map<string, { readonly began: number; ended?: number }>;
  incarnation: string | undefined;
  seq: number;
}

export function emptyState(): MemoryState {
  return {
    owners: new Map(),
    byOwner: new Map(),
    byViewer: new Map(),
    references: new Map(),
    made: new Map(),
    blocks: new Map(),
    suspended: new Set(),
    audit: [],
    reports: new Map(),
    lastReport: 0,
    listeners: new Set(),
    secrets: new Map(),
    unnotified: new Map(),
    incarnations: new Map(),
    incarnation: undefined,
    seq: 0,
  };
}

/** The owner's record, made where there is none. */
export function ownerIn(state: MemoryState, jid: string, now: number): Owner {
  const found = state.owners.get(jid);
  if (found !== undefined) return found;
  const made: Owner = { seen: now };
  state.owners.set(jid, made);
  return made;
}

/** The link between the two, made where there is none. */
export function linkIn(state: MemoryState, owner: string, viewer: string): Link {
  const found = state.byOwner.get(owner)?.get(viewer);
  if (found !== undefined) return found;
  const made: Link = { owner, viewer, contact: undefined, allowed: false, blocked: false, told: undefined };
  inner(state.byOwner, owner).set(viewer, made);
  inner(state.byViewer, viewer).set(owner, made);
  return made;
}

export function linksOf(links: ReadonlyMap<string, ReadonlyMap<string, Link>>, jid: string): readonly Link[] {
  return [...(links.get(jid)?.values() ?? [])];
}

/** Drops the link where nothing is left of it. */
export function tidy(state: MemoryState, link: Link): void {
  if (link.contact !== undefined || link.allowed || link.blocked || link.told !== undefined) return;
  drop(state.byOwner, link.owner, link.viewer);
  drop(state.byViewer, link.viewer, link.owner);
}

function inner(outer: Map<string, Map<string, Link>>, key: string): Map<string, Link> {
  const found = outer.get(key);
  if (found !== undefined) return found;
  const made = new Map<string, Link>();
  outer.set(key, made);
  return made;
}

function drop(outer: Map<string, Map<string, Link>>, key: string, other: string): void {
  const links = outer.get(key);
  links?.delete(other);
  if (links?.size === 0) outer.delete(key);
}
