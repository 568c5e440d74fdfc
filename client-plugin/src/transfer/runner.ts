// Runs the machine of one session: hands it what happens, sends what it wants sent, and keeps its waits.
import { encodeJingle } from "@status-scheme/protocol/transfer";
import type { Jingle } from "@status-scheme/protocol/transfer";
import type { Deps } from "../viewer/deps.ts";
import { jingleErrorOf } from "./asker.ts";
import type { Asker } from "./asker.ts";
import { TransferError } from "./errors.ts";
import { contentOf } from "./machine/state.ts";
import type { Content, Reply, Session } from "./machine/state.ts";
import { step } from "./machine/step.ts";
import type { Event } from "./machine/step.ts";
import { waitsOf } from "./machine/waits.ts";
import type { Waiting } from "./machine/waits.ts";
import type { Outbox } from "./outbox.ts";
import type { Timeouts } from "./timeouts.ts";

export interface RunnerUses {
  readonly session: Session;
  readonly ask: Asker;
  readonly outbox: Outbox;
  readonly after: Deps["after"];
  readonly timeouts: Timeouts;
  /** A content is new or another than before; `before` is undefined for a new one. */
  readonly onContent: (content: Content, before: Content | undefined) => void;
  /** Called once. `error`: the error in reply that ended it, if one did. */
  readonly onEnd: (session: Session, error: unknown) => void;
}

export interface Runner {
  readonly peer: string;
  readonly session: () => Session;
  /** The answer, where the event is an action that came. */
  readonly dispatch: (event: Event) => Reply | undefined;
  /** Bytes of the content moved: the wait for them begins anew. */
  readonly touch: (name: string) => void;
}

const keyOf = ({ wait, name = "" }: Waiting) => `${wait} ${name}`;

export function createRunner(uses: RunnerUses): Runner {
  const { ask, outbox, timeouts, onContent, onEnd } = uses;
  let { session } = uses;
  let error: unknown;
  const peer = session.role === "viewer" ? session.owner : session.viewer;
  const timers = new Map<string, () => void>();
  const queue: Event[] = [];
  let isRunning = false;

  const start = (waiting: Waiting) => {
    const key = keyOf(waiting);
    timers.get(key)?.();
    const cancel = uses.after(timeouts[waiting.wait], () => {
      timers.delete(key);
      const reason = { condition: "timeout" } as const;
      const { name } = waiting;
      runner.dispatch(name === undefined ? { is: "finish", reason } : { is: "failed", name, reason });
    });
    timers.set(key, cancel);
  };
  const keepWaits = () => {
    const waits = waitsOf(session);
    const keys = new Set(waits.map(keyOf));
    for (const [key, cancel] of timers) {
      if (keys.has(key)) continue;
      cancel();
      timers.delete(key);
    }
    for (const waiting of waits) if (!timers.has(keyOf(waiting))) start(waiting);
  };
  const send = (sent: Jingle) => {
    const refused = (cause: unknown) => {
      if (sent.action === "session-initiate") error = cause;
      const isLate = cause instanceof TransferError && cause.reason.condition === "timeout";
      const isUnknown = jingleErrorOf(cause) === "unknown-session";
      runner.dispatch({ is: "refused", sent, why: isLate ? "timeout" : isUnknown ? "unknown-session" : "error" });
    };
    // The wait for what follows begins with the acknowledgment (draft, section 8.13).
    const acknowledged = () => waitsOf(session).forEach((waiting) => isAnswerTo(sent, waiting) && start(waiting));
    outbox.post(() => void ask(peer, encodeJingle(sent), timeouts.answer).then(acknowledged, refused));
  };
  const run = (event: Event): Reply | undefined => {
    const before = session;
    const next = step(session, event);
    session = next.session;
    keepWaits();
    next.sends.forEach(send);
    for (const content of session.contents) {
      const was = contentOf(before, content.name);
      if (was !== content) onContent(content, was);
    }
    if (session.state === "ended" && before.state !== "ended") onEnd(session, error);
    return next.reply;
  };

  const runner: Runner = {
    peer,
    session: () => session,
    dispatch(event) {
      // What a listener does in turn comes after what it is told of.
      if (isRunning) {
        queue.push(event);
        return undefined;
      }
      isRunning = true;
      try {
        const reply = run(event);
        for (let more = queue.shift(); more; more = queue.shift()) run(more);
        return reply;
      } finally {
        isRunning = false;
      }
    },
    touch(name) {
      if (timers.has(keyOf({ wait: "progress", name }))) start({ wait: "progress", name });
    },
  };
  return runner;
}

function isAnswerTo({ action, contents }: Jingle, { wait, name }: Waiting): boolean {
  if (action === "session-initiate") return wait === "sessionAccept";
  return action === "content-add" && wait === "contentAccept" && contents.some((content) => content.name === name);
}
