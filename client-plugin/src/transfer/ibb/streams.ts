// The in-band bytestreams that were agreed on (XEP-0047), by who has them with us and their id: what comes for one of
// them goes there, and what is for none is refused (draft, section 8.10).
import type { IbbClose, IbbData, IbbOpen } from "@status-scheme/protocol/transfer";
import { TransferError } from "../errors.ts";

export type IbbReply =
  "ok" | "not-acceptable" | "resource-constraint" | "unexpected-request" | "bad-request" | "item-not-found";

/** This end of one bytestream. */
export interface IbbStream {
  readonly open: (open: IbbOpen) => IbbReply;
  readonly data: (data: IbbData) => IbbReply;
  /** A block came whose base64 is none. */
  readonly garbled: () => void;
  readonly close: () => IbbReply;
}

export interface IbbStreams {
  /** Returns a function that takes it back. @throws TransferError where there is one of this id, which goes on */
  readonly add: (peer: string, sid: string, stream: IbbStream) => () => void;
  readonly has: (peer: string, sid: string) => boolean;
  readonly open: (from: string, open: IbbOpen) => IbbReply;
  readonly data: (from: string, data: IbbData) => IbbReply;
  readonly garbled: (from: string, sid: string) => IbbReply;
  readonly close: (from: string, close: IbbClose) => IbbReply;
}

/** Bytestreams that have ended, whose `close` may still be on its way. */
const MAX_ENDED = 64;

export function createIbbStreams(): IbbStreams {
  const streams = new Map<string, IbbStream>();
  const ended = new Set<string>();
  const keyOf = (peer: string, sid: string) => `${peer} ${sid}`;
  return {
    add(peer, sid, stream) {
      const key = keyOf(peer, sid);
      if (streams.has(key)) throw new TransferError({ condition: "failed-transport" }, "us");
      streams.set(key, stream);
      return () => {
        if (streams.get(key) !== stream) return;
        streams.delete(key);
        if (ended.size >= MAX_ENDED) ended.delete(ended.values().next().value!);
        ended.add(key);
      };
    },
    has: (peer, sid) => streams.has(keyOf(peer, sid)),
    open: (from, open) => streams.get(keyOf(from, open.sid))?.open(open) ?? "not-acceptable",
    data: (from, data) => streams.get(keyOf(from, data.sid))?.data(data) ?? "item-not-found",
    garbled(from, sid) {
      streams.get(keyOf(from, sid))?.garbled();
      return "bad-request";
    },
    close(from, { sid }) {
      const key = keyOf(from, sid);
      return streams.get(key)?.close() ?? (ended.delete(key) ? "ok" : "item-not-found");
    },
  };
}
