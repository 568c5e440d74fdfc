// A viewer's report of a look (draft, "Reporting"): what it was shown, and in it XEP-0377's report, which says what is wrong.
//
// set     <report-look xmlns='urn:xmpp:status-scheme:0' owner='mercutio@capulet.lit' stamp='…' [state='dnd']>
//           <hash xmlns='urn:xmpp:hashes:2' algo='sha-256'>…</hash>*
//           <report xmlns='urn:xmpp:reporting:1' reason='urn:xmpp:reporting:abuse'>
//             <text xml:lang='en'>…</text>*
//           </report>
//         </report-look>
// result  empty
import { malformed } from "../errors.ts";
import { parseHash } from "../hash.ts";
import { onlyBareJid } from "../jid.ts";
import { MEDIUM_KINDS, REPORT_REASONS } from "../model.ts";
import type { ReportReason, ReportRequest } from "../model.ts";
import { NS, NS_HASHES, NS_REPORTING } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { parseState } from "./look.ts";
import { attribute, children, compact, distinct, expect, onlyChild, optional } from "./read.ts";
import { decodeTexts, encodeTexts } from "./text.ts";

/** What the texts of a report may have together, in code points. */
export const REPORT_CHARACTERS = 1_024;

const REASON = "urn:xmpp:reporting:";

export function encodeReportRequest({ owner, stamp, state, media, reason, text }: ReportRequest): Element {
  return element(
    NS,
    "report-look",
    { owner, stamp, state },
    ...media.map((hash) => element(NS_HASHES, "hash", { algo: "sha-256" }, hash)),
    element(NS_REPORTING, "report", { reason: `${REASON}${reason}` }, ...encodeTexts(NS_REPORTING, "text", text)),
  );
}

/** @throws SchemeError `bad-request`, also for more text or media than there may be */
export function decodeReportRequest(found: Element): ReportRequest {
  expect(found, "report-look");
  const report = onlyChild(found, "report", NS_REPORTING);
  const text = decodeTexts(report, NS_REPORTING, "text");
  const characters = text.reduce((sum, one) => sum + [...one.text].length, 0);
  if (characters > REPORT_CHARACTERS) malformed("text", `more than ${REPORT_CHARACTERS} characters`);
  return compact({
    owner: attribute(found, "owner", onlyBareJid),
    stamp: attribute(found, "stamp", parseStamp),
    state: optional(found, "state", parseState),
    media: decodeHashes(found),
    reason: attribute(report, "reason", parseReason),
    text,
  });
}

function decodeHashes(found: Element): readonly string[] {
  const those = children(found, "hash", NS_HASHES).filter(({ attrs }) => attrs.algo === "sha-256");
  // A look has no more.
  if (those.length > MEDIUM_KINDS.length) malformed("hash", "too many");
  return distinct(
    those.map((one) => parseHash(one.getText().trim(), "hash")),
    (hash) => hash,
    "hash",
  );
}

function parseReason(text: string, what: string): ReportReason {
  return REPORT_REASONS.find((reason) => text === `${REASON}${reason}`) ?? malformed(what, "not known");
}
