// What clients say of themselves by presence, applied in its own time. It is state: none of it is refused, of each full JID
// what was said last is kept until it is applied, and what may not be applied yet is applied later. That is bounded by the
// gate alone: so many full JIDs at once whose word waits, shared fairly.
import { SchemeError } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import { createQueue } from "../media/queue.ts";
import { createSeldom } from "../seldom.ts";
import type { Services } from "../service/api.ts";
import type { Address } from "./address.ts";
import type { Gate } from "./gate.ts";

export type Word = keyof Services["listeners"];

export interface LastWordsDeps {
  /** What the words mean. Where one is for later they throw SchemeError `rate-exceeded`. */
  readonly listeners: Services["listeners"];
  readonly gate: Gate;
  readonly log: Log;
}

export interface LastWords {
  /** `from`: a full JID. */
  readonly hear: (from: Address, word: Word) => void;
  /** What was put off is given up, and nothing is put off any more. */
  readonly close: () => void;
}

interface Speaker {
  readonly fullJid: string;
  /** Still to be applied, in order. */
  words: readonly Word[];
  readonly leave: () => void;
  later?: NodeJS.Timeout | undefined;
}

/** Applied at once. */
const CONCURRENCY = 16;

export function createLastWords({ listeners, gate, log }: LastWordsDeps): LastWords {
  const speakers = new Map<string, Speaker>();
  const queue = createQueue({ concurrency: CONCURRENCY, waiting: Number.POSITIVE_INFINITY });
  const warn = createSeldom(log);
  let isClosed = false;

  /** Applies the next word. Resolves to the seconds after which it is to be tried again, if it is. */
  const applyNext = async (speaker: Speaker): Promise<number | undefined> => {
    const [word, ...others] = speaker.words as [Word, ...Word[]];
    speaker.words = others;
    try {
      await listeners[word](speaker.fullJid);
    } catch (err) {
      const after = err instanceof SchemeError ? err.detail.after : undefined;
      if (after === undefined) log.error({ err }, "presence could not be handled");
      else speaker.words = speaker.words.reduce(withWord, [word]);
      return after;
    }
    return undefined;
  };

  // A word at a time, and back into the line: who says much keeps nobody waiting.
  const work = async (speaker: Speaker): Promise<void> => {
    const after = await queue.run(() => applyNext(speaker));
    if (after !== undefined && !isClosed) {
      speaker.later = setTimeout(resume, after * 1000, speaker).unref();
    } else if (after === undefined && speaker.words.length > 0) {
      void work(speaker);
    } else {
      end(speaker);
    }
  };
  const resume = (speaker: Speaker) => {
    clearTimeout(speaker.later);
    speaker.later = undefined;
    void work(speaker);
  };
  const end = ({ fullJid, later, leave }: Speaker) => {
    clearTimeout(later);
    speakers.delete(fullJid);
    leave();
  };

  return {
    hear: ({ bare, whole: fullJid }, word) => {
      const known = speakers.get(fullJid);
      if (known) {
        known.words = withWord(known.words, word);
        // An end never has to wait.
        if (known.later && word === "unavailable") resume(known);
        return;
      }
      const leave = gate.enter(bare);
      if (!leave) return warn({ jid: bare }, "presence was dropped: too much of it waits");
      const speaker: Speaker = { fullJid, words: [word], leave };
      speakers.set(fullJid, speaker);
      void work(speaker);
    },
    close: () => {
      isClosed = true;
      for (const speaker of speakers.values()) if (speaker.later) end(speaker);
    },
  };
}

/** The last word counts, and that there was an end before it: who comes again after that comes anew. */
function withWord(words: readonly Word[], word: Word): readonly Word[] {
  return word === "available" && words.includes("unavailable") ? ["unavailable", "available"] : [word];
}
