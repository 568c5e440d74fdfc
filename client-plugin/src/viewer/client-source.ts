// Schemes and media from owners' own clients (draft, sections 8.3 to 8.8): the document by one question where it would come
// in band anyway, else in a session; media by sessions, as many as there are in each, what is shown of all contacts first.
import { NS_JINGLE_S5B, NS_SERVE } from "@status-scheme/protocol";
import type { FetchResult, Medium, SchemeError, StampedScheme } from "@status-scheme/protocol";
import type { PeerCaps, PeerInfo, Peers } from "../peers/peer-caps.ts";
import type { MediumOutcome, OwnerClient, Transfers } from "../transfer/api.ts";
import { nodeNet } from "../transfer/net/node-net.ts";
import type { Questions, Source } from "./questions.ts";
import type { Queue } from "./queue.ts";
import type { SchemeCache } from "./scheme-cache.ts";

export interface ClientSource {
  readonly fetch: Questions["fetch"];
  /** Resolves to the bytes, verified, and kept in the cache. @throws SchemeError */
  readonly medium: (source: Source, medium: Medium, ahead: boolean) => Promise<Uint8Array>;
}

export interface ClientSourceUses {
  readonly transfers: () => Promise<Transfers>;
  readonly peerCaps: () => Promise<PeerCaps>;
  readonly peers: Pick<Peers, "get">;
  readonly questions: Pick<Questions, "fetch">;
  readonly cache: Pick<SchemeCache, "keepMedium">;
  /** In which questions wait: what is to be seen may follow from each. */
  readonly queue: Pick<Queue, "run">;
  /** The media of the look that is shown, as far as they are not here. */
  readonly wanted: (scheme: StampedScheme) => readonly Medium[];
}

type Turn = "first" | "ahead";

export function createClientSource(uses: ClientSourceUses): ClientSource {
  const { peers, questions, cache, wanted } = uses;
  const canSocks5 = nodeNet() !== undefined;
  /** Media that are on their way, by client and hash. */
  const coming = new Map<string, PromiseWithResolvers<Uint8Array>>();
  /** By client: what a session that has not begun is to bring, and one after all that is to be seen. */
  const waiting: Record<Turn, Map<string, Medium[]>> = { first: new Map(), ahead: new Map() };
  const keyOf = (jid: string, { hash }: Medium) => `${jid} ${hash}`;

  const expect = (jid: string, medium: Medium) => {
    const arrival = Promise.withResolvers<Uint8Array>();
    arrival.promise.catch(() => undefined); // of what comes ahead nobody waits for
    coming.set(keyOf(jid, medium), arrival);
    return arrival.promise;
  };
  const settle = async (jid: string, medium: Medium, outcome: MediumOutcome) => {
    const arrival = coming.get(keyOf(jid, medium));
    if ("bytes" in outcome) await cache.keepMedium(medium.hash, outcome.bytes);
    coming.delete(keyOf(jid, medium));
    if ("bytes" in outcome) arrival?.resolve(outcome.bytes);
    else arrival?.reject(outcome.error);
  };
  const infoOf = async (jid: string): Promise<PeerInfo | undefined> => {
    const peer = peers.get(jid);
    return peer?.caps === undefined ? undefined : (await uses.peerCaps()).find(peer);
  };
  const clientOf = (jid: string, info: PeerInfo | undefined): OwnerClient => ({
    jid,
    ...(info && { socks5: info.features.has(NS_JINGLE_S5B) }),
    ...(info?.ibbBytes !== undefined && { ibbBytes: info.ibbBytes }),
  });

  const inSession = async (client: OwnerClient, ...[source, , stamp]: Parameters<Questions["fetch"]>) => {
    const { fetchDocument } = await uses.transfers();
    // The media go on when the document is here.
    return new Promise<FetchResult>((resolve, reject) => {
      fetchDocument(client, {
        ...(stamp !== undefined && { stamp }),
        media: (scheme) => {
          const list = wanted(scheme).filter((medium) => !coming.has(keyOf(source.jid, medium)));
          for (const medium of list) void expect(source.jid, medium);
          resolve({ status: "changed", stamp: scheme.stamp, scheme });
          return list;
        },
        onMedium: (medium, outcome) => void settle(source.jid, medium, outcome),
      }).then((document) => resolve({ ...document, stamp: stampOf(document) }), reject);
    });
  };
  const bring = async (turn: Turn, jid: string) => {
    let list: readonly Medium[] | undefined;
    const take = () => {
      list = waiting[turn].get(jid)!;
      waiting[turn].delete(jid);
      return list;
    };
    try {
      if (turn === "ahead") await uses.queue.run(() => Promise.resolve(), { ahead: true });
      const { fetchMedia } = await uses.transfers();
      const onMedium = (medium: Medium, outcome: MediumOutcome) => void settle(jid, medium, outcome);
      await fetchMedia(clientOf(jid, await infoOf(jid)), take, { onMedium, ahead: turn === "ahead" });
    } catch (error) {
      for (const medium of list ?? take()) await settle(jid, medium, { error: error as Error });
    }
  };
  /** What is wanted before a session's turn has come comes in it. */
  const add = (turn: Turn, jid: string, medium: Medium) => {
    const others = waiting[turn].get(jid);
    if (others) {
      others.push(medium);
      return;
    }
    waiting[turn].set(jid, [medium]);
    void bring(turn, jid);
  };
  /** Takes it out of what comes ahead; false where it is not there, or on its way already. */
  const takeOut = (jid: string, { hash }: Medium): boolean => {
    const list = waiting.ahead.get(jid) ?? [];
    const at = list.findIndex((medium) => medium.hash === hash);
    if (at >= 0) list.splice(at, 1);
    return at >= 0;
  };

  return {
    async fetch(...question) {
      const [source] = question;
      const info = await infoOf(source.jid);
      const client = clientOf(source.jid, info);
      if (canSocks5 && client.socks5 && info?.features.has(NS_SERVE)) {
        try {
          return await inSession(client, ...question);
        } catch (error) {
          // The person does not want to, or there is nothing to see: no other way leads there.
          if (["forbidden", "no-such-medium"].includes((error as SchemeError).code)) throw error;
        }
      }
      try {
        return await questions.fetch(...question);
      } catch (error) {
        // "Not allowed": a person is to be asked, which a session waits for.
        if ((error as SchemeError).code !== "forbidden") throw error;
        return inSession(client, ...question);
      }
    },
    medium({ jid }, medium, ahead) {
      const there = coming.get(keyOf(jid, medium));
      const isToBeSeenNow = !ahead && takeOut(jid, medium);
      const arrival = there?.promise ?? expect(jid, medium);
      if (!there || isToBeSeenNow) add(ahead ? "ahead" : "first", jid, medium);
      return arrival;
    },
  };
}

function stampOf(document: Awaited<ReturnType<Transfers["fetchDocument"]>>) {
  return document.status === "current" ? document.stamp : document.scheme.stamp;
}
