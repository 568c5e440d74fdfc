// What follows from a stanza leaves after the answer to it (draft, section 8.4): while a stanza is being answered,
// everything that is to be sent waits here, in its order.
import type { Deps } from "../viewer/deps.ts";

export interface Outbox {
  readonly post: (send: () => void) => void;
  /** A stanza is about to be answered. */
  readonly hold: () => void;
  /** Resolves when everything posted so far has left. */
  readonly flushed: () => Promise<void>;
}

export function createOutbox({ after }: Pick<Deps, "after">): Outbox {
  const waiting: (() => void)[] = [];
  let isHeld = false;
  const release = () => {
    isHeld = false;
    for (const send of waiting.splice(0)) send();
  };
  const outbox: Outbox = {
    post: (send) => void (isHeld ? waiting.push(send) : send()),
    hold() {
      if (isHeld) return;
      isHeld = true;
      // xmpp.js answers within the microtasks that follow.
      after(0, release);
    },
    flushed: () => new Promise((resolve) => outbox.post(resolve)),
  };
  return outbox;
}
