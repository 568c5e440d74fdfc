// What contacts' clients can do, by the caps in their presence (XEP-0115): asked once for all that have the same caps,
// where the answer hashes to them, else for the one asked.
import { decodeLimitsForm, element, NS_DATA_FORMS, NS_DISCO_INFO, NS, stanza } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import { capsVer } from "../host/caps.ts";
import type { Host } from "../host/host.ts";
import { createBackOff } from "../viewer/back-off.ts";
import type { Deps } from "../viewer/deps.ts";

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

export function createPeerCaps({ ask, deps }: { readonly deps: Deps } & Pick<Host, "ask">): PeerCaps {
  const backOff = createBackOff(deps);
  /** By caps; by full JID and caps where the answer did not hash to them. */
  const infos = new Map<string, PeerInfo>();
  const asking = new Map<string, Promise<PeerInfo | undefined>>();
  const ownKey = ({ jid, caps = "" }: Peer) => `${caps} ${jid}`;

  const keep = (key: string, info: PeerInfo) => {
    if (infos.size >= MAX_KNOWN) infos.delete(infos.keys().next().value!);
    infos.set(key, info);
    return info;
  };
  const request = async (peer: Peer, caps: string): Promise<PeerInfo | undefined> => {
    const node = element(NS_DISCO_INFO, "query", { node: caps });
    const reply = await ask(stanza("iq", { type: "get", to: peer.jid }, node), TIMEOUT_MS);
    const query = reply.getChild("query", NS_DISCO_INFO);
    if (!query) return undefined;
    const isTrue = caps.endsWith(`#${await capsVer(query)}`);
    return keep(isTrue ? caps : ownKey(peer), read(query));
  };
  const known = (peer: Peer) => infos.get(peer.caps ?? "") ?? infos.get(ownKey(peer));

  return {
    known,
    async find(peer) {
      const { caps } = peer;
      if (caps === undefined) return undefined;
      const key = ownKey(peer);
      // Another one's answer may be about this one, too, or turn out not to be.
      await asking.get(caps);
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
  const form = query
    .getChildren("x", NS_DATA_FORMS)
    .find((x) => x.getChildren("field").some((field) => field.getChildText("value") === NS));
  try {
    return { features, ...(form && { ibbBytes: decodeLimitsForm(form).limits["ibb-bytes"] }) };
  } catch {
    return { features }; // a form that cannot be read is none
  }
}
