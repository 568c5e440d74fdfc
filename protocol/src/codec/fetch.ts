// Check and fetch in one round trip (draft, "Fetch").
//
// get     <fetch xmlns='urn:xmpp:status-scheme:0' [owner='juliet@capulet.lit'] [stamp='…']/>
// result  <fetch xmlns='urn:xmpp:status-scheme:0' [owner='…'] stamp='…' status='current'/>
//         <fetch xmlns='urn:xmpp:status-scheme:0' [owner='…'] stamp='…' status='changed'><scheme …>…</scheme></fetch>
import type { FetchRequest, FetchResult } from "../model.ts";
import { NS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { decodeQuestion } from "./check.ts";
import { attribute, compact, expect, oneOf, onlyChild } from "./read.ts";
import { decodeStampedScheme, encodeScheme } from "./scheme.ts";

export function encodeFetchRequest({ owner, stamp }: FetchRequest): Element {
  return element(NS, "fetch", { owner, stamp });
}

/** @throws SchemeError `bad-request` */
export function decodeFetchRequest(fetch: Element): FetchRequest {
  expect(fetch, "fetch");
  return decodeQuestion(fetch);
}

export function encodeFetchResult(result: FetchResult): Element {
  const { owner, stamp, status } = result;
  return element(NS, "fetch", { owner, stamp, status }, status === "changed" ? encodeScheme(result.scheme) : undefined);
}

/** @throws SchemeError `bad-request` */
export function decodeFetchResult(fetch: Element): FetchResult {
  expect(fetch, "fetch");
  const { owner } = decodeQuestion(fetch);
  const stamp = attribute(fetch, "stamp", parseStamp);
  const answer = compact({ owner, stamp });
  const status = attribute(fetch, "status", oneOf(["current", "changed"]));
  if (status === "current") return { ...answer, status };
  return { ...answer, status, scheme: decodeStampedScheme(onlyChild(fetch, "scheme"), answer) };
}
