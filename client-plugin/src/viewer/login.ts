// One question to each service at login, of constant size: what changed for me since last time (draft, "At Login"),
// and directed presence, for the change notices that follow. What a service said is kept with the token it said it
// with, in one piece, so that neither is ever without the other.
import { stanza } from "@status-scheme/protocol/viewing";
import type { Element, Stamp } from "@status-scheme/protocol";
import { asFromService, createBackOff, isPassing } from "./back-off.ts";
import { createTimers } from "./deps.ts";
import type { Deps } from "./deps.ts";
import type { Knowledge } from "./gate.ts";
import type { Questions } from "./questions.ts";
import type { SchemeCache } from "./scheme-cache.ts";

export interface Login {
  /** Asks this service, unless it was asked in this session. */
  readonly begin: (service: string) => void;
  /** What the service said about the owner. `unknown`: it is not one that answers such questions. */
  readonly knowledge: (service: string, owner: string) => Knowledge;
  /** What is known of whom no service answers for. */
  readonly unasked: () => Knowledge;
  /** Resolves once the service answered, or could not; at once where nothing is asked. It waits for the next session's, too. */
  readonly answered: (service: string) => Promise<void>;
  /** The service said so otherwise: by a notice, or asked about this owner. Without a stamp: there is nothing to see. */
  readonly learn: (service: string, owner: string, stamp: Stamp | undefined) => void;
  /** Every service is to be asked again. `isHerd`: others, too, ask again now. */
  readonly reset: (isHerd: boolean) => void;
  readonly stop: () => void;
}

export interface LoginUses {
  readonly sync: Questions["sync"];
  readonly send: (stanza: Element) => Promise<void>;
  readonly cache: Pick<SchemeCache, "note" | "setNote">;
  readonly deps: Deps;
  /** Without, nothing is asked, and nothing known. */
  readonly isEnabled: boolean;
  /** What is known changed, of any number of owners. */
  readonly onChange: () => void;
  /** The service does not answer as one. */
  readonly onUnsupported: (service: string) => void;
}

/** By owner; an owner without a stamp, or not there, has nothing to see. */
type Stamps = Map<string, Stamp | undefined>;

interface Session {
  state: "pending" | "down" | "synced" | "unknown";
  stamps: Stamps;
  /** Learned while the answer was on its way. It is newer, or what corrects it is on its way too. */
  readonly meanwhile: Stamps;
}

const MAX_OWNERS = 20_000;
const MAX_PAGES = 1_000;
/** After a connection was lost everybody comes back at once. */
const RELOGIN_JITTER_MS = 2_000;

export function createLogin({ sync, send, cache, deps, isEnabled, onChange, onUnsupported }: LoginUses): Login {
  const backOff = createBackOff(deps);
  const sessions = new Map<string, Session>();
  let timers = createTimers(deps);
  /** Nothing is asked yet, or any more. */
  let isLull = false;
  let next = Promise.withResolvers<undefined>();

  /** All pages. @throws SchemeError */
  const ask = async (service: string): Promise<Stamps> => {
    const note = readNote(await cache.note(`sync/${service}`));
    let token = note?.token;
    let isNews = false;
    let isFull = false;
    let isLast = false;
    /** What the pages say; without a stamp: out of sight. */
    const told: Stamps = new Map();
    for (let page = 0; page < MAX_PAGES && !isLast; page++) {
      const answer = await sync(service, token);
      // A service that lost its place begins anew: what it said before does not count.
      if (answer.full && !isFull) told.clear();
      isFull = answer.full;
      for (const { owner, stamp } of answer.changed) tell(told, owner, stamp);
      for (const owner of answer.gone) tell(told, owner, undefined);
      const isNext = answer.token !== token;
      isNews ||= isNext;
      token = answer.token;
      isLast = !answer.more;
      // The same token again asks for the same page again.
      if (!isNext) break;
    }
    // Only the last page can say that all of them together are everything.
    const all: Stamps = isFull && isLast ? new Map() : (note?.stamps ?? new Map());
    for (const [owner, stamp] of told) tell(all, owner, stamp);
    if (isNews) await cache.setNote(`sync/${service}`, { token, stamps: [...all].filter(([, stamp]) => stamp) });
    return all;
  };

  const run = async (service: string, session: Session): Promise<void> => {
    const isCurrent = () => sessions.get(service) === session;
    try {
      // First of all, so that no change falls between the answer and the first notice.
      await send(stanza("presence", { to: service }));
      const stamps = await ask(service);
      if (!isCurrent()) return;
      for (const [owner, stamp] of session.meanwhile) tell(stamps, owner, stamp);
      session.stamps = stamps;
      session.state = "synced";
      backOff.clear(service);
    } catch (error) {
      if (!isCurrent()) return;
      const reason = asFromService(error);
      session.state = isPassing(reason) ? "down" : "unknown";
      // It may be away, or there no more: who remembers it from an earlier session asks.
      if (!isPassing(error)) onUnsupported(service);
      if (isPassing(reason)) timers.after(backOff.fail(service, reason) - deps.now(), () => void run(service, session));
    }
    next.resolve(undefined);
    next = Promise.withResolvers();
    onChange();
  };

  const endLull = () => {
    isLull = false;
    if (isEnabled) for (const [service, session] of sessions) void run(service, session);
    onChange();
  };

  const login: Login = {
    begin(service) {
      if (sessions.has(service)) return;
      const session: Session = { state: "pending", stamps: new Map(), meanwhile: new Map() };
      sessions.set(service, session);
      if (!isEnabled) session.state = "unknown";
      else if (!isLull) void run(service, session);
    },
    knowledge(service, owner) {
      const session = sessions.get(service);
      if (!session || session.state === "unknown") return login.unasked();
      if (session.state !== "synced") return { kind: session.state };
      const stamp = session.stamps.get(owner);
      return stamp === undefined ? { kind: "unlisted" } : { kind: "listed", stamp };
    },
    unasked: () => ({ kind: isLull ? "pending" : "unknown" }),
    async answered(service) {
      while (isEnabled && (sessions.get(service)?.state ?? "pending") === "pending") await next.promise;
    },
    learn(service, owner, stamp) {
      const session = sessions.get(service);
      if (session) tell(session.state === "synced" ? session.stamps : session.meanwhile, owner, stamp);
    },
    reset(isHerd) {
      login.stop();
      timers = createTimers(deps);
      backOff.forget();
      isLull = isHerd;
      if (isHerd) timers.after(deps.random() * RELOGIN_JITTER_MS, endLull);
    },
    stop() {
      isLull = true;
      sessions.clear();
      timers.stop();
    },
  };
  return login;
}

/** Of what a service says, as much as there is room for. */
function tell(stamps: Stamps, owner: string, stamp: Stamp | undefined): void {
  if (stamps.size < MAX_OWNERS || stamps.has(owner)) stamps.set(owner, stamp);
}

function readNote(value: unknown): { readonly token: string; readonly stamps: Stamps } | undefined {
  try {
    const { token, stamps } = value as { readonly token: string; readonly stamps: [string, Stamp][] };
    return { token, stamps: new Map(stamps) };
  } catch {
    return undefined;
  }
}
