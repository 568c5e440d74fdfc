// What is asked of a SOCKS5 proxy by XMPP (XEP-0065 4, 6.3.5): its address, and to let the bytes flow. The negotiation
// between the two clients is XEP-0260's (jingle-s5b.ts).
//
// get     <query xmlns='http://jabber.org/protocol/bytestreams'/>
// result  <query xmlns='http://jabber.org/protocol/bytestreams'><streamhost jid='…' host='…' port='7625'/>*</query>
// set     <query xmlns='http://jabber.org/protocol/bytestreams' sid='…'><activate>romeo@montague.lit/orchard</activate></query>
import { malformed } from "../errors.ts";
import { fullJid, parseJid } from "../jid.ts";
import { NS_BYTESTREAMS } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { attribute, children, expect, leaf, natural, optional } from "./read.ts";

export interface Streamhost {
  readonly jid: string;
  /** An IP address or a DNS name. */
  readonly host: string;
  readonly port: number;
}
export interface Streamhosts {
  readonly streamhosts: readonly Streamhost[];
}
export interface Activation {
  /** Of the bytestream, not of the Jingle session. */
  readonly sid: string;
  /** Full JID of the other party. */
  readonly target: string;
}

/** RFC 1928 3. */
const SOCKS_PORT = 1080;
const HOST = /^(?:\[[\da-f:.]{2,45}\]|[\da-z._:-]{1,255})$/i;

/** "Where do you listen?" */
export function encodeStreamhostQuery(): Element {
  return element(NS_BYTESTREAMS, "query");
}

export function encodeStreamhosts({ streamhosts }: Streamhosts): Element {
  const hosts = streamhosts.map(({ jid, host, port }) => element(NS_BYTESTREAMS, "streamhost", { jid, host, port }));
  return element(NS_BYTESTREAMS, "query", {}, ...hosts);
}

/** @throws SchemeError `bad-request` */
export function decodeStreamhosts(query: Element): Streamhosts {
  expect(query, "query", NS_BYTESTREAMS);
  return { streamhosts: children(query, "streamhost", NS_BYTESTREAMS).map(decodeStreamhost) };
}

/** What XEP-0065's `streamhost` and XEP-0260's `candidate` say alike. */
export function decodeStreamhost(found: Element): Streamhost {
  return {
    jid: attribute(found, "jid", anyJid),
    host: attribute(found, "host", hostName),
    port: optional(found, "port", port) ?? SOCKS_PORT,
  };
}

export function encodeActivation({ sid, target }: Activation): Element {
  return element(NS_BYTESTREAMS, "query", { sid }, element(NS_BYTESTREAMS, "activate", {}, target));
}

/** @throws SchemeError `bad-request` */
export function decodeActivation(query: Element): Activation {
  expect(query, "query", NS_BYTESTREAMS);
  return {
    sid: attribute(query, "sid", streamId),
    target: leaf(query, "activate", NS_BYTESTREAMS, fullJid) ?? malformed("activate", "missing"),
  };
}

/** XEP-0065 takes any text: of a length that is no burden as a key. */
export function streamId(text: string, what: string): string {
  return /^[^\s\p{Cc}]{1,255}$/u.test(text) ? text : malformed(what, "not an identifier");
}

function anyJid(text: string, what: string): string {
  const { local, domain, resource } = parseJid(text, what);
  return (local === undefined ? "" : `${local}@`) + domain + (resource === undefined ? "" : `/${resource}`);
}
function hostName(text: string, what: string): string {
  return HOST.test(text) ? text : malformed(what, "neither an IP address nor a DNS name");
}
function port(text: string, what: string): number {
  const value = natural(text, what);
  return value >= 1 && value <= 65_535 ? value : malformed(what, "not a port");
}
