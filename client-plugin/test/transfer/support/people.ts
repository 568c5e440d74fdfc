// An owner and a viewer on a testbed, each a client with the plugin's host and the engine of transfer, and what is left
// of it all when nothing is under way.
import { createHash, randomBytes } from "node:crypto";
import type { Element, Medium, Stamp, StampedScheme } from "@status-scheme/protocol";
import { NS_JINGLE } from "@status-scheme/protocol";
import { decodeJingle } from "@status-scheme/protocol/transfer";
import type { Jingle } from "@status-scheme/protocol/transfer";
import { eventually } from "@status-scheme/testbed";
import type { LoginOptions, Testbed } from "@status-scheme/testbed";
import type { ServeOptions, ServedSession, Serving, Transfers, TransferUses } from "../../../src/transfer/api.ts";
import { nodeNet } from "../../../src/transfer/net/node-net.ts";
import type { Net, Socket } from "../../../src/transfer/net/net.ts";
import { createTransfers } from "../../../src/transfer/transfers.ts";
import { realDeps } from "../../../src/viewer/deps.ts";
import { loginHosted } from "../../host/people.ts";
import type { HostedPerson } from "../../host/people.ts";

export interface TransferPerson extends HostedPerson {
  readonly jid: string;
  readonly transfers: Transfers;
  /** Stanzas as they went out. */
  readonly sent: Element[];
  /** The Jingle actions sent, in their order. */
  readonly actions: () => readonly Jingle[];
  /** Sockets, listeners and timers of the engine that are there now. */
  readonly left: () => Left;
}
export interface Left {
  readonly sockets: number;
  readonly listeners: number;
  readonly timers: number;
}

/** Resolves when nothing of any session is left with any of them. */
export async function nothingLeft(...people: readonly TransferPerson[]): Promise<void> {
  const isNothing = (left: Left) => left.sockets + left.listeners + left.timers === 0;
  await eventually(
    "nothing is left",
    () => people.map((one) => one.left()),
    (all) => all.every(isNothing),
  );
}

export type TransferOptions = LoginOptions & Partial<Omit<TransferUses, "host" | "deps">>;

export async function loginTransfer(
  bed: Testbed,
  account: string,
  options: TransferOptions = {},
): Promise<TransferPerson> {
  const sent: Element[] = [];
  const counted = countNet(nodeNet()!);
  const timers = countTimers();
  let transfers: Transfers | undefined;
  const person = await loginHosted(bed, account, {
    ...options,
    prepare: (xmpp) => xmpp.on("send", (element: Element) => sent.push(element)),
    begin: (host) => {
      transfers = createTransfers({ net: counted.net, ...options, host, deps: timers.deps });
    },
  });
  return {
    ...person,
    jid: person.xmpp.jid!.toString(),
    transfers: transfers!,
    sent,
    actions: () => jinglesIn(sent),
    left: () => ({ ...counted.left(), timers: timers.left() }),
  };
}

export function jinglesIn(stanzas: readonly Element[]): readonly Jingle[] {
  return stanzas.flatMap((iq) => {
    const jingle = iq.attrs.type === "set" ? iq.getChild("jingle", NS_JINGLE) : undefined;
    return jingle ? [decodeJingle(jingle)] : [];
  });
}

function countTimers() {
  const real = realDeps();
  let left = 0;
  const after: typeof real.after = (ms, run) => {
    let isOver = false;
    const over = () => {
      if (!isOver) left -= 1;
      isOver = true;
    };
    left += 1;
    const cancel = real.after(ms, () => {
      over();
      run();
    });
    return () => {
      over();
      cancel();
    };
  };
  return { deps: { now: real.now, after }, left: () => left };
}

function countNet(net: Net) {
  let sockets = 0;
  let listeners = 0;
  const count = (socket: Socket): Socket => {
    sockets += 1;
    let isOver = false;
    return {
      ...socket,
      destroy() {
        if (!isOver) sockets -= 1;
        isOver = true;
        socket.destroy();
      },
    };
  };
  const counting: Net = {
    ...net,
    connect: async (...to) => count(await net.connect(...to)),
    async listen(onSocket) {
      const listener = await net.listen((socket) => onSocket(count(socket)));
      listeners += 1;
      let isOver = false;
      return {
        port: listener.port,
        close() {
          if (!isOver) listeners -= 1;
          isOver = true;
          listener.close();
        },
      };
    },
  };
  return { net: counting, left: () => ({ sockets, listeners }) };
}

export const STAMP = "2026-11-23T09:00:00.250Z" as Stamp;

export interface Served {
  readonly scheme: StampedScheme;
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** By state. */
  readonly medium: (state: string) => Medium;
  readonly bytes: (state: string) => Uint8Array;
}

/** A scheme with an image of so many bytes for each state. */
export function makeScheme(owner: string, sizes: Readonly<Record<string, number>>, stamp = STAMP): Served {
  const files = new Map<string, Uint8Array>();
  const looks = Object.entries(sizes).map(([state, size]) => {
    const bytes = new Uint8Array(randomBytes(size));
    const hash = createHash("sha256").update(bytes).digest("base64");
    files.set(hash, bytes);
    const desc = [{ lang: "en", text: `Juliet, ${state}` }];
    const medium: Medium = {
      kind: "image",
      mediaType: "image/webp",
      size,
      width: 64,
      height: 64,
      desc,
      hash,
      sources: [],
    };
    return { state, text: [], media: [medium] };
  });
  const medium = (state: string) => looks.find((look) => look.state === state)!.media[0]!;
  return { scheme: { owner, stamp, looks }, files, medium, bytes: (state) => files.get(medium(state).hash)! };
}

export interface ServingPerson {
  readonly serving: Serving;
  readonly ended: ServedSession[];
}
export function serve(owner: TransferPerson, served: Served, options: Partial<ServeOptions> = {}): ServingPerson {
  const ended: ServedSession[] = [];
  const serving = owner.transfers.serve({
    mayAsk: () => true,
    document: async () => served.scheme,
    media: async (hash) => served.files.get(hash),
    onSession: (session) => ended.push(session),
    ...options,
  });
  return { serving, ended };
}
