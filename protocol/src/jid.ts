// JIDs (RFC 7622), normalised so that `===` compares. Without the PRECIS and IDNA tables: what those refuse because it
// deceives (invisible, bidirectional, control, private, space) is refused by Unicode property; the rest follows the
// server, which vouches for every JID that counts. Punycode labels stay as they are.
import { malformed } from "./errors.ts";

export interface Jid {
  readonly local?: string;
  readonly domain: string;
  readonly resource?: string;
}

const MAX_BYTES = 1023; // RFC 7622 3.2, 3.3, 3.4: each part
const DECEIVING = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
const NOT_LOCAL = /["&'/:<>@]/; // RFC 7622 3.3.1
const ASCII_NOT_DOMAIN = /[!-,/:-@[-^`{-~]/;
const ASCII = /^[!-~]*$/; // without space and controls
const IP_V6 = /^\[[\da-f:.]{2,45}\]$/;
/** What most are: normal as they stand, with nothing that is refused anywhere. */
const PLAIN = /^(?:([\d_a-z.-]+)@)?((?:[\d_a-z-]+\.)*[\d_a-z-]+)(?:\/([!-~]+))?$/;
const NOT_RESOURCE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}]/u;

/** @throws SchemeError `bad-request` naming `what` */
export function parseJid(text: string, what = "jid"): Jid {
  // Before any work on it: normalisation can make a text 18 times as long.
  if (text.length > 3 * MAX_BYTES + 2) malformed(what, "too long for a JID");
  const plain = text.length <= MAX_BYTES ? PLAIN.exec(text) : null;
  if (plain) {
    const [, local, domain, resource] = plain;
    return { ...(local !== undefined && { local }), domain: domain!, ...(resource !== undefined && { resource }) };
  }
  const slash = text.indexOf("/");
  const bare = slash < 0 ? text : text.slice(0, slash);
  const at = bare.indexOf("@");
  const part = (value: string, invalid: (normal: string) => boolean): string => {
    if (value === "" || invalid(value) || isTooLong(value)) malformed(what, "not a JID");
    return value;
  };
  return {
    ...(at >= 0 && { local: part(fold(bare.slice(0, at)), notLocal) }),
    domain: part(domainOf(bare.slice(at + 1)), notDomain),
    ...(slash >= 0 && { resource: part(resourceOf(text.slice(slash + 1)), notResource) }),
  };
}

/** Without its resource, if any. @throws SchemeError `bad-request` */
export function bareJid(text: string, what?: string): string {
  const { local, domain } = parseJid(text, what);
  return local === undefined ? domain : `${local}@${domain}`;
}

/** @throws SchemeError `bad-request`, also for a bare JID */
export function fullJid(text: string, what = "jid"): string {
  const { resource = malformed(what, "not a full JID") } = parseJid(text, what);
  return `${bareJid(text, what)}/${resource}`;
}

/** @throws SchemeError `bad-request`, also for a full JID */
export function onlyBareJid(text: string, what: string): string {
  if (text.includes("/")) malformed(what, "not a bare JID");
  return bareJid(text, what);
}

// Compatibility forms are refused by PRECIS or mapped by the older stringprep: mapped here, so both agree.
function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize("NFKC").toLowerCase().normalize("NFKC");
}
/** RFC 7622 3.2: without the final dot; IDNA's other full stops are dots. */
function domainOf(text: string): string {
  const dotted = fold(text).replace(/。/g, ".");
  return dotted.endsWith(".") ? dotted.slice(0, -1) : dotted;
}
/** OpaqueString (RFC 8265 4.2): case stays, other spaces become the ASCII one. */
function resourceOf(text: string): string {
  const spaced = text.replace(/\p{Zs}/gu, " ");
  return spaced.normalize();
}

/** A code unit makes three bytes at most: what is short needs no counting. */
function isTooLong(part: string): boolean {
  return part.length * 3 > MAX_BYTES && new TextEncoder().encode(part).length > MAX_BYTES;
}
function notLocal(local: string): boolean {
  return DECEIVING.test(local) || NOT_LOCAL.test(local);
}
function notDomain(domain: string): boolean {
  if (IP_V6.test(domain)) return false;
  return DECEIVING.test(domain) || ASCII_NOT_DOMAIN.test(domain) || domain.split(".").includes("");
}
function notResource(resource: string): boolean {
  return NOT_RESOURCE.test(resource);
}
