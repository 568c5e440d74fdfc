// The questions about one contact: one at a time, none again that failed lately, and what follows from their answers
// (draft, "Check" and "Fetch").
import type { SchemeError, Stamp } from "@status-scheme/protocol";
import type { BackOff } from "./back-off.ts";
import { isDecline } from "./contact-knowledge.ts";
import type { ContactKnowledge } from "./contact-knowledge.ts";
import type { Deps } from "./deps.ts";
import type { Decision } from "./gate.ts";
import { originOf } from "./held-schemes.ts";
import type { HeldSchemes } from "./held-schemes.ts";
import type { Questions, Source } from "./questions.ts";

export interface InquiryUses {
  readonly deps: Pick<Deps, "now">;
  readonly isOnline: () => boolean;
  /** Questions, of which so many are asked at once and no more. */
  readonly inTurn: Pick<Questions, "check" | "fetch">;
  readonly backOff: BackOff;
}
export interface InquiryAbout {
  readonly jid: string;
  readonly schemes: Pick<HeldSchemes, "current" | "hold">;
  readonly knowledge: ContactKnowledge;
  /** It is no contact any more, or another account's: no answer changes anything. */
  readonly isOver: () => boolean;
  /** A question ended. */
  readonly onEnd: () => void;
  readonly onFailure: (error: unknown) => void;
}

export type Question = Decision & { readonly do: "ask" | "fetch" };

export interface Inquiry {
  /** Asks, unless a question is under way. `hint`: the stamp the contact's presence says. */
  readonly begin: (question: Question, source: Source, hint: Stamp | undefined) => void;
  readonly isUnderWay: () => boolean;
  /** The question, on account of this stamp, failed lately: when it may be asked again, ms since the epoch. */
  readonly refusedUntil: (about: Stamp | undefined) => number | undefined;
  /** This stamp of a hint needs no question any more, nor does another with it. */
  readonly noteAsked: (hint: Stamp) => void;
  readonly isAsked: (hint: Stamp | undefined) => boolean;
  /** Fetches what is not equal to `stamp`, whatever else is under way. @throws SchemeError */
  readonly take: (fetch: Questions["fetch"], source: Source, stamp: Stamp | undefined) => Promise<void>;
  /** Who is asked is back: the question may be lost, and what waits for an answer waits no longer. */
  readonly hurry: () => void;
}

const LOST_AFTER_MS = 2_000;
const MAX_ASKED_HINTS = 16;

export function createInquiry(
  { deps, isOnline, inTurn, backOff }: InquiryUses,
  { jid, schemes, knowledge, isOver, onEnd, onFailure }: InquiryAbout,
): Inquiry {
  const askedHints = new Set<Stamp>();
  let underWay: { readonly since: number } | undefined;
  const heldStamp = () => schemes.current()?.scheme.stamp;
  const retryKey = (about: Stamp | undefined) => `${jid} ${about ?? ""}`;

  const learn: ContactKnowledge["learn"] = (...answer) => {
    if (!isOver()) knowledge.learn(...answer);
  };
  const run = async (question: Question, source: Source, hint: Stamp | undefined): Promise<void> => {
    const { about } = question;
    const state = knowledge.state();
    const own = (underWay = { since: deps.now() });
    try {
      if (question.do === "ask") {
        const result = await inTurn.check(source, jid, heldStamp());
        learn(source, state, result.status === "none" ? undefined : result.stamp);
      } else {
        await inquiry.take(inTurn.fetch, source, heldStamp());
      }
      if (about !== undefined) inquiry.noteAsked(about);
      backOff.clear(retryKey(about));
    } catch (error) {
      // Being offline is nobody's failure: it is asked again at the next login.
      if (isOnline() && underWay === own) {
        if (isDecline(error)) decline(source.jid, hint);
        backOff.fail(retryKey(about), error);
        onFailure(error);
      }
    }
    if (underWay === own) underWay = undefined;
    onEnd();
  };
  const decline = (from: string, hint: Stamp | undefined) => {
    knowledge.decline(from, hint);
    if (hint !== undefined) inquiry.noteAsked(hint);
  };

  const inquiry: Inquiry = {
    begin(...question) {
      if (!underWay) void run(...question);
    },
    isUnderWay: () => underWay !== undefined,
    refusedUntil: (about) => backOff.until(retryKey(about)),
    noteAsked(hint) {
      if (askedHints.size >= MAX_ASKED_HINTS) askedHints.delete(askedHints.values().next().value!);
      askedHints.add(hint);
    },
    isAsked: (hint) => hint !== undefined && askedHints.has(hint),
    async take(fetch, source, stamp) {
      const state = knowledge.state();
      try {
        const result = await fetch(source, jid, stamp);
        if (result.status === "changed" && !isOver()) await schemes.hold(result.scheme, originOf(source, jid));
        learn(source, state, result.stamp);
      } catch (error) {
        if ((error as SchemeError).code !== "not-found") throw error;
        learn(source, state, undefined);
      }
    },
    hurry() {
      // One that was asked just now is not lost: its answer is on its way.
      if (underWay && underWay.since < deps.now() - LOST_AFTER_MS) underWay = undefined;
      backOff.hurry(`${jid} `);
    },
  };
  return inquiry;
}
