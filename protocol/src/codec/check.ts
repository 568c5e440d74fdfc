// The status display type request (draft, "Check"): "changed since this stamp?"
//
// get     <check xmlns='urn:xmpp:status-scheme:0' [owner='juliet@capulet.lit'] [stamp='…']/>
// result  <check xmlns='urn:xmpp:status-scheme:0' [owner='…'] status='none'/>
//         <check xmlns='urn:xmpp:status-scheme:0' [owner='…'] status='current|changed' stamp='…'/>
import { malformed } from "../errors.ts";
import { onlyBareJid } from "../jid.ts";
import type { CheckRequest, CheckResult } from "../model.ts";
import { NS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { attribute, compact, expect, oneOf, optional } from "./read.ts";

export function encodeCheckRequest({ owner, stamp }: CheckRequest): Element {
  return element(NS, "check", { owner, stamp });
}

/** @throws SchemeError `bad-request` */
export function decodeCheckRequest(check: Element): CheckRequest {
  expect(check, "check");
  return decodeQuestion(check);
}

/** What `check` and `fetch` ask alike. */
export function decodeQuestion(found: Element): CheckRequest {
  return compact({
    owner: optional(found, "owner", onlyBareJid),
    stamp: optional(found, "stamp", parseStamp),
  });
}

export function encodeCheckResult(result: CheckResult): Element {
  const stamp = result.status === "none" ? undefined : result.stamp;
  return element(NS, "check", { owner: result.owner, status: result.status, stamp });
}

/** @throws SchemeError `bad-request` */
export function decodeCheckResult(check: Element): CheckResult {
  expect(check, "check");
  const { owner, stamp } = decodeQuestion(check);
  const status = attribute(check, "status", oneOf(["none", "current", "changed"]));
  if (status !== "none") return { ...compact({ owner }), status, stamp: stamp ?? malformed("stamp", "missing") };
  if (stamp !== undefined) malformed("stamp", "not with status none");
  return { ...compact({ owner }), status };
}
