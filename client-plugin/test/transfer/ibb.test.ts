// One end of an in-band bytestream, where the other does not keep to it (draft, section 8.10).
import { expect, test } from "@jest/globals";
import { stanza } from "@status-scheme/protocol";
import { createIbb } from "../../src/transfer/ibb/ibb.ts";
import { createIbbStreams } from "../../src/transfer/ibb/streams.ts";
import { createOutbox } from "../../src/transfer/outbox.ts";
import { TIMEOUTS } from "../../src/transfer/timeouts.ts";
import { createClock } from "../viewer/support/clock.ts";

const OWNER = "juliet@capulet.lit/balcony";
const BLOCK = new Uint8Array(4_096);

test("an owner that sends before its answer to `open` fills no memory", async () => {
  const streams = createIbbStreams();
  const opening = Promise.withResolvers<ReturnType<typeof stanza>>();
  const ibb = createIbb({
    peer: OWNER,
    transport: { method: "ibb", sid: "ibb-1", blockSize: BLOCK.length, stanza: "iq" },
    streams,
    ask: () => opening.promise,
    outbox: createOutbox(createClock()),
    timeouts: TIMEOUTS,
    onProgress: () => undefined,
  });
  const opened = ibb.open();
  const replies = Array.from({ length: 1_000 }, (_, seq) => streams.data(OWNER, { sid: "ibb-1", seq, data: BLOCK }));
  expect(replies.filter((reply) => reply === "ok")).toHaveLength(64);
  expect(replies.slice(64, 66)).toEqual(["unexpected-request", "item-not-found"]);
  opening.resolve(stanza("iq", { type: "result" }));
  await opened;
  let hasEnded = false;
  ibb.read({ bytes: () => undefined, end: () => (hasEnded = true) });
  expect(hasEnded).toBe(true);
});
