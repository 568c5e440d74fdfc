// Upload slots for media: XEP-0363's own elements, sent to the service that stores schemes (draft, "Uploading Media").
//
// get     <request xmlns='urn:xmpp:http:upload:0' filename='…' size='…' [content-type='…']>
//           <profile xmlns='urn:xmpp:http:upload:purpose:0'/>
//         </request>
// result  <slot xmlns='urn:xmpp:http:upload:0'>
//           <put url='https://…'><header name='Authorization'>…</header>*</put><get url='https://…'/>
//         </slot>
import { malformed } from "../errors.ts";
import type { Slot, SlotRequest } from "../model.ts";
import { NS_HTTP_UPLOAD, NS_HTTP_UPLOAD_PURPOSE } from "../namespaces.ts";
import type { Element } from "../xml.ts";
import { element } from "../xml.ts";
import { attribute, children, compact, expect, filled, onlyChild, optional, positive, webUrl } from "./read.ts";

/** XEP-0363 4: a client must ignore every other one. */
const HEADERS = /^(?:authorization|cookie|expires)$/i;

export function encodeSlotRequest({ filename, size, contentType }: SlotRequest): Element {
  const attributes = { filename, size, "content-type": contentType };
  return element(NS_HTTP_UPLOAD, "request", attributes, element(NS_HTTP_UPLOAD_PURPOSE, "profile"));
}

/** @throws SchemeError `bad-request` */
export function decodeSlotRequest(request: Element): SlotRequest {
  expect(request, "request", NS_HTTP_UPLOAD);
  return compact({
    filename: attribute(request, "filename", filled),
    size: attribute(request, "size", positive),
    contentType: optional(request, "content-type", filled),
  });
}

export function encodeSlot({ put, get }: Slot): Element {
  const headers = put.headers.map(({ name, value }) => element(NS_HTTP_UPLOAD, "header", { name }, value));
  return element(
    NS_HTTP_UPLOAD,
    "slot",
    {},
    element(NS_HTTP_UPLOAD, "put", { url: put.url }, ...headers),
    element(NS_HTTP_UPLOAD, "get", { url: get }),
  );
}

/** @throws SchemeError `bad-request` */
export function decodeSlot(slot: Element): Slot {
  expect(slot, "slot", NS_HTTP_UPLOAD);
  const put = onlyChild(slot, "put", NS_HTTP_UPLOAD);
  const headers = children(put, "header", NS_HTTP_UPLOAD).map((header) => ({
    name: attribute(header, "name", filled),
    value: header.getText(),
  }));
  // XEP-0363 4, 11: a line break would let the service write headers of its choice.
  if (headers.some(({ value }) => /[\r\n]/.test(value))) malformed("header", "line break");
  return {
    put: { url: attribute(put, "url", webUrl), headers: headers.filter(({ name }) => HEADERS.test(name)) },
    get: attribute(onlyChild(slot, "get", NS_HTTP_UPLOAD), "url", webUrl),
  };
}
