// What contacts' clients can do, by the caps in their presence (XEP-0115): asked once for all that have the same caps,
// where the answer hashes to them, else for the one asked. By which function they were hashed is not looked at: what is not
// the SHA-1 of the answer says nothing of others (section 5.4, rules 1 and 2). SHA-1 has collisions, not second preimages: who
// makes two answers of one hash has made both of them, and nobody else's client sends the caps that they stand for.
import { decodeLimitsForm, element, NS, NS_DATA_FORMS, NS_DISCO_INFO, stanza } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import { capsVer, formType } from "../host/caps.ts";
import type { Host } from "../host/host.ts";
import { createBackOff } from "../viewer/back-off.ts";
import type { Deps } from "../viewer/deps.ts";
import { isForEverybody } from "./for-everybody.ts";

/** A client of a contact that is there. */
export interface Peer {
  /** Full JID. */
  readonly jid: string;
  /** `node#ver` of its presence. */
  readonly caps: string | undefined;
}
/** Contacts' clients that are there. */
export interface Peers {
  readonly all: () => Iterable<Peer>;
  /** By full JID. */
  readonly get: (jid: string) => Peer | undefined;
}
export interface PeerInfo {
  readonly features: ReadonlySet<string>;
  /** Its limit on a file in band, where it tells one. */
  readonly ibbBytes?: number;
}

export interface PeerCaps {
  /** What is known now. */
  readonly known: (peer: Peer) => PeerInfo | undefined;
  /** Asks where it is not known. Never rejects: undefined where it cannot be learned now. */
  readonly find: (peer: Peer) => Promise<PeerInfo | undefined>;
}

const MAX_KNOWN = 1_000;
const TIMEOUT_MS = 10_000;

/** Others with the same caps, asked one after the other, that are waited for before one is asked all the same. */
const MAX_WAITS = 3;

export function createPeerCaps({ ask, deps }: { readonly deps: Deps } & Pick<Host, "ask">): PeerCaps {
  const backOff = createBackOff(deps);
  /** By caps, of all that have them. */
  const common = new Map<string, PeerInfo>();
  /** By full JID and caps, of those whose answer did not hash to their caps. */
  const own = new Map<string, PeerInfo>();
  const asking = new Map<string, Promise<unknown>>();
  const ownKey = ({ jid, caps = "" }: Peer) => `${caps} ${jid}`;

  const keep = (infos: Map<string, PeerInfo>, key: string, info: PeerInfo) => {
    if (infos.size >= MAX_KNOWN) infos.delete(infos.keys().next().value!);
    infos.set(key, info);
    return info;
  };
  const request = async (peer: Peer, caps: string): Promise<PeerInfo | undefined> => {
    const node = element(NS_DISCO_INFO, "query", { node: caps });
    const reply = await ask(stanza("iq", { type: "get", to: peer.jid }, node), TIMEOUT_MS);
    const query = reply.getChild("query", NS_DISCO_INFO);
    if (!query) return undefined;
    const isTrue = caps.endsWith(`#${await capsVer(query)}`) && isForEverybody(query);
    return isTrue ? keep(common, caps, read(query)) : keep(own, ownKey(peer), read(query));
  };
  const known = (peer: Peer) => common.get(peer.caps ?? "") ?? own.get(ownKey(peer));

  return {
    known,
    async find(peer) {
      const { caps } = peer;
      if (caps === undefined) return undefined;
      // Another one's answer may be about this one, too, or turn out not to be: then the next is asked, and not all at once.
      for (let waits = 0; waits < MAX_WAITS && asking.has(caps); waits += 1) await asking.get(caps);
      const key = ownKey(peer);
      const here = known(peer);
      if (here || backOff.until(key) !== undefined) return here;
      const asked = request(peer, caps).catch((error: unknown) => void backOff.fail(key, error));
      asking.set(caps, asked);
      return asked.finally(() => asking.get(caps) === asked && asking.delete(caps));
    },
  };
}

function read(query: Element): PeerInfo {
  const features = new Set(query.getChildren("feature").map(({ attrs }) => String(attrs.var)));
  const form = query.getChildren("x", NS_DATA_FORMS).find((x) => formType(x) === NS);
  try {
    return { features, ...(form && { ibbBytes: decodeLimitsForm(form).limits["ibb-bytes"] }) };
  } catch {
    return { features }; // a form that cannot be read is none
  }
}
