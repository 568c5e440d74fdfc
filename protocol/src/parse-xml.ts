// Text to tree for XML that does not come from a stream: a scheme document in a file or a Jingle transfer, a test vector.
// The restricted XML of RFC 6120 11.1: no comments, processing instructions, document types or entities of one's own.
// xmpp.js's parser is made for streams that a server has checked: it passes unclosed and repeated attributes, unknown
// prefixes, a second root and a DOCTYPE in silence, and throws from deep inside. Hence these few strict tokens.
import { malformed } from "./errors.ts";
import { NS_XML } from "./namespaces.ts";
import { byteLength, Element, xmlText } from "./xml.ts";

const NAME = "[\\p{L}_][\\p{L}\\p{N}\\p{M}_.-]*";
const QNAME = `(?:(${NAME}):)?(${NAME})`;
const S = "[ \\t\\n]";
const token = (pattern: string) => new RegExp(pattern, "uy");
const DECLARATION = token(`<\\?xml${S}+version${S}*=${S}*["']1\\.0["'][^?<>]*\\?>`);
const OPEN = token(`<${QNAME}`);
const ATTRIBUTE = token(`${S}+${QNAME}${S}*=${S}*(?:"([^"<]*)"|'([^'<]*)')`);
const OPEN_END = token(`${S}*(/?)>`);
const CLOSE = token(`</${QNAME}${S}*>`);
const TEXT = token("[^<]+");
const CDATA = token("<!\\[CDATA\\[([^]*?)\\]\\]>");
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));|&/g;
const PREDEFINED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

type Scope = Record<string, string>;

/**
 * One well-formed, namespace-well-formed element (Namespaces in XML 1.0), after at most an XML declaration.
 * Default limits: 256 KiB of UTF-8, 32 levels. @throws SchemeError `bad-request`, `what` "xml"
 */
export function parseXml(source: string, options: { readonly maxBytes?: number; readonly maxDepth?: number } = {}) {
  const { maxBytes = 262_144, maxDepth = 32 } = options;
  if (source.length > maxBytes || byteLength(source) > maxBytes) refuse("too large");
  const text = xmlText(source, "xml").replace(/\r\n?/g, "\n");

  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const open: { readonly element: Element; readonly scope: Scope }[] = [];
  let root: Element | undefined;
  const addText = (value: string) => {
    const parent = open.at(-1)?.element;
    if (parent) parent.append(value);
    else if (value.trim() !== "") refuse("text outside the element");
  };

  take(DECLARATION);
  while (at < text.length) {
    let match;
    if ((match = take(TEXT))) {
      if (match[0].includes("]]>")) refuse("]]> in text");
      addText(unescape(match[0]));
    } else if ((match = take(CLOSE))) {
      if (open.pop()?.element.name !== qname(match)) refuse("not closed in order");
    } else if ((match = take(OPEN))) {
      if (root && open.length === 0) refuse("more than one element");
      if (open.length >= maxDepth) refuse("too deep");
      const parent = open.at(-1);
      const scope: Scope = Object.create(parent?.scope ?? null) as Scope;
      const child = new Element(qname(match), attributes(take, scope));
      resolve(scope, match[1]);
      parent?.element.append(child);
      root ??= child;
      const end = take(OPEN_END) ?? refuse("unterminated tag");
      if (end[1] === "") open.push({ element: child, scope });
    } else if (open.length > 0 && (match = take(CDATA))) {
      addText(match[1]!);
    } else {
      refuse("unexpected markup");
    }
  }
  if (!root || open.length > 0) refuse("incomplete");
  return root;
}

function attributes(take: (pattern: RegExp) => RegExpExecArray | null, scope: Scope): Record<string, string> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  const prefixed: [prefix: string, name: string][] = [];
  let match;
  while ((match = take(ATTRIBUTE))) {
    const [, prefix, name] = match;
    const key = qname(match);
    // XML 1.0 3.3.3: white space in an attribute is a space, unless written as a reference.
    const value = unescape((match[3] ?? match[4]!).replace(/[\t\n]/g, " "));
    if (key in found) refuse("repeated attribute");
    found[key] = value;
    if (prefix === "xmlns") {
      if (value === "" || name === "xml" || name === "xmlns") refuse("bad namespace declaration");
      scope[name!] = value;
    } else if (prefix !== undefined) prefixed.push([prefix, name!]);
  }
  const expanded = new Set(prefixed.map(([prefix, name]) => `${name} ${resolve(scope, prefix)!}`));
  if (expanded.size < prefixed.length) refuse("repeated attribute");
  return found;
}

function resolve(scope: Scope, prefix: string | undefined): string | undefined {
  if (prefix === undefined || prefix === "xml") return prefix && NS_XML;
  return scope[prefix] ?? refuse("undeclared prefix");
}

function unescape(text: string): string {
  return text.replace(REFERENCE, (_, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return PREDEFINED[name]!;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex ?? "", 16);
    if (!(code <= 0x10ffff)) refuse("unknown entity");
    return xmlText(String.fromCodePoint(code), "xml");
  });
}

const qname = (match: RegExpExecArray): string => (match[1] === undefined ? match[2]! : `${match[1]}:${match[2]!}`);

function refuse(reason: string): never {
  malformed("xml", reason);
}
