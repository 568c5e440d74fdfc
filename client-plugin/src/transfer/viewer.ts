// The viewer's side of transfer: at most two sessions under way, each of one owner's client; by which transport, and what
// is done about a session that came to less than was wanted (draft, sections 8.6, 8.8 and 8.13).
import { bareJid, fullJid, parseJid, SchemeError } from "@status-scheme/protocol";
import type { Medium, StampedScheme } from "@status-scheme/protocol";
import { createQueue } from "../viewer/queue.ts";
import type { FetchedDocument, MediaOptions, OwnerClient, SessionOptions, Transfers } from "./api.ts";
import type { Beginnings } from "./beginnings.ts";
import type { Engine } from "./engine.ts";
import { TransferError } from "./errors.ts";
import { runViewerSession } from "./viewer-session.ts";
import type { SessionEnd } from "./viewer-session.ts";
import { documentWant, mediumWant } from "./wants.ts";
import type { Want } from "./wants.ts";

export interface ViewerSide extends Pick<Transfers, "fetchDocument" | "fetchMedia"> {
  /** A new connection: what was known of others may not hold any more. */
  readonly forget: () => void;
  /** Who waits for a turn gets none. */
  readonly stop: () => void;
}

const MAX_SESSIONS = 2;
/** Whoever sends less than that in it is waited for beside the others. */
const SLOW_MS = 10_000;
const IBB_BYTES = 262_144;
/** How long SOCKS5, which has just failed with an owner, is not tried again with it. */
const FAILED_MS = 600_000;
const MAX_OWNERS = 1_000;
const UNSUPPORTED = "unsupported-transports";

