// What the client says it can do (XEP-0030, XEP-0115), together with what the host program says itself: our features
// are added to its answer, whichever of the two answers first, and its caps are made to tell of them. To those who do not
// get the presence with these caps it is a client without this protocol (draft, section 8.1).
import { Element, element, NS_CAPS, NS_DISCO_INFO, SchemeError } from "@status-scheme/protocol/viewing";
import type { StatusSchemeOptions } from "../api.ts";
import { capsVer } from "./caps.ts";
import type { Host } from "./host.ts";

export interface Disco {
  /** Available presence with caps that tell of our features. */
  readonly withCaps: (presence: Element) => Element;
  /** An IQ on its way out: a disco#info answer gets our features. */
  readonly outgoing: (iq: Element) => Element;
  /** Changes what is ours. Resolves when the caps tell of it, from the next presence on. */
  readonly offer: (offer: Offer) => Promise<void>;
}

/** What a client says of this protocol. */
export interface Offer {
  readonly features: readonly string[];
  /** An extension form (XEP-0128). */
  readonly form?: Element | undefined;
}

export interface DiscoUses {
  /** What the host program answers to disco#info, if it told. */
  readonly host: StatusSchemeOptions["disco"];
  readonly ours: Offer;
  readonly answer: Host["answer"];
  /** Whether this JID gets our presence. */
  readonly isToldTo: (jid: string) => boolean;
  /** Resolves when it is known who does, or could not be learned. */
  readonly audienceKnown: () => Promise<unknown>;
}

/** Identifies the software that generates the caps of a host that sends none itself (XEP-0115 section 4). */
const NODE = "urn:xmpp:status-scheme:0#client";

export function createDisco({ host, answer, isToldTo, audienceKnown, ...uses }: DiscoUses): Disco {
  let { ours } = uses;
  /** Of a host that answers nothing itself: what xmpp.js can do. */
  const standard = {
    identities: [{ category: "client", type: "document" in globalThis ? "web" : "pc" }],
    features: [NS_DISCO_INFO, NS_CAPS, "urn:xmpp:ping"],
  };
  let theirs = queryOf({ ...standard, ...host });
  /** What the host answers together with what is ours, and the verification strings once they are computed. */
  let all = withOffer(theirs, ours);
  let vers: { readonly theirs: string; readonly all: string } | undefined;
  let newest: Element;
  const update = async () => {
    const complete = (newest = withOffer(theirs, ours));
    const [one, other] = await Promise.all([capsVer(theirs), capsVer(complete)]);
    // Until then the caps stay as they were: what they promise is kept.
    if (newest === complete) [all, vers] = [complete, { theirs: one, all: other }];
  };
  // WebCrypto is missing where a page came by plain HTTP: no caps then.
  const updateSoon = () => void update().catch(() => undefined);
  updateSoon();
  /** What we let the caps of some presence promise, by node. */
  const promised = new Map<string, Element>();
  const promise = (node: string) => promised.set(`${node}#${vers!.all}`, all);

  answer("get", NS_DISCO_INFO, "query", async (from, { attrs: { node } }, next) => {
    const reply = await next();
    if (reply !== undefined) return reply;
    // A contact may be faster than the roster is read; a stranger is to wait as long.
    await audienceKnown();
    if (from !== undefined && !isToldTo(from)) return undefined;
    if (node === undefined) return all;
    const known = promised.get(node);
    if (!known) throw new SchemeError("not-found");
    return withNode(known, node);
  });

  return {
    withCaps: (presence) => {
      if (vers === undefined || presence.attrs.type !== undefined) return presence;
      const caps = presence.getChild("c", NS_CAPS);
      if (caps === undefined) {
        if (presence.attrs.to !== undefined) return presence;
        promise(NODE);
        presence.append(element(NS_CAPS, "c", { hash: "sha-1", node: NODE, ver: vers.all }));
      } else if (caps.attrs.ver === vers.theirs) {
        // Only where we know what the host's caps stand for can others be put in their place.
        promise(String(caps.attrs.node));
        presence.remove(caps);
        presence.append(new Element("c", { ...caps.attrs, ver: vers.all }));
      }
      return presence;
    },
    outgoing: (iq) => {
      const { type } = iq.attrs;
      if ((type !== "result" && type !== "error") || !isToldTo(iq.attrs.to ?? "")) return iq;
      const query = iq.getChild("query", NS_DISCO_INFO);
      if (query === undefined) return iq;
      const { node } = query.attrs;
      const known = node === undefined ? undefined : promised.get(node);
      if (known) return replyWith(iq, withNode(known, node!));
      if (type === "error" || node !== undefined) return iq;
      const complete = withOffer(query, ours);
      if (complete.children.length === query.children.length) return iq;
      // Now we know what the host answers: soon the caps say so.
      if (host === undefined) {
        theirs = query;
        updateSoon();
      }
      return replyWith(iq, complete);
    },
    offer: (offer) => {
      ours = offer;
      return update();
    },
  };
}

function queryOf({ identities = [], features = [] }: NonNullable<StatusSchemeOptions["disco"]>): Element {
  return element(
    NS_DISCO_INFO,
    "query",
    {},
    ...identities.map(({ category, type, name }) => element(NS_DISCO_INFO, "identity", { category, type, name })),
    ...features.map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
  );
}

function withOffer(query: Element, { features, form }: Offer): Element {
  const has = new Set(query.getChildren("feature").map(({ attrs }) => attrs.var));
  const missing = features.filter((feature) => !has.has(feature));
  return withChildren(query, [
    ...query.children,
    ...missing.map((feature) => new Element("feature", { var: feature })),
    ...(form ? [form] : []),
  ]);
}

function withNode(query: Element, node: string): Element {
  const result = withChildren(query, query.children);
  result.attrs.node = node;
  return result;
}

function withChildren(original: Element, children: Element["children"]): Element {
  const result = new Element(original.name, original.attrs);
  result.append(...children);
  return result;
}

function replyWith(iq: Element, query: Element): Element {
  const result = new Element(iq.name, { ...iq.attrs, type: "result" });
  result.append(query);
  return result;
}
