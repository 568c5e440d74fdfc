// One contact, from its presence to what is shown: presence -> gate -> cache | fetcher -> view. Whatever happens only
// says "look again", and looking again starts from what is known now: no order of events can leave it astray.
import { SchemeError } from "@status-scheme/protocol/viewing";
import type { Medium, Scheme, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { BackOff } from "./back-off.ts";
import type { Deps } from "./deps.ts";
import { gate } from "./gate.ts";
import type { Decision, Knowledge } from "./gate.ts";
import type { Login } from "./login.ts";
import type { Media } from "./media.ts";
import type { PresenceTracker } from "./presence-tracker.ts";
import type { Questions, Source } from "./questions.ts";
import type { Held, SchemeCache } from "./scheme-cache.ts";
import type { Served, SourceFinder } from "./source.ts";
import { lookFor, shownResource, shownState } from "./state.ts";
import type { Resource, State } from "./state.ts";
import type { View } from "./view.ts";

export interface ContactUses {
  readonly deps: Deps;
  readonly isOnline: () => boolean;
  readonly presence: Pick<PresenceTracker, "resources">;
  readonly sourceFor: SourceFinder;
  readonly login: Login;
  readonly questions: Pick<Questions, "fetch">;
  /** The same as `questions`, of which so many are asked at once and no more. */
  readonly inTurn: Pick<Questions, "check" | "fetch">;
  readonly media: Media;
  readonly backOff: BackOff;
  readonly cache: SchemeCache;
  readonly view: View;
  /** A question or a medium failed. */
  readonly onFailure: (contact: string, error: unknown) => void;
  /** Asks for `look`, soon. */
  readonly lookAgain: (contact: string) => void;
}

export interface Contact {
  readonly jid: string;
  /** Something may be different: presence, what is known, what is here. */
  readonly look: () => void;
  /** An answer is on its way; false where it is settled, or given up for now. */
  readonly isPending: () => boolean;
  /** The contact's own client says what it serves now. */
  readonly learn: (from: string, stamp: Stamp) => void;
  /** Asks whoever serves it, whatever is known. @throws SchemeError */
  readonly check: (served: Served) => Promise<Scheme | undefined>;
  readonly stop: () => void;
}

/** What was answered where no sync covers the contact. It holds until the contact's state changes. */
interface Answer {
  readonly from: string;
  readonly state: string;
  readonly stamp: Stamp | undefined;
}

const MAX_ASKED_HINTS = 16;
/** URLs are signed for longer: a scheme that was renewed just now is not renewed for the next of its media. */
const RENEW_AGAIN_MS = 10_000;

export function createContact(jid: string, uses: ContactUses): Contact {
  const { deps, cache, login, inTurn, backOff, view } = uses;
  const askedHints = new Set<Stamp>();
  let held: Held | undefined;
  let loading: Promise<void> | undefined;
  let isLoaded = false;
  let answer: Answer | undefined;
  /** As looked at last. */
  let stateNow = "";
  let isAsking = false;
  let isPending = true;
  let isStopped = false;
  let aheadOf: Stamp | undefined;
  let renewing: Promise<void> | undefined;
  let renewedAt = Number.NEGATIVE_INFINITY;
  let cancelWake = () => {};

  const lookAgain = () => uses.lookAgain(jid);
  const retryKey = (about: Stamp | undefined) => `${jid} ${about ?? ""}`;
  const onFailure = (error: unknown) => {
    if (!isStopped) uses.onFailure(jid, error);
  };

  const load = (): Promise<void> =>
    (loading ??= cache.load(jid).then((found) => {
      held = found;
      isLoaded = true;
      lookAgain();
    }));

  const hold = async (scheme: StampedScheme): Promise<void> => {
    const before = held;
    held = { scheme };
    await cache.hold(held);
    if (scheme.looks.length > 0) return;
    // Cleared: what was held MUST be dropped.
    for (const { hash } of mediaOf(before?.scheme)) await cache.dropMedium(hash);
  };

  /** `state`: the state it was asked in. */
  const learn = (source: Source, state: string, stamp: Stamp | undefined) => {
    answer = { from: source.jid, state, stamp };
    if (!source.isClient) login.learn(source.jid, jid, stamp);
  };

  /** Fetches what is not equal to `stamp`. */
  const take = async (fetch: Questions["fetch"], source: Source, stamp: Stamp | undefined) => {
    const state = stateNow;
    try {
      const result = await fetch(source, jid, stamp);
      if (result.status === "changed") await hold(result.scheme);
      learn(source, state, result.stamp);
    } catch (error) {
      if ((error as SchemeError).code !== "not-found") throw error;
      learn(source, state, undefined);
    }
  };

  const ask = async (decision: Decision & { do: "ask" | "fetch" }, source: Source): Promise<void> => {
    const { about } = decision;
    const state = stateNow;
    isAsking = true;
    try {
      if (decision.do === "ask") {
        const result = await inTurn.check(source, jid, held?.scheme.stamp);
        learn(source, state, result.status === "none" ? undefined : result.stamp);
      } else {
        await take(inTurn.fetch, source, held?.scheme.stamp);
      }
      if (about !== undefined) noteAsked(about);
      backOff.clear(retryKey(about));
    } catch (error) {
      // Being offline is nobody's failure: it is asked again at the next login.
      if (uses.isOnline()) {
        backOff.fail(retryKey(about), error);
        onFailure(error);
      }
    }
    isAsking = false;
    lookAgain();
  };

  const noteAsked = (hint: Stamp) => {
    if (askedHints.size >= MAX_ASKED_HINTS) askedHints.delete(askedHints.values().next().value!);
    askedHints.add(hint);
  };

  /** A URL of this medium is not good any more: gets the scheme once, for all its media. */
  const renew = async (source: Source, medium: Medium): Promise<Medium | undefined> => {
    const current = () => mediaOf(held?.scheme).find(({ hash }) => hash === medium.hash);
    if (current()?.sources.join() === medium.sources.join() && deps.now() - renewedAt > RENEW_AGAIN_MS) {
      renewing ??= take(uses.questions.fetch, source, undefined).finally(() => {
        renewing = undefined;
        renewedAt = deps.now();
      });
    }
    await renewing;
    return current();
  };

  const media = uses.media.of({ owner: jid, renew, onChange: lookAgain, onFailure });

  const knowledgeOf = ({ source, unknown }: Served): Knowledge => {
    if (!source) return { kind: unknown ?? "unlisted" };
    const said: Knowledge = source.isClient ? { kind: "unknown" } : login.knowledge(source.jid, jid);
    if (said.kind !== "unknown" || answer?.from !== source.jid) return said;
    return answer.stamp === undefined ? { kind: "unlisted" } : { kind: "listed", stamp: answer.stamp };
  };

  /** Who cannot be learned about any more keeps the offline look, for a while. */
  const noteSight = (known: Knowledge) => {
    if (!held || (known.kind !== "listed" && known.kind !== "unlisted")) return;
    if ((known.kind === "unlisted") === (held.lostAt !== undefined)) return;
    held = { scheme: held.scheme, ...(known.kind === "unlisted" && { lostAt: deps.now() }) };
    void cache.hold(held);
  };

  const decide = (resource: Resource | undefined, served: Served, known: Knowledge): Decision => {
    const stamp = held?.scheme.stamp;
    // Not logged in: shown as such, and no question is asked (steps 102 and 202).
    if (!resource) return { do: known.kind === "listed" && known.stamp !== stamp ? "wait" : "show" };
    return gate({
      held: stamp,
      hint: served.hint,
      known,
      isHintAsked: served.hint !== undefined && askedHints.has(served.hint),
      isRefused: (about) => backOff.until(retryKey(about)) !== undefined,
    });
  };

  const wakeAt = (time: number | undefined) => {
    cancelWake();
    if (time !== undefined) cancelWake = deps.after(Math.max(time - deps.now(), 0), lookAgain);
  };

  const look = () => {
    const resource = uses.isOnline() ? shownResource(uses.presence.resources(jid)) : undefined;
    const state: State = shownState(resource, deps.now());
    stateNow = state.state;
    // At a change of state the method asks again (steps 201-204).
    if (answer && answer.state !== stateNow) answer = undefined;
    const served = uses.sourceFor(jid, resource);
    if (resource && served.source && !served.source.isClient) login.begin(served.source.jid);
    const known = knowledgeOf(served);
    noteSight(known);
    const decision = decide(resource, served, known);
    const { source } = served;
    const isQuestion = decision.do === "ask" || decision.do === "fetch";
    if (isQuestion && source && !isAsking) void ask(decision, source);

    const isLearnable = decision.do !== "plain" && held?.lostAt === undefined;
    const chosen = held && (isLearnable || !resource) ? lookFor(held.scheme.looks, state) : undefined;
    // Media come from origins a service declares, and a client declares none.
    const mediaSource = resource && !source?.isClient ? source : undefined;
    const atHand = media.want(chosen?.media ?? [], mediaSource);
    const isCurrent = decision.do === "show" || decision.do === "plain";
    const isWaiting = isAsking || isQuestion || (decision.do === "wait" && resource !== undefined);
    isPending = isWaiting || atHand.isLoading || atHand.isFetching;
    if (!atHand.isLoading) {
      const fresh = isCurrent && !atHand.isFetching && atHand.retryAt === undefined;
      view.show({ contact: jid, resource, state, look: chosen, stamp: held?.scheme.stamp, media: atHand.here, fresh });
      media.tidy();
    }
    if (decision.do === "show" && mediaSource && held && aheadOf !== held.scheme.stamp) {
      const { stamp } = held.scheme;
      const isWanted = () => !isStopped && held?.scheme.stamp === stamp;
      if (media.fetchAhead(mediaOf(held.scheme), mediaSource, isWanted)) aheadOf = stamp;
    }
    const askAgainAt = decision.do === "later" ? backOff.until(retryKey(decision.about)) : undefined;
    wakeAt(earliest(state.until, atHand.retryAt, askAgainAt));
  };

  return {
    jid,
    look() {
      if (isStopped) return;
      if (isLoaded) look();
      else void load();
    },
    isPending: () => isPending,
    learn(from, stamp) {
      if (answer?.from === from) answer = { ...answer, stamp };
    },
    async check({ source, unknown }) {
      await load();
      if (!source)
        throw new SchemeError(unknown === "down" ? "try-later" : "service-unavailable", { reason: "no service" });
      await take(inTurn.fetch, source, held?.scheme.stamp);
      const scheme = answer?.stamp === undefined ? undefined : held?.scheme;
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

function earliest(...times: readonly (number | undefined)[]): number | undefined {
  let first: number | undefined;
  for (const time of times) if (time !== undefined && (first === undefined || time < first)) first = time;
  return first;
}

function mediaOf(scheme: Scheme | undefined): readonly Medium[] {
  return scheme?.looks.flatMap((look) => look.media) ?? [];
}
