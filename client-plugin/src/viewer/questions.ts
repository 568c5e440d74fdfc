// The questions a viewer asks of a service, or of an owner's own client: `check`, `fetch` and `sync` by IQ (draft,
// "Viewer's Use Cases"). What comes back is believed only as far as it answers what was asked.
import {
  decodeCheckResult,
  decodeFetchResult,
  decodeSyncResult,
  DEFAULT_LIMITS,
  encodeCheckRequest,
  encodeFetchRequest,
  encodeSyncRequest,
  MEDIUM_KINDS,
  NS,
  SchemeError,
  stanza,
} from "@status-scheme/protocol/viewing";
import type { CheckResult, Element, FetchResult, Limits, Scheme, Stamp, SyncResult } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";
import { asFromService } from "./back-off.ts";

/** Who serves an owner's scheme: a service, or one of the owner's own clients. */
export interface Source {
  /** A service's JID, or an owner's full JID. */
  readonly jid: string;
  readonly isClient: boolean;
  readonly limits: Limits;
  /** The origins its media may come from. */
  readonly origins: readonly string[];
  /** It serves small media in band. */
  readonly servesBits?: boolean;
}

export interface Questions {
  /** @throws SchemeError */
  readonly check: (source: Source, owner: string, stamp: Stamp | undefined) => Promise<CheckResult>;
  /** @throws SchemeError; `not-found` where there is nothing to see */
  readonly fetch: (source: Source, owner: string, stamp: Stamp | undefined) => Promise<FetchResult>;
  /** @throws SchemeError */
  readonly sync: (service: string, since: string | undefined) => Promise<SyncResult>;
}

/** A service that is killed with a question in hand never answers it, nor does its server: the next try is not to be far. */
export const TIMEOUT_MS = 10_000;

export function createQuestions(host: Pick<Host, "ask">): Questions {
  const ask = <T>(to: string, payload: Element, decode: (answer: Element) => T): Promise<T> =>
    host.ask(stanza("iq", { type: "get", to }, payload), TIMEOUT_MS).then((reply) => {
      const answer = reply.getChild(payload.name, NS);
      return answer ? decode(answer) : refuse(payload.name);
    });
  // To a client `owner` is left out: it serves its own.
  const about = (source: Source, owner: string, stamp: Stamp | undefined) => ({
    ...(!source.isClient && { owner }),
    ...(stamp !== undefined && { stamp }),
  });
  const verify = <T extends CheckResult | FetchResult>(result: T, owner: string, stamp: Stamp | undefined): T => {
    if ((result.owner ?? owner) !== owner) refuse("owner");
    if (result.status === "current" && result.stamp !== stamp) refuse("stamp");
    return result;
  };
  /** What a client says that does not answer us: as a service's `none` (draft, section 8.3). */
  const isNone = (source: Source, error: unknown) =>
    source.isClient && (error as SchemeError).code === "service-unavailable";
  return {
    async check(source, owner, stamp) {
      const asked = encodeCheckRequest(about(source, owner, stamp));
      const none = (error: unknown): CheckResult => {
        if (isNone(source, error)) return { status: "none" };
        throw asFromService(error, source.isClient);
      };
      return verify(await ask(source.jid, asked, decodeCheckResult).catch(none), owner, stamp);
    },
    async fetch(source, owner, stamp) {
      const asked = encodeFetchRequest(about(source, owner, stamp));
      const none = (error: unknown) => {
        throw isNone(source, error)
          ? new SchemeError("not-found", {}, { cause: error })
          : asFromService(error, source.isClient);
      };
      const result = verify(await ask(source.jid, asked, decodeFetchResult).catch(none), owner, stamp);
      if (result.status === "changed") verifyScheme(result.scheme, owner, source.limits);
      return result;
    },
    sync: (service, since) => ask(service, encodeSyncRequest(since === undefined ? {} : { since }), decodeSyncResult),
  };
}

/** Whatever a service says is its limit. */
const MOST_LOOKS = 4 * DEFAULT_LIMITS["scheme-looks"];

/** What shows a look copes with any; but nobody has as many. The rules of the document are whoever stores it to keep. */
export function verifyScheme(scheme: Scheme, owner: string, limits: Limits): void {
  if (scheme.owner !== owner) refuse("owner");
  const isTooMuch = scheme.looks.some(({ media }) => media.length > MEDIUM_KINDS.length);
  if (isTooMuch || scheme.looks.length > Math.min(limits["scheme-looks"], MOST_LOOKS)) refuse("look");
}

function refuse(what: string): never {
  throw new SchemeError("bad-request", { what, reason: "not an answer to what was asked" });
}
