// One end of an in-band bytestream (XEP-0047, XEP-0261; draft, section 8.10): the viewer opens, the owner sends blocks by
// IQ, at most eight of them not yet acknowledged, and closes.
import { encodeIbbClose, encodeIbbData, encodeIbbOpen } from "@status-scheme/protocol/transfer";
import type { IbbTransport } from "@status-scheme/protocol/transfer";
import type { Asker } from "../asker.ts";
import { TransferError } from "../errors.ts";
import type { Outbox } from "../outbox.ts";
import type { Pipe, PipeListener } from "../pipe.ts";
import type { Timeouts } from "../timeouts.ts";
import type { IbbReply, IbbStreams } from "./streams.ts";

export interface IbbUses {
  readonly peer: string;
  /** As agreed on. */
  readonly transport: IbbTransport;
  readonly streams: IbbStreams;
  readonly ask: Asker;
  readonly outbox: Outbox;
  readonly timeouts: Timeouts;
  /** Owner: the viewer has opened it. */
  readonly onOpen?: () => void;
  /** A block was acknowledged. */
  readonly onProgress: () => void;
}
export interface Ibb extends Pipe {
  /** Viewer: opens it. @throws TransferError */
  readonly open: () => Promise<void>;
}

const WINDOW = 8;
/** Blocks that may come before the answer to `open` was heard of: those in one packet with it. */
const MAX_EARLY = 64;
const SEQUENCE = 65_536;

export function createIbb(uses: IbbUses): Ibb {
  const { peer, streams, ask, outbox, timeouts } = uses;
  const { sid, blockSize } = uses.transport;
  let state: "agreed" | "open" | "closed" = "agreed";
  let broken: TransferError | undefined;
  let next = 0; // the number of the next block, either way
  let underWay = 0;
  let wake: () => void = () => undefined;
  let hasAll = false;
  let listener: PipeListener | undefined;
  const early: Uint8Array[] = [];

  const fail = (error: unknown) => {
    const isLate = error instanceof TransferError;
    broken ??= isLate ? error : new TransferError({ condition: "failed-transport" }, "us", { cause: error });
    wake();
    listener?.end();
  };
  const close = () => {
    const wasOpen = state === "open";
    state = "closed";
    remove();
    // Whatever the answer: nothing depends on it.
    const tell = () => void ask(peer, encodeIbbClose({ sid }), timeouts.answer).catch(() => undefined);
    if (wasOpen) outbox.post(tell);
  };
  /** Refuses a block, and every one after it. */
  const breakOff = (reply: IbbReply): IbbReply => {
    outbox.hold();
    close();
    fail(undefined);
    return reply;
  };
  const remove = streams.add(peer, sid, {
    open(asked) {
      if (state !== "agreed" || !uses.onOpen) return "not-acceptable";
      if (asked.blockSize !== blockSize || asked.stanza !== "iq") return "resource-constraint";
      state = "open";
      outbox.hold();
      uses.onOpen();
      return "ok";
    },
    data({ seq, data }) {
      if (uses.onOpen || seq !== next) return breakOff("unexpected-request");
      if (data.length > blockSize) return breakOff("bad-request");
      next = (next + 1) % SEQUENCE;
      if (listener) listener.bytes(data);
      else if (early.length >= MAX_EARLY) return breakOff("unexpected-request");
      else early.push(data);
      return "ok";
    },
    garbled: () => void breakOff("bad-request"),
    close() {
      state = "closed";
      remove();
      if (!hasAll) fail(undefined);
      return "ok";
    },
  });
  /** Resolves when no more than so many blocks are under way. */
  const room = async (most: number) => {
    while (underWay > most && !broken) await new Promise<void>((resolve) => (wake = resolve));
    if (broken) throw broken;
  };

  return {
    blockSize,
    async open() {
      try {
        // Blocks may come in one packet with the answer.
        await ask(peer, encodeIbbOpen({ sid, blockSize, stanza: "iq" }), timeouts.answer);
        if (state === "agreed") state = "open";
      } catch (error) {
        fail(error);
        throw broken;
      }
    },
    async write(bytes) {
      if (broken) throw broken;
      const block = encodeIbbData({ sid, seq: next, data: bytes });
      next = (next + 1) % SEQUENCE;
      underWay += 1;
      const acknowledged = () => {
        underWay -= 1;
        uses.onProgress();
        wake();
      };
      // Behind the answer to `open`.
      outbox.post(() => void ask(peer, block, timeouts.progress).then(acknowledged, fail));
      await room(WINDOW - 1);
    },
    async end() {
      hasAll = true;
      if (!uses.onOpen) return;
      await room(0);
      close();
    },
    read(given) {
      listener = given;
      for (const bytes of early.splice(0)) given.bytes(bytes);
      if (broken) given.end();
    },
    release() {
      if (hasAll && !uses.onOpen) state = "closed"; // the owner closes it
      close();
    },
  };
}
