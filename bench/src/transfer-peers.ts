// Two clients with the engine of transfer, one that serves a file and one that gets it, and when its bytes flowed.
import { createHash, randomBytes } from "node:crypto";
import { element, stanza } from "@status-scheme/protocol";
import type { Element, Medium, Stamp } from "@status-scheme/protocol";
import type { Testbed } from "@status-scheme/testbed";
import { createXmppjsHost } from "../../client-plugin/src/host/xmppjs.ts";
import type { Host } from "../../client-plugin/src/host/host.ts";
import type { Transfers, TransferUses } from "../../client-plugin/src/transfer/api.ts";
import { nodeNet } from "../../client-plugin/src/transfer/net/node-net.ts";
import type { Net, Socket } from "../../client-plugin/src/transfer/net/net.ts";
import { createTransfers } from "../../client-plugin/src/transfer/transfers.ts";
import { realDeps } from "../../client-plugin/src/viewer/deps.ts";

export interface Peer {
  readonly jid: string;
  readonly host: Host;
  readonly transfers: Transfers;
  readonly stop: () => Promise<void>;
}
export interface Flow {
  /** From the first of its bytes sent to the last one here, ms. */
  readonly bytes: number;
  /** From the request to the verified file, ms. */
  readonly whole: number;
}

const NS_BYTES = "urn:example:bytes";
const BLOCK_SIZE = 4_096;
const WINDOW = 8;

/** `onBytes` is called when the first bytes of a file leave, by whatever transport. */
export async function loginPeer(
  bed: Testbed,
  account: string,
  options: Partial<TransferUses>,
  onBytes: () => void = () => undefined,
): Promise<Peer> {
  const xmpp = bed.client(account);
  xmpp.on("send", (iq: Element) => iq.getChild("data") && onBytes());
  const host = createXmppjsHost(xmpp);
  const net = noticing(nodeNet()!, onBytes);
  const transfers = createTransfers({ net, loopback: true, ...options, host, deps: realDeps() });
  host.answer("set", NS_BYTES, "data", async (_, { children: [text] }) => (Buffer.from(String(text), "base64"), true));
  await xmpp.start();
  const stop = async () => {
    transfers.stop();
    await xmpp.stop();
  };
  return { jid: xmpp.jid!.toString(), host, transfers, stop };
}

/** The owner serves one file of that size; resolves to a way to get it, and to time that. */
export function serveFile(owner: Peer, size: number) {
  const bytes = new Uint8Array(randomBytes(size));
  const hash = createHash("sha256").update(bytes).digest("base64");
  const medium: Medium = { kind: "video", mediaType: "video/webm", size, hash, desc: [], sources: [] };
  const looks = [{ state: "available", text: [{ lang: "en", text: "At home" }], media: [medium] }];
  const scheme = { owner: owner.jid.split("/")[0]!, stamp: "2026-11-23T09:00:00.250Z" as Stamp, looks };
  owner.transfers.serve({ mayAsk: () => true, document: async () => scheme, media: async () => bytes });
  return async (viewer: Peer, began: () => number): Promise<Flow> => {
    const started = performance.now();
    let last = started;
    let failure: Error | undefined;
    await viewer.transfers.fetchMedia({ jid: owner.jid, ibbBytes: size }, [medium], {
      onProgress: () => (last = performance.now()),
      onMedium: (_, outcome) => void (failure = "error" in outcome ? outcome.error : undefined),
    });
    if (failure) throw failure;
    return { bytes: last - began(), whole: performance.now() - started };
  };
}

/** The same bytes as IQs that mean nothing, as many under way: ms. */
export async function sendBare(from: Peer, to: Peer, size: number): Promise<number> {
  const bytes = randomBytes(size);
  const started = performance.now();
  let at = 0;
  const worker = async () => {
    while (at < size) {
      const block = bytes.toString("base64", at, Math.min(size, (at += BLOCK_SIZE)));
      await from.host.ask(stanza("iq", { type: "set", to: to.jid }, element(NS_BYTES, "data", {}, block)));
    }
  };
  await Promise.all(Array.from({ length: WINDOW }, worker));
  return performance.now() - started;
}

/** No message of a handshake is as long as the blocks of a file. */
const HANDSHAKE_BYTES = 512;

function noticing(net: Net, onBytes: () => void): Net {
  const notice = (socket: Socket): Socket => ({
    ...socket,
    write(bytes) {
      if (bytes.length > HANDSHAKE_BYTES) onBytes();
      return socket.write(bytes);
    },
  });
  return {
    ...net,
    connect: async (...to) => notice(await net.connect(...to)),
    listen: (onSocket) => net.listen((socket) => onSocket(notice(socket))),
  };
}
