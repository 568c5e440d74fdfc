// The envelope of every step of a session (XEP-0166 7; draft, "The Session").
//
// <jingle xmlns='urn:xmpp:jingle:1' action='…' sid='…' [initiator='…'] [responder='…']>
//   <content creator='initiator' name='…' [senders='responder']>[<description …/>][<transport …/>]</content>*
//   [<reason>…</reason>]
//   [<received …/> | <checksum …/>]
// </jingle>
import { malformed } from "../errors.ts";
import { fullJid } from "../jid.ts";
import { NS_JINGLE, NS_JINGLE_FILE, NS_JINGLE_IBB, NS_JINGLE_S5B } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { nmtoken } from "./ibb.ts";
import * as files from "./jingle-file.ts";
import type { Checksum, ContentName, Received, TransferFile } from "./jingle-file.ts";
import { decodeIbbTransport, encodeIbbTransport } from "./jingle-ibb.ts";
import type { IbbTransport } from "./jingle-ibb.ts";
import { decodeReason, encodeReason } from "./jingle-reason.ts";
import type { JingleReason } from "./jingle-reason.ts";
import { decodeS5bTransport, encodeS5bTransport } from "./jingle-s5b.ts";
import type { S5bTransport } from "./jingle-s5b.ts";
import { attribute, child, children, compact, distinct, expect, oneOf, optional } from "./read.ts";

/** What each action needs (XEP-0166 7.2). */
const NEEDS = {
  "content-accept": ["content", "description", "transport"],
  "content-add": ["content", "description", "transport"],
  "content-modify": ["content", "senders"],
  "content-reject": ["content"],
  "content-remove": ["content"],
  "description-info": [],
  "security-info": [],
  "session-accept": ["content", "description", "transport"],
  "session-info": [],
  "session-initiate": ["content", "description", "transport"],
  "session-terminate": [],
  "transport-accept": ["content", "transport"],
  "transport-info": ["content", "transport"],
  "transport-reject": ["content", "transport"],
  "transport-replace": ["content", "transport"],
} as const satisfies Record<string, readonly ("content" | keyof JingleContent)[]>;
export type JingleAction = keyof typeof NEEDS;
const ACTIONS = Object.keys(NEEDS) as JingleAction[];

/** Something that this protocol does not speak, by its namespace: to be refused by name. */
export interface Unsupported {
  readonly unsupported: string;
}
export interface JingleContent extends ContentName {
  /** XEP-0166's default is `both`; a file has one sender (XEP-0234 4.1). */
  readonly senders?: "both" | "initiator" | "none" | "responder";
  readonly description?: TransferFile | Unsupported;
  readonly transport?: S5bTransport | IbbTransport | Unsupported;
}
/** What a session-info says; a session-info without one asks whether the session lives. */
export type JingleInfo = { readonly received: Received } | { readonly checksum: Checksum } | Unsupported;

export interface Jingle {
  readonly action: JingleAction;
  readonly sid: string;
  /** Full JIDs: said in session-initiate and session-accept, to be ignored elsewhere. */
  readonly initiator?: string;
  readonly responder?: string;
  readonly contents: readonly JingleContent[];
  readonly reason?: JingleReason;
  readonly info?: JingleInfo;
}

export function encodeJingle({ action, sid, initiator, responder, contents, reason, info }: Jingle): Element {
  return element(
    NS_JINGLE,
    "jingle",
    { action, sid, initiator, responder },
    ...contents.map(encodeContent),
    reason && encodeReason(reason),
    info && encodeInfo(info),
  );
}

/** Of a session-terminate nothing but `action` and `sid` can be wrong. @throws SchemeError `bad-request` */
export function decodeJingle(jingle: Element): Jingle {
  expect(jingle, "jingle", NS_JINGLE);
  const action = attribute(jingle, "action", oneOf(ACTIONS));
  const sid = attribute(jingle, "sid", nmtoken);
  const reason = jingle.getChild("reason", NS_JINGLE);
  const why = compact({ reason: reason && decodeReason(reason) });
  if (action === "session-terminate") return { action, sid, contents: [], ...why };
  return {
    action,
    sid,
    ...compact({
      initiator: optional(jingle, "initiator", fullJid),
      responder: optional(jingle, "responder", fullJid),
    }),
    contents: decodeContents(jingle, NEEDS[action]),
    ...why,
    ...compact({ info: action === "session-info" ? decodeInfo(jingle) : undefined }),
  };
}

function encodeContent({ creator, name, senders, description, transport }: JingleContent): Element {
  return element(
    NS_JINGLE,
    "content",
    { creator, name, senders },
    description && encodeDescription(description),
    transport && encodeTransport(transport),
  );
}
function encodeDescription(description: NonNullable<JingleContent["description"]>): Element {
  if ("unsupported" in description) return element(description.unsupported, "description");
  return files.encodeFileDescription(description);
}
function encodeTransport(transport: NonNullable<JingleContent["transport"]>): Element {
  if ("unsupported" in transport) return element(transport.unsupported, "transport");
  return transport.method === "s5b" ? encodeS5bTransport(transport) : encodeIbbTransport(transport);
}

function decodeContents(jingle: Element, needs: (typeof NEEDS)[JingleAction]): readonly JingleContent[] {
  const contents = children(jingle, "content", NS_JINGLE).map(decodeContent);
  for (const need of needs) {
    if (need === "content" ? contents.length === 0 : contents.some((content) => content[need] === undefined)) {
      malformed(need, "missing");
    }
  }
  return distinct(contents, ({ creator, name }) => `${creator} ${name}`, "content");
}

function decodeContent(content: Element): JingleContent {
  optional(content, "disposition", oneOf(["session"]));
  const description = inAnyNamespace(content, "description");
  const transport = inAnyNamespace(content, "transport");
  return {
    ...files.decodeContentName(content),
    ...compact({
      senders: optional(content, "senders", oneOf(["both", "initiator", "none", "responder"])),
      description: description && decodeDescription(description),
      transport: transport && decodeTransport(transport),
    }),
  };
}
function decodeDescription(description: Element): TransferFile | Unsupported {
  const xmlns = description.getNS() ?? "";
  return xmlns === NS_JINGLE_FILE ? files.decodeFileDescription(description) : { unsupported: xmlns };
}
function decodeTransport(transport: Element): S5bTransport | IbbTransport | Unsupported {
  const xmlns = transport.getNS() ?? "";
  if (xmlns === NS_JINGLE_S5B) return decodeS5bTransport(transport);
  return xmlns === NS_JINGLE_IBB ? decodeIbbTransport(transport) : { unsupported: xmlns };
}
/** Every application and transport has an element of this name, in a namespace of its own. */
function inAnyNamespace(content: Element, name: string): Element | undefined {
  const [first, second] = content.getChildElements().filter((found) => found.getName() === name);
  if (second) malformed(name, "more than one");
  return first;
}

function encodeInfo(info: JingleInfo): Element {
  if ("received" in info) return files.encodeReceived(info.received);
  if ("checksum" in info) return files.encodeChecksum(info.checksum);
  return element(info.unsupported, "info");
}
function decodeInfo(jingle: Element): JingleInfo | undefined {
  const received = child(jingle, "received", NS_JINGLE_FILE);
  if (received) return { received: files.decodeReceived(received) };
  const checksum = child(jingle, "checksum", NS_JINGLE_FILE);
  if (checksum) return { checksum: files.decodeChecksum(checksum) };
  const other = jingle.getChildElements().find((found) => found.getNS() !== NS_JINGLE);
  return other && { unsupported: other.getNS() ?? "" };
}
