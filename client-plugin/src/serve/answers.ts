// An owner's client answers `check` and `fetch` about the scheme that it serves (draft, section 8.3), to those who may ask;
// to everyone else it is a client that does not know them.
import {
  decodeCheckRequest,
  decodeFetchRequest,
  element,
  encodeCheckResult,
  encodeFetchResult,
  NS,
  NS_STANZAS,
  SchemeError,
  stanza,
} from "@status-scheme/protocol";
import type { CheckRequest, Element, StampedScheme } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";

export interface AnswersUses {
  readonly host: Pick<Host, "answer">;
  /** Bare JID. */
  readonly owner: () => string;
  readonly mayAsk: (viewer: string) => boolean;
  readonly document: () => StampedScheme | undefined;
  /** The person is asked before a viewer gets the document: by a session, which can wait. */
  readonly isAsking: () => boolean;
}

/** Answers from now on; as the others say, where nobody may ask. */
export function createAnswers({ host, owner, mayAsk, document, isAsking }: AnswersUses): void {
  const about = ({ owner: of }: CheckRequest) => (of === undefined || of === owner() ? document() : undefined);
  const answer = (name: string, reply: (payload: Element) => Element) =>
    host.answer("get", NS, name, (from, payload) =>
      Promise.resolve(from !== undefined && mayAsk(from) ? reply(payload) : undefined),
    );
  answer("check", (payload) => {
    const request = decodeCheckRequest(payload);
    const scheme = about(request);
    if (!scheme) return encodeCheckResult({ status: "none" });
    const { stamp } = scheme;
    return encodeCheckResult({ status: stamp === request.stamp ? "current" : "changed", stamp });
  });
  answer("fetch", (payload) => {
    const request = decodeFetchRequest(payload);
    const scheme = about(request);
    if (!scheme) throw new SchemeError("not-found");
    const { stamp } = scheme;
    if (stamp === request.stamp) return encodeFetchResult({ status: "current", stamp });
    if (isAsking()) return stanza("error", { type: "cancel" }, element(NS_STANZAS, "not-allowed"));
    return encodeFetchResult({ status: "changed", stamp, scheme });
  });
}
