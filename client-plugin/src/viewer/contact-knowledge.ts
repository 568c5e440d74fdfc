// What is known of a contact's scheme besides what is held: what the service said, what was answered or told where no sync
// covers the contact, and what the owner's own client pushed or refused.
import type { Stamp } from "@status-scheme/protocol";
import type { Knowledge } from "./gate.ts";
import type { Login } from "./login.ts";
import type { Source } from "./questions.ts";
import type { Served } from "./source.ts";

export interface ContactKnowledge {
  /** Of who serves it. `shown`: the full JID whose presence is shown. */
  readonly of: (served: Served, shown: string | undefined) => Knowledge;
  /** This was answered in this state; without a stamp: there is nothing to see. */
  readonly learn: (source: Source, state: string, stamp: Stamp | undefined) => void;
  /** The contact's client told of this stamp. */
  readonly notice: (from: string, stamp: Stamp) => void;
  /** The contact's client pushed the scheme with this stamp. */
  readonly push: (from: string, stamp: Stamp) => void;
  /** The person behind this client does not want to, while its hint says this. */
  readonly decline: (from: string, hint: Stamp | undefined) => void;
  /** A person asks again. */
  readonly forgive: () => void;
  /** The contact is in this state: at a change of state the method asks again (steps 201-204). */
  readonly enter: (state: string) => void;
  /** As entered last. */
  readonly state: () => string;
  /** Was there an answer that there is something to see? */
  readonly isVisible: () => boolean;
}

/** It holds until the contact's state changes. */
interface Answer {
  readonly from: string;
  readonly state: string;
  readonly stamp: Stamp | undefined;
}

export function createContactKnowledge(
  jid: string,
  login: Pick<Login, "knowledge" | "unasked" | "learn">,
): ContactKnowledge {
  let now = "";
  let answer: Answer | undefined;
  let pushed: { readonly from: string; readonly stamp: Stamp } | undefined;
  let declined: { readonly from: string; readonly hint: Stamp | undefined } | undefined;
  return {
    of({ source, unknown, hint }, shown) {
      if (declined && (declined.from !== shown || declined.hint !== hint)) declined = undefined;
      if (!source) return { kind: unknown ?? "unlisted" };
      if (declined) return { kind: "unlisted" };
      // It wins over what a service says as long as that client is shown with that stamp.
      if (pushed && pushed.from === shown && pushed.stamp === hint) return { kind: "listed", stamp: hint };
      const said: Knowledge = source.isClient ? login.unasked() : login.knowledge(source.jid, jid);
      if (said.kind !== "unknown" || answer?.from !== source.jid) return said;
      return answer.stamp === undefined ? { kind: "unlisted" } : { kind: "listed", stamp: answer.stamp };
    },
    learn(source, state, stamp) {
      answer = { from: source.jid, state, stamp };
      if (!source.isClient) login.learn(source.jid, jid, stamp);
    },
    notice: (from, stamp) => void (answer = { from, state: now, stamp }),
    push: (from, stamp) => void (pushed = { from, stamp }),
    decline: (from, hint) => void (declined = { from, hint }),
    forgive: () => (declined = undefined),
    enter(state) {
      now = state;
      if (answer && answer.state !== state) answer = undefined;
    },
    state: () => now,
    isVisible: () => answer?.stamp !== undefined,
  };
}

/** The person behind the owner's client does not want to (draft, section 8.6). */
export function isDecline(error: unknown): boolean {
  return (error as { readonly reason?: { readonly condition?: string } }).reason?.condition === "decline";
}
