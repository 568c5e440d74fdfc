// Pure: which of a contact's resources is shown, in which state, by which look (draft, "Choosing the State" and
// "Choosing the Look").
import { BASE_STATES, SHOWS } from "@status-scheme/protocol/viewing";
import type { BaseState, LocalText, Look, Showing } from "@status-scheme/protocol";

/** The latest available presence of one resource of a contact. */
export interface Resource {
  readonly resource: string;
  readonly show: Exclude<BaseState, "offline">;
  readonly status: readonly LocalText[];
  /** -128 to 127. */
  readonly priority: number;
  /** When it was sent, or came: ms since the epoch, no less than that of any before it unless it was delayed (XEP-0203). */
  readonly since: number;
  readonly hint?: Showing;
  /** `node#ver` of its caps (XEP-0115). */
  readonly caps?: string;
}

/** A state to be shown: `state` is a token of the owner's own, or the same as `show`. */
export interface State {
  readonly state: string;
  readonly show: BaseState;
  /** When it ends: ms since the epoch. */
  readonly until?: number;
}

export const OFFLINE: State = { state: "offline", show: "offline" };

/**
 * The resource with the highest priority, then the most recent, then the one that comes last in order. A negative priority is about the delivery of messages
 * (RFC 6121 4.7.2.3), not about being there: such a resource is shown where no other is left.
 */
export function shownResource(resources: Iterable<Resource>): Resource | undefined {
  let best: Resource | undefined;
  for (const one of resources) {
    if (!best || one.priority > best.priority || (one.priority === best.priority && one.since >= best.since))
      best = one;
  }
  return best;
}

/** The state a resource is in. A state whose `until` has passed is over: what is left is the presence's own show. */
export function shownState(resource: Resource | undefined, nowMs: number): State {
  if (!resource) return OFFLINE;
  const { show, hint } = resource;
  if (!hint || (hint.until !== undefined && hint.until <= nowMs)) return { state: show, show };
  // A hint names states of the owner's own; base states are presence's to tell.
  const isOwn = hint.state !== undefined && !(BASE_STATES as readonly string[]).includes(hint.state);
  return { state: isOwn ? hint.state : show, show, ...(hint.until !== undefined && { until: hint.until }) };
}

/** The look for a state: its own, its base state's, that of `available`; `offline` has its own or none. */
export function lookFor<L extends Pick<Look, "state">>(looks: readonly L[], { state, show }: State): L | undefined {
  const chain = show === "offline" ? ["offline"] : [state, show, "available"];
  for (const name of chain) {
    const look = looks.find((one) => one.state === name);
    if (look) return look;
  }
  return undefined;
}

/** RFC 6121 4.7.2.1: a show that is none of the four is as none. */
export function parseShow(text: string | null | undefined): Resource["show"] {
  return SHOWS.find((show) => show === text?.trim()) ?? "available";
}

/** RFC 6121 4.7.2.3. */
export function parsePriority(text: string | null | undefined): number {
  const value = Number(text ?? 0);
  return Number.isInteger(value) && value >= -128 && value <= 127 ? value : 0;
}

/** Its client serves the scheme itself (draft, section 8.2). */
export function isClientStored({ hint }: Resource): boolean {
  return hint !== undefined && hint.by === undefined;
}
