// One contact, from its presence to what is shown: presence -> gate -> cache | fetcher -> view. Whatever happens only
// says "look again", and looking again starts from what is known now: no order of events can leave it astray.
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Medium, Scheme, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { Deps } from "./deps.ts";
import { gate } from "./gate.ts";
import type { Decision, Knowledge } from "./gate.ts";
import { createContactKnowledge } from "./contact-knowledge.ts";
import { createInquiry } from "./inquiry.ts";
import type { InquiryUses, Question } from "./inquiry.ts";
import type { Login } from "./login.ts";
import type { Media } from "./media.ts";
import { createShownChoice } from "./preferences.ts";
import type { Preferences } from "./preferences.ts";
import type { PresenceTracker } from "./presence-tracker.ts";
import type { Questions } from "./questions.ts";
import { createHeldSchemes, mediaOf, originOf } from "./held-schemes.ts";
import type { SchemeCache } from "./scheme-cache.ts";
import type { Served, SourceFinder } from "./source.ts";
import { isClientStored, lookFor, shownResource, shownState } from "./state.ts";
import type { Resource, State } from "./state.ts";
import type { View } from "./view.ts";

export interface ContactUses extends InquiryUses {
  readonly deps: Deps;
  readonly presence: Pick<PresenceTracker, "resources">;
  readonly sourceFor: SourceFinder;
  readonly login: Login;
  readonly questions: Pick<Questions, "fetch">;
  readonly media: Media;
  readonly preferences: Pick<Preferences, "choose" | "version">;
  readonly cache: SchemeCache;
  readonly view: View;
  /** Contacts' clients may push schemes. */
  readonly takesPushes: boolean;
  /** A question or a medium failed. */
  readonly onFailure: (contact: string, error: unknown) => void;
  /** Asks for `look`, soon. */
  readonly lookAgain: (contact: string) => void;
}

export interface Contact {
  readonly jid: string;
  /** Something may be different: presence, what is known, what is here. */
  readonly look: () => void;
  /** Gets a medium of the look shown, whatever is preferred; false where it has none of this kind. */
  readonly load: (kind: Medium["kind"]) => boolean;
  /** An answer is on its way; false where it is settled, or given up for now. */
  readonly isPending: () => boolean;
  /** Its service is back: what it was asked may be lost, and what waits for it waits no longer. */
  readonly hurry: () => void;
  /** The contact's own client says what it serves now. */
  readonly learn: (from: string, stamp: Stamp) => void;
  /** The contact's own client pushed its scheme. */
  readonly push: (from: string, scheme: StampedScheme) => Promise<void>;
  /** Asks whoever serves it, whatever is known. @throws SchemeError */
  readonly check: (served: Served) => Promise<Scheme | undefined>;
  readonly stop: () => void;
}

/** A push comes before the presence whose hint names it, or soon after (draft, section 9.2). */
const PUSH_WAIT_MS = 5_000;

