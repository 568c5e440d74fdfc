// Client-stored transfer: 1 MiB by SOCKS5, directly and by the server's proxy, against plain TCP by the same path; and a file
// in band against the same bytes as bare IQs with the same window, on both servers. What is compared is the time in which
// the bytes flow; the rows say the time of the whole session as well.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { stanza } from "@status-scheme/protocol";
import { destinationAddress, encodeActivation } from "@status-scheme/protocol/transfer";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { median } from "../measure.ts";
import type { Bar, BenchCase, Row } from "../report.ts";
import { loginPeer, sendBare, serveFile } from "../transfer-peers.ts";
import type { Flow, Peer } from "../transfer-peers.ts";

const MIB = 1_048_576;
const IBB_BYTES = 262_144;
const SERVERS = ["prosody", "ejabberd"] as const;
/** Of each run. A mebibyte takes about a millisecond: whatever else the machine does shows in a single one. */
const TIMES = { socks5: 10, inBand: 5 };

export const transferCase: BenchCase = async ({ runs, quick, log }) => {
  const times = (a: number) => (quick ? 3 : runs * a);
  const rows: Row[] = [];
  const bars: Bar[] = [];
  const bar = (what: string, bound: number, pairs: readonly Pair[]) => {
    const of = (figure: (pair: Pair) => number) => median(pairs.map(figure));
    const figures = {
      "bytes ms": of(({ ours }) => ours.bytes),
      "baseline ms": of(({ plain }) => plain),
      "whole session ms": of(({ ours }) => ours.whole),
    };
    rows.push({ what, figures });
    // Within a pair the machine is as busy for the one as for the other.
    bars.push({ what, value: of(({ ours, plain }) => plain / ours.bytes), bound, must: "atLeast", unit: "×" });
  };
  for (const server of SERVERS) {
    log(`transfer: ${server}`);
    const bed = await startTestbed({ server, component: false });
    try {
      const direct = await measure(bed, { mayShowAddress: () => true }, MIB, times(TIMES.socks5), () => plainDirect());
      const proxied = await measure(bed, {}, MIB, times(TIMES.socks5), (owner, viewer) =>
        plainProxied(bed, owner, viewer),
      );
      const inBand = await measure(bed, { net: undefined }, IBB_BYTES, times(TIMES.inBand), (owner, viewer) =>
        sendBare(owner, viewer, IBB_BYTES),
      );
      if (server === "prosody") bar("SOCKS5 directly / plain TCP", 0.5, direct);
      bar(`SOCKS5 by ${server}'s proxy / plain TCP by it`, 0.5, proxied);
      bar(`IBB / bare IQs, ${server}`, 0.8, inBand);
    } finally {
      await bed.stop();
    }
  }
  return {
    name: "transfer",
    about: `files from client to client, ${times(TIMES.socks5)} times each, in band ${times(TIMES.inBand)}, in turn with the baseline`,
    rows,
    bars,
  };
};

interface Pair {
  readonly ours: Flow;
  /** The baseline's bytes, ms. */
  readonly plain: number;
}

async function measure(
  bed: Testbed,
  options: Parameters<typeof loginPeer>[2],
  size: number,
  times: number,
  baseline: (owner: Peer, viewer: Peer) => Promise<number>,
): Promise<Pair[]> {
  let began: number | undefined;
  const owner = await loginPeer(bed, "juliet", { ...options, ibbBytes: size }, () => (began ??= performance.now()));
  const viewer = await loginPeer(bed, "romeo", { ...options, ibbBytes: size });
  const get = serveFile(owner, size);
  const pairs: Pair[] = [];
  for (let time = -1; time < times; time += 1) {
    const before = time % 2 === 0 ? await baseline(owner, viewer) : undefined;
    began = undefined;
    const ours = await get(viewer, () => began!);
    const plain = before ?? (await baseline(owner, viewer));
    if (time >= 0) pairs.push({ ours, plain }); // the first finds proxies, and warms up
  }
  await Promise.all([owner.stop(), viewer.stop()]);
  return pairs;
}

/** 1 MiB over a connection of loopback: ms. */
async function plainDirect(): Promise<number> {
  const server = createServer({ noDelay: true }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const reader = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [writer] = (await once(server, "connection")) as [Socket];
  const ms = await pour(writer, reader);
  server.close();
  return ms;
}

/** 1 MiB by the proxy, over sockets that were joined by hand: ms. */
async function plainProxied(bed: Testbed, owner: Peer, viewer: Peer): Promise<number> {
  const sid = `plain-${randomBytes(8).toString("hex")}`;
  const destination = await destinationAddress(sid, viewer.jid, owner.jid);
  const join = async (): Promise<Socket> => {
    const socket = connect({ port: bed.ports.proxy, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    await name(socket, destination);
    return socket;
  };
  const [writer, reader] = [await join(), await join()];
  const activation = encodeActivation({ sid, target: owner.jid });
  await viewer.host.ask(stanza("iq", { type: "set", to: bed.proxyDomain }, activation));
  return pour(writer, reader);
}

/** SOCKS5 as XEP-0065 has it, by hand. */
async function name(socket: Socket, destination: string): Promise<void> {
  socket.write(Uint8Array.of(5, 1, 0));
  await once(socket, "data");
  socket.write(Buffer.concat([Buffer.of(5, 1, 0, 3, destination.length), Buffer.from(destination), Buffer.of(0, 0)]));
  await once(socket, "data");
}

async function pour(writer: Socket, reader: Socket): Promise<number> {
  const bytes = randomBytes(MIB);
  const started = performance.now();
  let received = 0;
  const all = new Promise<void>((resolve) => {
    reader.on("data", (chunk: Buffer) => {
      received += chunk.length;
      if (received === MIB) resolve();
    });
  });
  writer.end(bytes);
  await all;
  const ms = performance.now() - started;
  reader.destroy();
  writer.destroy();
  return ms;
}
