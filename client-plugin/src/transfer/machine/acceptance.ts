// The viewer looks at what the owner accepted (draft, sections 8.6, 8.10 and 8.14).
import type { IbbTransport, JingleContent, JingleReason, TransferFile } from "@status-scheme/protocol/transfer";
import { fail } from "./end.ts";
import { put } from "./state.ts";
import type { Content, Session, Step, Transport } from "./state.ts";

/** A file that was accepted goes on to its transport, or is given up where it is not what was asked for. */
export function acceptedBy(session: Session, content: Content, { description, transport }: JingleContent): Step {
  if (!description || "unsupported" in description || !transport || "unsupported" in transport) {
    return fail(session, content.name, { condition: "general-error" });
  }
  const wrong = wrongFile(session, content, description) ?? wrongTransport(content.offer, transport);
  if (wrong) return fail(session, content.name, wrong);
  const state = transport.method === "s5b" ? "connecting" : "opening";
  return { session: put(session, { ...content, state, file: description, answer: transport }), sends: [] };
}

export function replacementAccepted(session: Session, content: Content, { transport }: JingleContent): Step {
  const { spare } = content;
  const isGood = spare && transport && !("unsupported" in transport) && transport.method === "ibb";
  if (!isGood || wrongTransport(spare, transport))
    return fail(session, content.name, { condition: "failed-transport" });
  return { session: put(session, { ...content, state: "opening", offer: spare, answer: transport }), sends: [] };
}

function wrongFile(
  session: Session,
  { asked, offer, most = 0 }: Content,
  file: TransferFile,
): JingleReason | undefined {
  const { size, hash, hashUsed, range } = file;
  if (size === undefined || (hash === undefined && !hashUsed)) return { condition: "general-error" };
  if (size > most || (offer.method === "ibb" && size > session.ibbBytes)) {
    return { condition: "media-error", fileError: "file-too-large" };
  }
  if (asked.document && file.document?.stamp === undefined) return { condition: "general-error" };
  if (asked.hash !== undefined && hash !== undefined && hash !== asked.hash) return { condition: "media-error" };
  // The rest that was asked for, to the end, or the whole file.
  const isAsRanged = range === undefined || (range.offset === (asked.range?.offset ?? 0) && range.length === undefined);
  return isAsRanged ? undefined : { condition: "media-error" };
}

function wrongTransport(offer: Transport, answer: Transport): JingleReason | undefined {
  const isSame = answer.method === offer.method && answer.sid === offer.sid;
  if (isSame && (answer.method === "s5b" || isWithin(answer, offer as IbbTransport))) return undefined;
  return { condition: offer.method === "ibb" ? "failed-transport" : "general-error" };
}
function isWithin({ blockSize, stanza }: IbbTransport, asked: IbbTransport): boolean {
  return blockSize <= asked.blockSize && stanza === "iq";
}
