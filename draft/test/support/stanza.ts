// An example as a value, and back: the stanza, its payload by one of the protocol's codecs, and what stands beside it.
import { Element, element, NS, NS_DATA_FORMS, NS_DISCO_INFO, NS_DISCO_ITEMS, parseXml } from "@status-scheme/protocol";
import type { ExampleValue } from "@status-scheme/fixtures";
import { codecOf } from "../../../protocol/test/codecs.ts";
import type { Codec } from "../../../protocol/test/codecs.ts";

/** Questions that are an empty element. */
const empty = (xmlns: string, name: string): Codec => ({
  decode: (payload) => {
    if (!payload.is(name, xmlns) || payload.children.length > 0) throw new Error(`not an empty ${name}`);
    return {};
  },
  encode: () => element(xmlns, name),
});

/** XEP-0030's, by which XEP-0115 asks what caps stand for. */
const nodeOf = ({ attrs: { node } }: Element) => (node === undefined ? {} : { node });

/** What other specifications define, as far as the examples use it. */
const FOREIGN: Readonly<Record<string, Codec>> = {
  AccessGet: empty(NS, "access"),
  Unknown: empty(NS, "blend"),
  DiscoInfoRequest: {
    decode: (query) => ({ ...(empty(NS_DISCO_INFO, "query").decode(query) as object), ...nodeOf(query) }),
    encode: (node) => element(NS_DISCO_INFO, "query", node as Record<string, string>),
  },
  DiscoItemsRequest: empty(NS_DISCO_ITEMS, "query"),
  DiscoItems: {
    decode: (query) => query.getChildren("item", NS_DISCO_ITEMS).map(({ attrs }) => attrs.jid),
    encode: (jids) =>
      element(
        NS_DISCO_ITEMS,
        "query",
        {},
        ...(jids as string[]).map((jid) => element(NS_DISCO_ITEMS, "item", { jid })),
      ),
  },
  DiscoInfo: {
    decode: (query) => {
      const form = query.getChild("x", NS_DATA_FORMS);
      return {
        ...nodeOf(query),
        identities: query
          .getChildren("identity")
          .map(({ attrs: { category, type, name } }) => ({ category, type, name })),
        features: query.getChildren("feature").map(({ attrs }) => attrs.var),
        ...(form && { form: codecOf("LimitsForm").decode(form) }),
      };
    },
    encode: (value) => {
      const { node, identities, features, form } = value as {
        node?: string;
        identities: Record<string, string>[];
        features: string[];
        form?: unknown;
      };
      return element(
        NS_DISCO_INFO,
        "query",
        { node },
        ...identities.map((identity) => element(NS_DISCO_INFO, "identity", identity)),
        ...features.map((feature) => element(NS_DISCO_INFO, "feature", { var: feature })),
        form !== undefined && codecOf("LimitsForm").encode(form),
      );
    },
  },
};

const codec = (name: string): Codec => FOREIGN[name] ?? codecOf(name);

/** What the XML of an example says, in the shape of its value. */
export function decodeExample(xml: string, shape: ExampleValue): Pick<ExampleValue, "stanza" | "value"> {
  const root = parseXml(xml);
  const payload = payloadOf(root, shape);
  return {
    ...(shape.stanza && { stanza: { name: root.name, ...root.attrs } }),
    ...(shape.as !== undefined && { value: codec(shape.as).decode(payload!) }),
  };
}

export function encodeExample({ stanza, as, value, before, after }: ExampleValue): Element {
  const payload = as === undefined ? undefined : codec(as).encode(value);
  if (!stanza) return payload!;
  const { name, ...attributes } = stanza;
  const root = new Element(name!, attributes);
  const beside = (list: readonly string[]) => list.map((xml) => parseXml(xml));
  for (const child of [...beside(before), ...(payload ? [payload] : []), ...beside(after)]) root.append(child);
  return root;
}

function payloadOf(root: Element, { stanza, before }: ExampleValue): Element | undefined {
  return stanza ? root.getChildElements()[before.length] : root;
}
