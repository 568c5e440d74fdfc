// SOCKS5 bytestreams of one content, one party's side (XEP-0260; draft, section 8.9): the candidates to offer, the
// attempts to connect to the other's, the proxy of the own that was nominated, and then the connection.
import { bareJid, parseJid } from "@status-scheme/protocol";
import { candidatePriority, destinationAddress, encodeActivation } from "@status-scheme/protocol/transfer";
import type { Candidate, S5bState } from "@status-scheme/protocol/transfer";
import type { Deps } from "../../viewer/deps.ts";
import type { Asker } from "../asker.ts";
import { TransferError } from "../errors.ts";
import type { Nominee } from "../machine/state.ts";
import type { Net, Socket } from "../net/net.ts";
import type { Pipe } from "../pipe.ts";
import type { Timeouts } from "../timeouts.ts";
import { isAddress, isLoopback, isReachable, unbracketed } from "./addresses.ts";
import { nameBytestream } from "./handshake.ts";
import { createInbound } from "./inbound.ts";
import { socketPipe } from "./socket-pipe.ts";
import type { Proxies, Proxy } from "./proxies.ts";

export interface Socks5Uses {
  readonly net: Net;
  readonly ask: Asker;
  readonly after: Deps["after"];
  readonly timeouts: Timeouts;
  readonly proxies: Proxies;
  /** The transport's, not the session's. */
  readonly sid: string;
  /** Full JIDs. */
  readonly me: string;
  readonly peer: string;
  /** The two may see each other's addresses. */
  readonly isDirectAllowed: boolean;
  /** Offer and connect to loopback addresses as well. */
  readonly loopback: boolean;
}

export interface Socks5 {
  /** Candidates to offer, without those that the other has offered. */
  readonly candidates: (taken?: readonly Candidate[]) => Promise<readonly Candidate[]>;
  /** Tries the other's candidates, the best first. */
  readonly connect: (theirs: readonly Candidate[]) => Promise<S5bState>;
  /** Connects to our own proxy, which was nominated, and has it let the bytes flow. @throws Error */
  readonly activate: (candidate: Candidate) => Promise<void>;
  /** The connection to the nominated candidate, when it is there. */
  readonly pipe: (nominee: Nominee, isOurs: boolean) => Pipe;
  readonly release: () => void;
}

const MAX_TRIED = 8;

