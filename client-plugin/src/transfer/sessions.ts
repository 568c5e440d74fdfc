// The sessions there are, by the full JID that each is with and its id, and those that were: what comes for one that has
// ended is told so (draft, section 8.12).
import type { Role, Session } from "./machine/state.ts";
import type { Runner } from "./runner.ts";

export interface Sessions {
  readonly add: (runner: Runner) => void;
  readonly get: (peer: string, sid: string) => Runner | undefined;
  readonly all: () => readonly Runner[];
  /** Takes an ended one out. */
  readonly remove: (session: Session) => void;
  /** Which role we had in a session that ended not long ago. */
  readonly ended: (peer: string, sid: string) => Role | undefined;
  /** Of a full JID, or of all of a bare one. */
  readonly lose: (isOf: (peer: string) => boolean) => void;
}

const MAX_ENDED = 64;

export function createSessions(): Sessions {
  const runners = new Map<string, Runner>();
  const past = new Map<string, Role>();
  const keyOf = (peer: string, sid: string) => `${peer} ${sid}`;
  return {
    add: (runner) => void runners.set(keyOf(runner.peer, runner.session().sid), runner),
    get: (peer, sid) => runners.get(keyOf(peer, sid)),
    all: () => [...runners.values()],
    remove({ role, viewer, owner, sid }) {
      const key = keyOf(role === "viewer" ? owner : viewer, sid);
      runners.delete(key);
      if (past.size >= MAX_ENDED) past.delete(past.keys().next().value!);
      past.set(key, role);
    },
    ended: (peer, sid) => past.get(keyOf(peer, sid)),
    lose(isOf) {
      for (const runner of runners.values()) if (isOf(runner.peer)) runner.dispatch({ is: "lost" });
    },
  };
}
