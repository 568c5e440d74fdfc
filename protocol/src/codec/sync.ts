// One question at login (draft, "At Login"): what changed for the asker since the token.
//
// get     <sync xmlns='urn:xmpp:status-scheme:0' [since='token']/>
// result  <sync xmlns='urn:xmpp:status-scheme:0' token='token-2' [more='true'] [full='true']>
//           <changed owner='juliet@capulet.lit' stamp='…'/>* <gone owner='…'/>*
//         </sync>
import { onlyBareJid } from "../jid.ts";
import type { SyncRequest, SyncResult } from "../model.ts";
import { NS } from "../namespaces.ts";
import { parseStamp } from "../stamp.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { attribute, children, compact, expect, filled, optional, truth } from "./read.ts";

export function encodeSyncRequest({ since }: SyncRequest): Element {
  return element(NS, "sync", { since });
}

/** Any `since` will do: a token the service does not know is answered in full, never refused. */
export function decodeSyncRequest(sync: Element): SyncRequest {
  expect(sync, "sync");
  return compact({ since: optional(sync, "since", (token) => token) });
}

export function encodeSyncResult({ token, more, full, changed, gone }: SyncResult): Element {
  const flag = (set: boolean) => (set ? "true" : undefined);
  return element(
    NS,
    "sync",
    { token, more: flag(more), full: flag(full) },
    ...changed.map(({ owner, stamp }) => element(NS, "changed", { owner, stamp })),
    ...gone.map((owner) => element(NS, "gone", { owner })),
  );
}

/** @throws SchemeError `bad-request` */
export function decodeSyncResult(sync: Element): SyncResult {
  expect(sync, "sync");
  return {
    token: attribute(sync, "token", filled),
    more: optional(sync, "more", truth) ?? false,
    full: optional(sync, "full", truth) ?? false,
    changed: children(sync, "changed").map((changed) => ({
      owner: attribute(changed, "owner", onlyBareJid),
      stamp: attribute(changed, "stamp", parseStamp),
    })),
    gone: children(sync, "gone").map((gone) => attribute(gone, "owner", onlyBareJid)),
  };
}