export function createSocks5(uses: Socks5Uses): Socks5 {
  const { net, ask, timeouts, proxies, sid, me, peer } = uses;
  const stop = new AbortController();
  const inbound = createInbound({
    ...uses,
    isExpected: async (name) => name === (await destinationAddress(sid, me, peer)),
  });
  let outbound: Socket | undefined; // to a candidate of theirs
  let relay: Socket | undefined; // to our own proxy

  const mayConnect = (address: string) => isReachable(address) || (uses.loopback && isLoopback(address));
  const dial = async (candidate: Candidate, destination: string): Promise<Socket> => {
    const attempt = new AbortController();
    const cancel = uses.after(timeouts.candidate, () => attempt.abort(new Error("no connection in time")));
    const signal = AbortSignal.any([stop.signal, attempt.signal]);
    const mayLookUp = candidate.type === "proxy";
    let socket: Socket | undefined;
    const hangUp = () => socket?.destroy();
    signal.addEventListener("abort", hangUp);
    try {
      socket = await net.connect(unbracketed(candidate.host), candidate.port, { signal, mayLookUp, mayConnect });
      signal.throwIfAborted();
      await nameBytestream(socket, destination);
      signal.throwIfAborted();
      return socket;
    } catch (error) {
      socket?.destroy();
      throw error;
    } finally {
      cancel();
      signal.removeEventListener("abort", hangUp);
    }
  };
  /** A proxy counts only where a server lists it: at the address that it tells itself, or, where that is not for us, at its own name. */
  const isListed = async ({ jid, host, port }: Candidate): Promise<boolean> => {
    const isAt = (proxy: Proxy) =>
      proxy.at ? proxy.at.some((at) => at.host === host && at.port === port) : host === bareJid(proxy.jid);
    for (const domain of new Set([parseJid(me).domain, parseJid(peer).domain])) {
      const listed = await proxies.of(domain);
      if (listed.some((proxy) => bareJid(proxy.jid) === bareJid(jid) && isAt(proxy))) return true;
    }
    return false;
  };
  const mayTry = (candidate: Candidate): boolean | Promise<boolean> =>
    candidate.type === "proxy" ? isListed(candidate) : uses.isDirectAllowed && isAddress(candidate.host);

  const direct = async (): Promise<readonly Omit<Candidate, "cid">[]> => {
    if (!uses.isDirectAllowed) return [];
    const hosts = [
      ...net.addresses("outward").filter(isReachable),
      ...(uses.loopback ? net.addresses("loopback") : []),
    ];
    if (hosts.length === 0) return [];
    const port = await inbound.listen().catch(() => undefined);
    if (port === undefined) return [];
    const type = "direct";
    // Older ones first: IPv6 addresses are more often not reachable.
    return hosts
      .toSorted((a, b) => Number(a.includes(":")) - Number(b.includes(":")))
      .slice(0, MAX_TRIED / 2)
      .map((host, ...at) => ({ jid: me, host, port, type, priority: candidatePriority(type, rank(...at)) }));
  };
  const relayed = async (): Promise<readonly Omit<Candidate, "cid">[]> => {
    const listed = await proxies.of(parseJid(me).domain);
    const type = "proxy";
    return listed
      .flatMap(({ at = [] }) => at)
      .slice(0, MAX_TRIED / 2)
      .map((proxy, ...at) => ({ ...proxy, type, priority: candidatePriority(type, rank(...at)) }));
  };

  return {
    async candidates(taken = []) {
      const all = [...(await direct()), ...(await relayed())];
      if (stop.signal.aborted) inbound.release();
      const isTaken = ({ host, port }: Omit<Candidate, "cid">) =>
        taken.some((other) => other.host === host && other.port === port);
      return all
        .filter((candidate) => !isTaken(candidate))
        .map((candidate) => ({ cid: `c${crypto.randomUUID().slice(0, 8)}`, ...candidate }));
    },
    async connect(theirs) {
      const destination = await destinationAddress(sid, peer, me);
      let isLate = false;
      const cancel = uses.after(timeouts.candidates, () => (isLate = true));
      try {
        for (const candidate of theirs.toSorted((a, b) => b.priority - a.priority).slice(0, MAX_TRIED)) {
          if (isLate || stop.signal.aborted) break;
          if (!(await mayTry(candidate))) continue;
          const socket = await dial(candidate, destination).catch(() => undefined);
          if (!socket) continue;
          outbound = socket;
          return { is: "candidate-used", cid: candidate.cid };
        }
        return { is: "candidate-error" };
      } finally {
        cancel();
      }
    },
    async activate(candidate) {
      relay = await dial(candidate, await destinationAddress(sid, me, peer));
      await ask(candidate.jid, encodeActivation({ sid, target: peer }), timeouts.activation);
    },
    pipe({ candidate }, isOurs) {
      const socket = !isOurs ? outbound : candidate.type === "proxy" ? relay : inbound.take();
      for (const other of [outbound, relay]) if (other !== socket) other?.destroy();
      inbound.release();
      if (!socket) throw new TransferError({ condition: "connectivity-error" }, "us");
      return socketPipe(socket);
    },
    release() {
      stop.abort();
      inbound.release();
      outbound?.destroy();
      relay?.destroy();
    },
  };
}

/** What tells candidates of one type apart (XEP-0260 2.2): the later in their list, the less. */
function rank(index: number, list: readonly unknown[]): number {
  return list.length - 1 - index;
}