export function createContact(jid: string, uses: ContactUses): Contact {
  const { preferences, deps, cache, login, inTurn, view } = uses;
  const schemes = createHeldSchemes(jid, cache, deps.now);
  const heldStamp = () => schemes.current()?.scheme.stamp;
  const knowledge = createContactKnowledge(jid, login);
  let loading: Promise<void> | undefined;
  let isPending = true;
  let isStopped = false;
  let aheadOf: string | undefined;
  let cancelWake = () => {};
  /** The full JID whose presence is shown, and who serves the scheme. */
  let shownJid: string | undefined;
  let sourceJid: string | undefined;
  /** The hint, since when it is the same. */
  let hinted: { readonly stamp: Stamp | undefined; readonly at: number } = { stamp: undefined, at: 0 };

  const lookAgain = () => uses.lookAgain(jid);
  const onFailure = (error: unknown) => {
    if (!isStopped) uses.onFailure(jid, error);
  };

  const load = (): Promise<void> => (loading ??= schemes.load().then(lookAgain));

  const inquiry = createInquiry(uses, {
    jid,
    schemes,
    knowledge,
    isOver: () => isStopped,
    onEnd: lookAgain,
    onFailure,
  });
  const choice = createShownChoice(preferences, lookAgain);
  const media = uses.media.of({
    owner: jid,
    held: () => mediaOf(schemes.current()?.scheme),
    // One of its media has a turn already.
    fetchAnew: (source) => inquiry.take(uses.questions.fetch, source, undefined),
    onChange: lookAgain,
    onFailure,
  });

  /** Whether what is held is of whoever serves the scheme now: schemes of different sources are kept apart. */
  const isTheirs = (resource: Resource | undefined, { source, hint }: Served): boolean => {
    const held = schemes.current();
    if (!resource || !held || hint === held.scheme.stamp) return true;
    if (isClientStored(resource)) return held.from === jid;
    return held.from === undefined || (source ? held.from === source.jid : held.from !== jid);
  };
  /** What is held is found again where the stamp that is named is held, and noted as seen, or as not to be seen. */
  const reconcile = (resource: Resource | undefined, served: Served, known: Knowledge) => {
    const { source, hint } = served;
    const stamp = known.kind === "listed" ? known.stamp : hint;
    if (resource && source && stamp !== undefined) schemes.recall(stamp, originOf(source, jid));
    const isOffline = !resource && schemes.current()?.from === jid;
    if (isOffline || !isTheirs(resource, served)) return;
    const isKnown = known.kind === "listed" || known.kind === "unlisted";
    if (isKnown) schemes.noteSight(known.kind === "listed");
    else if (hint !== undefined && hint === heldStamp()) schemes.noteSight(true);
  };

  const decide = (resource: Resource | undefined, served: Served, known: Knowledge): Decision => {
    const stamp = heldStamp();
    // Not logged in: shown as such, and no question is asked (steps 102 and 202).
    if (!resource) {
      // Of an owner whose client served it, nobody else knows.
      const isNews = known.kind === "listed" && known.stamp !== stamp && schemes.current()?.from !== jid;
      return { do: isNews ? "wait" : "show" };
    }
    return gate({
      held: stamp,
      hint: served.hint,
      known,
      isHintAsked: inquiry.isAsked(served.hint),
      refusedUntil: inquiry.refusedUntil,
    });
  };

  /** A push may be on its way, until then. */
  const pushIsDueAt = ({ about }: Question, hint: Stamp | undefined): number | undefined => {
    const at = hinted.at + PUSH_WAIT_MS;
    return uses.takesPushes && hint !== undefined && about === hint && at > deps.now() ? at : undefined;
  };

  /** At the first of times, some of which may not come. */
  const wakeAt = (...times: readonly (number | undefined)[]) => {
    cancelWake();
    const time = Math.min(...times.map((one) => one ?? Infinity));
    if (time < Infinity) cancelWake = deps.after(Math.max(time - deps.now(), 0), lookAgain);
  };

  const look = () => {
    const resource = uses.isOnline() ? shownResource(uses.presence.resources(jid)) : undefined;
    const state: State = shownState(resource, deps.now());
    knowledge.enter(state.state);
    const served = uses.sourceFor(jid, resource);
    const { source, hint } = served;
    if (resource && source && !source.isClient) login.begin(source.jid);
    shownJid = resource && `${jid}/${resource.resource}`;
    sourceJid = source?.jid;
    if (hint !== hinted.stamp) hinted = { stamp: hint, at: deps.now() };
    const known = knowledge.of(served, shownJid);
    reconcile(resource, served, known);
    const decision = decide(resource, served, known);
    const isQuestion = decision.do === "ask" || decision.do === "fetch";
    const pushAt = isQuestion ? pushIsDueAt(decision, hint) : undefined;
    if (isQuestion && source && pushAt === undefined) inquiry.begin(decision, source, hint);

    const held = schemes.current();
    const isLearnable = decision.do !== "plain" && held?.lostAt === undefined && isTheirs(resource, served);
    const chosen = held && (isLearnable || !resource) ? lookFor(held.scheme.looks, state) : undefined;
    const wanted = choice.of(chosen, held?.scheme.stamp);
    const atHand = media.want(wanted, resource && (served.unknown === "pending" ? "sought" : source));
    const isComing = atHand.coming.length > 0;
    const isCurrent = decision.do === "show" || decision.do === "plain";
    const isWaiting = inquiry.isUnderWay() || isQuestion || (decision.do === "wait" && resource !== undefined);
    isPending = isWaiting || atHand.isLoading || isComing;
    if (!atHand.isLoading) {
      const fresh = isCurrent && !isComing && atHand.retryAt === undefined;
      view.show({ contact: jid, resource, state, look: chosen, stamp: held?.scheme.stamp, wanted, ...atHand, fresh });
      media.tidy();
    }
    const ahead = `${String(held?.scheme.stamp)} ${preferences.version()}`;
    if (decision.do === "show" && resource && source && held && aheadOf !== ahead) {
      const isWanted = () => !isStopped && heldStamp() === held.scheme.stamp;
      const chosenMedia = held.scheme.looks.flatMap((look) => preferences.choose(look.media));
      if (media.fetchAhead(chosenMedia, source, isWanted)) aheadOf = ahead;
    }
    // As the decision found it: by now it may be over, and nobody would wake.
    const askAgainAt = decision.do === "later" ? decision.until : undefined;
    wakeAt(state.until, atHand.retryAt, askAgainAt, pushAt);
  };

  return {
    jid,
    look() {
      if (isStopped) return;
      if (schemes.isLoaded()) look();
      else void load();
    },
    isPending: () => isPending,
    load: choice.demand,
    hurry: inquiry.hurry,
    learn(from, stamp) {
      if (from === sourceJid) knowledge.notice(from, stamp);
    },
    async push(from, scheme) {
      await load();
      inquiry.noteAsked(scheme.stamp);
      knowledge.push(from, scheme.stamp);
      if (from === sourceJid) knowledge.notice(from, scheme.stamp);
      if (from === shownJid) await schemes.hold(scheme, jid);
      else schemes.lay(scheme, jid);
      lookAgain();
    },
    async check({ source, unknown }) {
      await load();
      knowledge.forgive();
      if (!source) throw new SchemeError(unknown ? "try-later" : "service-unavailable", { reason: "no service" });
      await inquiry.take(inTurn.fetch, source, heldStamp());
      const scheme = knowledge.isVisible() ? schemes.current()?.scheme : undefined;
      lookAgain();
      return scheme;
    },
    stop() {
      isStopped = true;
      cancelWake();
      media.stop();
    },
  };
}
