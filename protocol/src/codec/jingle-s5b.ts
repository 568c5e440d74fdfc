// The SOCKS5 transport of a content (XEP-0260): candidates when it is offered or accepted, then what became of them.
//
// <transport xmlns='urn:xmpp:jingle:transports:s5b:1' sid='…' [dstaddr='…40 hex…'] [mode='tcp|udp']>
//   <candidate cid='…' jid='…' host='…' [port='…'] priority='…' [type='direct|assisted|tunnel|proxy']/>*
// </transport>
// <transport xmlns='urn:xmpp:jingle:transports:s5b:1' sid='…'>
//   <candidate-used cid='…'/> | <candidate-error/> | <activated cid='…'/> | <proxy-error/>
// </transport>
import { malformed } from "../errors.ts";
import { NS_JINGLE_S5B } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeStreamhost, streamId } from "./bytestreams.ts";
import type { Streamhost } from "./bytestreams.ts";
import { attribute, children, compact, distinct, expect, oneOf, optional, positive } from "./read.ts";

/** XEP-0260 2.2: types of candidates, with the preference of each. */
const PREFERENCE = { direct: 126, assisted: 120, tunnel: 110, proxy: 10 } as const;
export type CandidateType = keyof typeof PREFERENCE;
const TYPES = Object.keys(PREFERENCE) as CandidateType[];

export interface Candidate extends Streamhost {
  readonly cid: string;
  /** The higher, the earlier it is tried. */
  readonly priority: number;
  readonly type: CandidateType;
}
/** What a party tells of the other's candidates, or of its own proxy. */
export type S5bState =
  | { readonly is: "candidate-used" | "activated"; readonly cid: string }
  | { readonly is: "candidate-error" | "proxy-error" };

export interface S5bTransport {
  readonly method: "s5b";
  readonly sid: string;
  /** The SOCKS5 destination address for the sender's proxy candidates (destinationAddress). */
  readonly dstaddr?: string;
  readonly mode?: "tcp" | "udp";
  readonly candidates: readonly Candidate[];
  readonly state?: S5bState;
}

/** XEP-0260 2.2. `local` tells candidates of one type apart: 0 to 65535. */
export function candidatePriority(type: CandidateType, local = 0): number {
  return 65_536 * PREFERENCE[type] + local;
}

export function encodeS5bTransport({ sid, dstaddr, mode, candidates, state }: S5bTransport): Element {
  return element(
    NS_JINGLE_S5B,
    "transport",
    { sid, dstaddr, mode },
    ...candidates.map(({ cid, jid, host, port, priority, type }) =>
      element(NS_JINGLE_S5B, "candidate", { cid, jid, host, port, priority, type }),
    ),
    state && element(NS_JINGLE_S5B, state.is, "cid" in state ? { cid: state.cid } : {}),
  );
}

/** @throws SchemeError `bad-request` */
export function decodeS5bTransport(transport: Element): S5bTransport {
  expect(transport, "transport", NS_JINGLE_S5B);
  const candidates = children(transport, "candidate", NS_JINGLE_S5B).map(decodeCandidate);
  const state = decodeState(transport);
  if (state && candidates.length > 0) malformed(state.is, "not with candidates");
  return {
    method: "s5b",
    ...compact({
      sid: attribute(transport, "sid", streamId),
      dstaddr: optional(transport, "dstaddr", destination),
      mode: optional(transport, "mode", oneOf(["tcp", "udp"])),
    }),
    candidates: distinct(candidates, ({ cid }) => cid, "candidate"),
    ...compact({ state }),
  };
}

function decodeCandidate(found: Element): Candidate {
  return {
    cid: attribute(found, "cid", streamId),
    ...decodeStreamhost(found),
    priority: attribute(found, "priority", positive),
    type: optional(found, "type", oneOf(TYPES)) ?? "direct",
  };
}

function decodeState(transport: Element): S5bState | undefined {
  const found = (["candidate-used", "activated", "candidate-error", "proxy-error"] as const).flatMap((is) =>
    children(transport, is, NS_JINGLE_S5B).map((child): S5bState => {
      if (is === "candidate-error" || is === "proxy-error") return { is };
      return { is, cid: attribute(child, "cid", streamId) };
    }),
  );
  if (found.length > 1) malformed(found[1]!.is, "more than one");
  return found[0];
}

function destination(text: string, what: string): string {
  return /^[\da-f]{40}$/i.test(text) ? text : malformed(what, "not the hex of a SHA-1");
}
