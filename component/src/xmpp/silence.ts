// A connection that is dead though TCP does not say so: behind a relay or a NAT that forgot it, or a server that hangs, it would
// count as online for ever, while nobody is answered. Whoever hears nothing therefore makes the server say something, and
// concludes from its silence. What it says does not matter: on ejabberd an answer may go to another connection of our name.

export interface Patience {
  /** Milliseconds without a byte after which the server is asked. */
  readonly quietMs: number;
  /** From one question to the next, */
  readonly spacingMs: number;
  /** of which so many stay without a byte from the server. */
  readonly tries: number;
}

export interface SilenceOptions {
  /** What changes with every byte heard; undefined while we do not listen ourselves. */
  readonly heard: () => number | undefined;
  /** Makes the server say something. */
  readonly ask: () => void;
  /** It says nothing any more. */
  readonly onSilence: () => void;
  readonly patience: Patience;
}

/** Watches until told to end, by what is returned, or until there is silence. */
export function watchSilence({ heard, ask, onSilence, patience }: SilenceOptions): () => void {
  let last = heard();
  let asked = 0;
  const look = () => {
    const now = heard();
    if (now === undefined || now !== last) asked = 0;
    else if (asked === patience.tries) return onSilence();
    else {
      asked += 1;
      ask();
    }
    last = now;
    wait();
  };
  // Each look is made after what came before it was read, also where this process itself was stopped for a while.
  let timer: NodeJS.Timeout;
  const wait = () => {
    timer = setTimeout(look, asked === 0 ? patience.quietMs : patience.spacingMs).unref();
  };
  wait();
  return () => clearTimeout(timer);
}
