// The SOCKS5 proxies of a server (XEP-0065, section 4): found by disco, each asked for its own address, which is the only
// one it is connected to at (draft, section 8.9). Servers have their proxies tell it to their own users alone, as a rule.
import { bareJid, element, NS_DISCO_INFO, NS_DISCO_ITEMS } from "@status-scheme/protocol";
import type { Element, SchemeError } from "@status-scheme/protocol";
import { decodeStreamhosts, encodeStreamhostQuery } from "@status-scheme/protocol/transfer";
import type { Streamhost } from "@status-scheme/protocol/transfer";
import type { Asker } from "../asker.ts";

export interface Proxy {
  /** As its server lists it. */
  readonly jid: string;
  /** Where it listens, as it tells itself; undefined: it does not tell us. */
  readonly at: readonly Streamhost[] | undefined;
}
export interface Proxies {
  /** Those that the domain's server lists; none where nobody answers. Asked once. */
  readonly of: (domain: string) => Promise<readonly Proxy[]>;
  readonly forget: () => void;
}

/** Of one server: more are not looked at. */
const MAX_ITEMS = 20;
const MAX_DOMAINS = 64;
const TIMEOUT_MS = 5_000;

export function createProxies(ask: Asker): Proxies {
  const known = new Map<string, Promise<readonly Proxy[]>>();
  const query = async (to: string, payload: Element): Promise<Element | undefined> => {
    const reply = await ask(to, payload, TIMEOUT_MS, "get");
    return reply.getChild("query", payload.getNS());
  };
  const addressesOf = async (jid: string): Promise<Proxy["at"]> => {
    try {
      const told = await query(jid, encodeStreamhostQuery());
      // ejabberd's proxies have a resource: the node of the cluster that listens there.
      return told ? decodeStreamhosts(told).streamhosts.filter((host) => bareJid(host.jid) === bareJid(jid)) : [];
    } catch (error) {
      if ((error as Partial<SchemeError>).code === "forbidden") return undefined;
      throw error;
    }
  };
  const lookAt = async (jid: string): Promise<readonly Proxy[]> => {
    try {
      const info = await query(jid, element(NS_DISCO_INFO, "query"));
      const identities = info?.getChildren("identity") ?? [];
      const isProxy = identities.some(({ attrs }) => attrs.category === "proxy" && attrs.type === "bytestreams");
      return isProxy ? [{ jid, at: await addressesOf(jid) }] : [];
    } catch {
      return [];
    }
  };
  const discover = async (domain: string): Promise<readonly Proxy[]> => {
    try {
      const items = await query(domain, element(NS_DISCO_ITEMS, "query"));
      const jids = (items?.getChildren("item") ?? []).flatMap(({ attrs }) => (attrs.node ? [] : (attrs.jid ?? [])));
      const found = await Promise.all([...new Set(jids)].slice(0, MAX_ITEMS).map(lookAt));
      return found.flat();
    } catch {
      return [];
    }
  };
  return {
    of(domain) {
      const asked = known.get(domain) ?? discover(domain);
      if (!known.has(domain) && known.size >= MAX_DOMAINS) known.delete(known.keys().next().value!);
      known.set(domain, asked);
      return asked;
    },
    forget: () => known.clear(),
  };
}
