// Creating, updating and (without looks) clearing one's scheme (draft, "Publishing").
//
// set     <publish xmlns='urn:xmpp:status-scheme:0' [replaces='stamp']><scheme owner='…'>…</scheme></publish>
// result  <publish xmlns='urn:xmpp:status-scheme:0'><scheme owner='…' stamp='…'>…</scheme></publish>   (as stored)
import type { PublishRequest, PublishResult } from "../model.ts";
import { NS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { compact, expect, onlyChild, optional } from "./read.ts";
import { decodeScheme, decodeStampedScheme, encodeScheme } from "./scheme.ts";

export function encodePublishRequest({ replaces, scheme }: PublishRequest): Element {
  return element(NS, "publish", { replaces }, encodeScheme(scheme));
}

/** @throws SchemeError `bad-request` */
export function decodePublishRequest(publish: Element): PublishRequest {
  expect(publish, "publish");
  return compact({
    replaces: optional(publish, "replaces", parseStamp),
    scheme: decodeScheme(onlyChild(publish, "scheme")),
  });
}

export function encodePublishResult({ scheme }: PublishResult): Element {
  return element(NS, "publish", {}, encodeScheme(scheme));
}

/** @throws SchemeError `bad-request` */
export function decodePublishResult(publish: Element): PublishResult {
  expect(publish, "publish");
  return { scheme: decodeStampedScheme(onlyChild(publish, "scheme")) };
}
