// The owner's states: presence with `<show/>` (RFC 6121 4.7.2.1), a token of the owner's own in the hint beside it, and
// the time the state ends (draft, "Showing a State").
import { BASE_STATES, Element, isState, NS, SchemeError, stanza } from "@status-scheme/protocol";
import type { BaseState, Look, Showing } from "@status-scheme/protocol";
import type { OngoingState, StateOptions } from "../api.ts";
import type { OwnerUses } from "./deps.ts";

export interface StateKeeper {
  readonly set: (state: string, options?: StateOptions) => Promise<void>;
  /** What the hint says of the state. */
  readonly shown: () => Pick<Showing, "state" | "until">;
  /** Sends the presence of the state there is. */
  readonly send: () => Promise<void>;
  readonly stop: () => void;
}

interface State {
  readonly token?: string;
  readonly show: Exclude<BaseState, "offline">;
  readonly status?: string;
  readonly until?: number;
}

const isBase = (state: string): state is BaseState => (BASE_STATES as readonly string[]).includes(state);

/** `state`: goes on. `lookOf`: the look of the published scheme, which knows the base of a token. */
export function createState(
  { host, deps, state: before }: Pick<OwnerUses, "host" | "deps" | "state">,
  lookOf: (state: string) => Look | undefined,
): StateKeeper {
  /** Set here; undefined: what the host program sends is the state. */
  let current: State | undefined;
  let ofHost: Element | undefined;
  let isSending = false;
  /** There is a state from before this session, and the host program has not sent presence in it yet. */
  let isNew = false;
  let cancelEnd: () => void = () => undefined;

  const send = async () => {
    const presence = compose(ofHost, current);
    // Listeners are called while `host.send` runs, before it returns its promise.
    isSending = true;
    try {
      const sent = host.send(presence);
      isSending = false;
      await sent;
    } finally {
      isSending = false;
    }
  };
  const sendQuietly = () => void send().catch(() => undefined);

  const end = (state: State) => {
    cancelEnd();
    const { until } = state;
    if (until === undefined) return;
    const check = () => {
      if (current !== state) return;
      // Timers that cannot wait as long come early.
      if (deps.now() < until) end(state);
      // Without a connection nobody would hear of it: the next one ends it.
      else if (host.jid() !== undefined && expire()) sendQuietly();
    };
    cancelEnd = deps.after(until - deps.now(), check);
  };
  /** Where its time is over: timers stand still while the machine sleeps. */
  const expire = (): boolean => {
    if (current?.until === undefined || deps.now() < current.until) return false;
    cancelEnd();
    current = { show: "available" };
    return true;
  };

  const undo = [
    host.onSentPresence((presence) => {
      if (isSending || presence.attrs.type !== undefined) return;
      ofHost = copy(presence);
      if (isNew) {
        isNew = false;
        // A state outlives its session: it comes again behind the host's initial presence.
        queueMicrotask(sendQuietly);
      } else if (current && current.show !== (presence.getChildText("show") ?? "available")) {
        cancelEnd();
        current = undefined;
      }
    }),
    host.onResumed(() => {
      if (expire()) sendQuietly();
    }),
    host.onOnline(() => {
      expire();
      isNew = current !== undefined;
      if (current && !ofHost) sendQuietly();
    }),
  ];

  const goOn = (left: OngoingState) => {
    const state = stateOf(left);
    if (state.until !== undefined && state.until <= deps.now()) return;
    current = state;
    end(state);
    if (!ofHost) isNew = true;
    else if (!saysSo(ofHost, state)) queueMicrotask(sendQuietly);
  };
  if (before) goOn(before);

  return {
    set: async (state, options = {}) => {
      const { show, until } = options;
      if (!isState(state) || state === "offline") bad("state", "not a state to be in");
      const base = isBase(state)
        ? state
        : (show ?? lookOf(state)?.show ?? bad("show", "a state of one's own needs one"));
      const ends = until?.getTime();
      if (ends !== undefined && !(ends > deps.now())) bad("until", "not a time to come");
      const next = stateOf({ ...options, state, show: base as State["show"] });
      const before = current;
      current = next;
      await send().catch((error: unknown) => {
        if (current === next) current = before;
        throw error;
      });
      if (current === next) end(next);
    },
    shown: () => ({
      ...(current?.token !== undefined && { state: current.token }),
      ...(current?.until !== undefined && { until: current.until }),
    }),
    send,
    stop: () => {
      cancelEnd();
      for (const takeBack of undo) takeBack();
    },
  };
}

function stateOf({ state, show, status, until }: OngoingState): State {
  return {
    show,
    ...(!isBase(state) && { token: state }),
    ...(status !== undefined && { status }),
    ...(until && { until: until.getTime() }),
  };
}

function saysSo(presence: Element, { show, status }: State): boolean {
  return (
    (presence.getChildText("show") ?? "available") === show && presence.getChildText("status") === (status ?? null)
  );
}

/** The host's presence with the state's `<show/>` and `<status/>` in the place of its own. */
function compose(ofHost: Element | undefined, state: State | undefined): Element {
  const presence = ofHost ? copy(ofHost) : stanza("presence", {});
  if (!state) return presence;
  presence.remove("show").remove("status");
  const { show, status } = state;
  if (show !== "available") presence.cnode(new Element("show")).append(show);
  if (status !== undefined) presence.cnode(new Element("status")).append(status);
  return presence;
}

function copy(presence: Element): Element {
  const result = new Element(presence.name, presence.attrs);
  result.children = [...presence.children];
  result.remove("showing", NS);
  return result;
}

function bad(what: string, reason: string): never {
  throw new SchemeError("bad-request", { what, reason });
}
