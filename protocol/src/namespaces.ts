// Every namespace the protocol speaks, in one place.

/** The protocol's namespace, which is also its disco feature (draft, "XMPP Registrar Considerations"). */
export const NS = "urn:xmpp:status-scheme:0";
/** Feature: stores schemes for owners (`publish`, `access`). */
export const NS_STORE = `${NS}#store`;
/** Feature: hands out upload slots for scheme media. */
export const NS_UPLOAD = `${NS}#upload`;
/** Feature: serves its own user's scheme (draft, section 8.2). */
export const NS_SERVE = `${NS}#serve`;
/** Feature: wants whole schemes pushed in change notices. */
export const NS_PUSH = `${NS}#push`;

/** Feature: takes reports of looks. */
export const NS_REPORT = `${NS}#report`;

export const NS_FILE_METADATA = "urn:xmpp:file:metadata:0"; // XEP-0446
export const NS_SFS = "urn:xmpp:sfs:0"; // XEP-0447
export const NS_URL_DATA = "http://jabber.org/protocol/url-data"; // XEP-0103
export const NS_HASHES = "urn:xmpp:hashes:2"; // XEP-0300
export const NS_HTTP_UPLOAD = "urn:xmpp:http:upload:0"; // XEP-0363
export const NS_HTTP_UPLOAD_PURPOSE = "urn:xmpp:http:upload:purpose:0"; // XEP-0363 1.2
export const NS_STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas"; // RFC 6120, 8.3
export const NS_DISCO_INFO = "http://jabber.org/protocol/disco#info"; // XEP-0030
export const NS_DISCO_ITEMS = "http://jabber.org/protocol/disco#items"; // XEP-0030
export const NS_DATA_FORMS = "jabber:x:data"; // XEP-0004, XEP-0128
export const NS_CAPS = "http://jabber.org/protocol/caps"; // XEP-0115
export const NS_PING = "urn:xmpp:ping"; // XEP-0199
export const NS_VERSION = "jabber:iq:version"; // XEP-0092
export const NS_ROSTER = "jabber:iq:roster"; // RFC 6121, 2
export const NS_BLOCKING = "urn:xmpp:blocking"; // XEP-0191
export const NS_PRIVACY = "jabber:iq:privacy"; // XEP-0016
export const NS_HINTS = "urn:xmpp:hints"; // XEP-0334
export const NS_REPORTING = "urn:xmpp:reporting:1"; // XEP-0377
export const NS_COMMANDS = "http://jabber.org/protocol/commands"; // XEP-0050
export const NS_JINGLE = "urn:xmpp:jingle:1"; // XEP-0166
export const NS_JINGLE_ERRORS = "urn:xmpp:jingle:errors:1"; // XEP-0166, 10
export const NS_JINGLE_FILE = "urn:xmpp:jingle:apps:file-transfer:5"; // XEP-0234
export const NS_JINGLE_FILE_ERRORS = "urn:xmpp:jingle:apps:file-transfer:errors:0"; // XEP-0234, 9
export const NS_JINGLE_S5B = "urn:xmpp:jingle:transports:s5b:1"; // XEP-0260
export const NS_JINGLE_IBB = "urn:xmpp:jingle:transports:ibb:1"; // XEP-0261
export const NS_BYTESTREAMS = "http://jabber.org/protocol/bytestreams"; // XEP-0065
export const NS_IBB = "http://jabber.org/protocol/ibb"; // XEP-0047
export const NS_BOB = "urn:xmpp:bob"; // XEP-0231
/** Feature: hashes by SHA-256 (XEP-0300, 5). */
export const NS_SHA_256 = "urn:xmpp:hash-function-text-names:sha-256";
export const NS_PRIVILEGE = ["urn:xmpp:privilege:2", "urn:xmpp:privilege:1"] as const; // XEP-0356
export const NS_XML = "http://www.w3.org/XML/1998/namespace";
