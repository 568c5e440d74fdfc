// The listening side of direct candidates (draft, section 8.9), on real sockets.
import { expect, test } from "@jest/globals";
import { nodeNet } from "../../src/transfer/net/node-net.ts";
import type { Socket } from "../../src/transfer/net/net.ts";
import { nameBytestream } from "../../src/transfer/socks5/handshake.ts";
import { createInbound } from "../../src/transfer/socks5/inbound.ts";
import { TIMEOUTS } from "../../src/transfer/timeouts.ts";

const net = nodeNet()!;
const NAME = "972b7bf47291ca609517f67f86b5081086052dad";

function after(ms: number, what: () => void): () => void {
  const timer = setTimeout(what, ms);
  return () => clearTimeout(timer);
}
const call = (port: number): Promise<Socket> =>
  net.connect("127.0.0.1", port, {
    signal: AbortSignal.timeout(30_000),
    mayLookUp: false,
    mayConnect: () => true,
  });
const ended = (socket: Socket) => new Promise((resolve) => socket.onEnd(() => resolve(undefined)));

test("of two connections that name the bytestream at once, one has it, and the other is closed", async () => {
  // Both have named it before either is answered.
  let asked = 0;
  const both = Promise.withResolvers<undefined>();
  const isExpected = async (name: string) => {
    asked += 1;
    if (asked === 2) both.resolve(undefined);
    await both.promise;
    return name === NAME;
  };
  const inbound = createInbound({ net, after, timeouts: TIMEOUTS, isExpected });
  const port = await inbound.listen();
  const callers = await Promise.all([call(port), call(port)]);
  const outcomes = await Promise.allSettled(callers.map((caller) => nameBytestream(caller, NAME)));
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await ended(callers[outcomes.findIndex(({ status }) => status === "rejected")]!);

  expect(inbound.take()).toBeDefined();
  // Whoever comes later is refused as well.
  await ended(await call(port));
  inbound.release();
  for (const caller of callers) caller.destroy();
});

test("after a connection that named another bytestream, the right one is taken", async () => {
  const inbound = createInbound({ net, after, timeouts: TIMEOUTS, isExpected: async (name) => name === NAME });
  const port = await inbound.listen();
  const wrong = await call(port);
  await expect(nameBytestream(wrong, "another")).rejects.toThrow();
  const right = await call(port);
  await nameBytestream(right, NAME);
  expect(inbound.take()).toBeDefined();
  inbound.release();
  right.destroy();
});