export function createViewerSide(engine: Engine, beginnings: Beginnings): ViewerSide {
  const { net, proxies, now } = engine;
  const queue = createQueue({ concurrency: MAX_SESSIONS, slowMs: SLOW_MS });
  /** Owners' clients that cannot do SOCKS5, or with which it has just failed: until when. */
  const withoutSocks5 = new Map<string, number>();
  const without = (jid: string, until: number) => {
    if (withoutSocks5.size >= MAX_OWNERS) withoutSocks5.clear();
    withoutSocks5.set(jid, until);
  };

  const limitOf = ({ ibbBytes = IBB_BYTES }: OwnerClient) => Math.min(ibbBytes, engine.ibbBytes);
  const socks5With = async (owner: OwnerClient): Promise<"never" | "failed" | "possible"> => {
    const until = withoutSocks5.get(owner.jid) ?? 0;
    if (!net || owner.socks5 === false || until === Infinity) return "never";
    const domains = [engine.me(), owner.jid].flatMap((jid) => (jid ? parseJid(jid).domain : []));
    const listed = await Promise.all([...new Set(domains)].map(proxies.of));
    if (!engine.mayShowAddress(owner.jid) && listed.flat().length === 0) return "never";
    return until > now() ? "failed" : "possible";
  };
  const methodFor = async (owner: OwnerClient, { medium }: Want) => {
    const socks5 = await socks5With(owner);
    const isTooLarge = medium !== undefined && medium.size > limitOf(owner);
    if (socks5 === "possible" || (socks5 === "failed" && isTooLarge)) return "s5b";
    return isTooLarge ? undefined : "ibb";
  };

  const session = (owner: OwnerClient, wants: Want[], { signal, onProgress }: SessionOptions): Promise<SessionEnd> => {
    const viewer = engine.me();
    if (!viewer) throw new SchemeError("try-later", { reason: "not connected" });
    return runViewerSession(engine, {
      viewer,
      owner: owner.jid,
      ibbBytes: limitOf(owner),
      wants,
      method: (want) => methodFor(owner, want),
      signal,
      onProgress,
      onPart({ medium }, bytes, isWrong) {
        if (!medium) return;
        if (isWrong) beginnings.drop(medium.hash);
        else beginnings.keep(medium.hash, bytes);
      },
      onSocks5Failed: () => without(owner.jid, now() + FAILED_MS),
    });
  };
  /** One session, and another in band where the owner's client turns out not to know SOCKS5. */
  const sessions = async (owner: OwnerClient, wants: Want[], options: SessionOptions): Promise<SessionEnd> => {
    const first = wants.shift()!;
    let outcome: Parameters<Want["settle"]>[0] | undefined;
    const isSocks5Unknown = ({ session: { reason, endedBy, contents } }: SessionEnd) => {
      const wasSocks5 = contents.length === 1 && contents[0]!.offer.method === "s5b";
      return wasSocks5 && endedBy === "peer" && reason?.condition === UNSUPPORTED;
    };
    // This one failure of the first file is told when it is clear that there is no second try.
    const isToWait = (come: typeof outcome) =>
      come && "error" in come && come.error instanceof TransferError && come.error.reason.condition === UNSUPPORTED;
    const settle: Want["settle"] = (come) => (isToWait(come) ? void (outcome = come) : first.settle(come));
    wants.unshift({ ...first, settle });
    const end = await session(owner, wants, options);
    if (!isSocks5Unknown(end)) {
      if (outcome) first.settle(outcome);
      return end;
    }
    without(owner.jid, Infinity);
    wants.unshift(first);
    return session(owner, wants, options);
  };
  const errorOf = ({ session: { reason, endedBy }, error }: SessionEnd): Error => {
    if (error instanceof Error) return error;
    return new TransferError(reason ?? { condition: "general-error" }, endedBy ?? "nobody");
  };

  /** In its turn. @throws the reason of `signal` as soon as that aborts */
  const inTurn = <T>(of: string, { signal, ahead = false }: Partial<MediaOptions>, job: () => Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      const abort = () => reject(signal!.reason as Error);
      if (signal?.aborted) return abort();
      signal?.addEventListener("abort", abort);
      void queue
        .run(async () => (signal?.aborted ? undefined : job().then(resolve, reject)), { ahead, of })
        .catch(reject)
        .finally(() => signal?.removeEventListener("abort", abort));
    });

  const wantOf = (medium: Medium, onMedium: MediaOptions["onMedium"]): Want => {
    let isSettled = false;
    return mediumWant(medium, beginnings.get(medium.hash), (outcome) => {
      if (isSettled) return;
      isSettled = true;
      if ("bytes" in outcome) beginnings.drop(medium.hash);
      onMedium(medium, outcome);
    });
  };
  /** Media in as many sessions as it takes; each is settled. */
  const media = async (owner: OwnerClient, wants: Want[], options: MediaOptions): Promise<void> => {
    while (wants.length > 0) {
      const left = wants.length;
      const end = await sessions(owner, wants, options);
      const { reason, contents } = end.session;
      // A file that is not there says nothing of the others.
      const isOfFirst = contents.length === 1 && reason?.fileError !== undefined;
      if ((reason?.condition === "success" || isOfFirst) && wants.length < left) continue;
      for (const want of wants.splice(0)) want.settle({ error: errorOf(end) });
    }
  };

  return {
    fetchDocument: (given, options = {}) =>
      inTurn(given.jid, options, async (): Promise<FetchedDocument> => {
        const owner = { ...given, jid: fullJid(given.jid) };
        const { stamp, onMedium = () => undefined } = options;
        let scheme: StampedScheme | undefined;
        let failure: Error | undefined;
        const wants: Want[] = [];
        const onScheme = (found: StampedScheme) => {
          scheme = found;
          wants.push(...(options.media?.(found) ?? []).map((medium) => wantOf(medium, onMedium)));
        };
        const settle: Want["settle"] = (outcome) => {
          if ("error" in outcome) failure = outcome.error;
        };
        wants.push(documentWant(owner.jid, stamp, onScheme, settle));
        const end = await sessions(owner, wants, options);
        for (const want of wants) want.settle({ error: errorOf(end) });
        const { reason } = end.session;
        if (scheme) return { status: "changed", scheme };
        const isCurrent = reason?.condition === "success" && stamp !== undefined && reason.document?.stamp === stamp;
        if (isCurrent) return { status: "current", stamp };
        throw end.error instanceof Error ? end.error : (failure ?? errorOf(end));
      }),
    fetchMedia: (given, list, options) =>
      inTurn(given.jid, options, () => {
        const owner = { ...given, jid: fullJid(given.jid) };
        const now = typeof list === "function" ? list() : list;
        return media(
          owner,
          now.map((medium) => wantOf(medium, options.onMedium)),
          options,
        );
      }),
    forget: () => withoutSocks5.clear(),
    stop: () => queue.stop(new SchemeError("try-later", { reason: "stopped" })),
  };
}

/** Of whom the presence is. */
export function isOf(jid: string, peer: string): boolean {
  return jid.includes("/") ? peer === jid : bareJid(peer) === jid;
}
