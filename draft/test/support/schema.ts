// The draft's schema as lists of what it declares, for tests that compare it with code and vectors. It knows the parts of XML
// Schema that our schema uses, and throws on any other.
import { parseXml } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";

/** One rule of the schema that a document can break. */
export interface Rule {
  /** `look@state`, `publish>scheme`, `group`, `unique look-kinds`. */
  readonly where: string;
  readonly how: "missing" | "malformed" | "unknown" | "repeated";
}
export interface Schema {
  /** Names of elements that may stand alone. */
  readonly roots: readonly string[];
  /** `look`, once however often declared. */
  readonly elements: ReadonlySet<string>;
  /** `look@state`; `xml:lang` with its prefix. */
  readonly attributes: ReadonlySet<string>;
  /** `look>media`. */
  readonly children: ReadonlySet<string>;
  /** The values of each named type that is an enumeration. */
  readonly enumerations: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly Rule[];
}

/** Any text will do. */
const ANY_TEXT = "xs:string";

export function readSchema(xml: string): Schema {
  const root = parseXml(xml.replace(/<!--[^]*?-->/g, ""));
  const globals = new Map(
    root.getChildElements().map((found) => [`${found.getName()} ${String(found.attrs.name)}`, found]),
  );
  const named = (kind: string, name: string) => globals.get(`${kind} ${name}`);
  const elements = new Set<string>();
  const attributes = new Set<string>();
  const children = new Set<string>();
  const rules = new Map<string, Rule>();
  const rule = (where: string, how: Rule["how"]) => rules.set(`${where} ${how}`, { where, how });
  const seen = new Set<Element>();

  const visitElement = (declared: Element): string => {
    const { ref, name = ref, type } = declared.attrs;
    if (ref !== undefined) return visitElement(named("element", ref)!);
    elements.add(name!);
    if (seen.has(declared)) return name!;
    seen.add(declared);
    const complex = declared.getChild("complexType") ?? (type === undefined ? undefined : named("complexType", type));
    if (complex) visitContent(complex, name!);
    else if (type !== undefined && type !== ANY_TEXT) rule(name!, "malformed");
    for (const unique of declared.getChildren("unique")) rule(`unique ${unique.attrs.name!}`, "repeated");
    return name!;
  };

  const visitContent = (content: Element, of: string): void => {
    for (const part of content.getChildElements()) {
      const { ref, base, minOccurs = "1", maxOccurs = "1" } = part.attrs;
      switch (part.getName()) {
        case "sequence":
        case "simpleContent":
          visitContent(part, of);
          break;
        case "extension":
          if (base !== ANY_TEXT) rule(of, "malformed");
          visitContent(part, of);
          break;
        case "group":
          visitContent(named("group", ref!)!, of);
          break;
        case "element": {
          const place = `${of}>${visitElement(part)}`;
          children.add(place);
          if (minOccurs !== "0") rule(place, "missing");
          if (maxOccurs !== "unbounded") rule(place, "repeated");
          break;
        }
        case "any":
          if (minOccurs !== "0") rule(`${of}>${part.attrs.namespace!}`, "missing");
          break;
        case "attribute":
          visitAttribute(part, of);
          break;
        case "anyAttribute":
        case "unique":
          break;
        default:
          throw new Error(`the schema uses ${part.getName()}, which its reader does not know`);
      }
    }
  };

  const visitAttribute = (declared: Element, of: string): void => {
    const { name, ref, type, use } = declared.attrs;
    const place = `${of}@${name ?? ref!}`;
    attributes.add(place);
    if (use === "required") rule(place, "missing");
    if (type === ANY_TEXT) return;
    const simple = declared.getChild("simpleType") ?? (type === undefined ? undefined : named("simpleType", type));
    rule(place, simple && valuesOf(simple).length > 0 ? "unknown" : "malformed");
  };

  const roots = root.getChildren("element").map(visitElement);
  const simple = root.getChildren("simpleType").map((type) => [type.attrs.name!, valuesOf(type)] as const);
  return {
    ...{ roots, elements, attributes, children },
    enumerations: new Map(simple.filter(([, values]) => values.length > 0)),
    rules: [...rules.values()],
  };
}

function valuesOf(simpleType: Element): string[] {
  const restriction = simpleType.getChild("restriction");
  return (restriction?.getChildren("enumeration") ?? []).map(({ attrs }) => attrs.value!);
}
