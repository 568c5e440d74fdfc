// What the schema has against the vectors of fixtures/stanzas, measured once for all of them.
import { stanzaCases } from "@status-scheme/fixtures";
import type { AcceptedCase, RefusedCase } from "@status-scheme/fixtures";
import { NS, parseXml } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { ours } from "./ours.ts";
import { validate } from "./xmllint.ts";

export type Vector = AcceptedCase | RefusedCase;
export interface Measured {
  readonly vector: Vector;
  /** Undefined where the parser refuses it. */
  readonly root?: Element;
  /** xmllint's messages about its elements of our namespace. */
  readonly messages: readonly string[];
}

export const isRefused = (vector: Vector): vector is RefusedCase => "code" in vector;

export function measure(schema: string): Measured[] {
  const { valid, invalid, hostile } = stanzaCases();
  const vectors = [...valid, ...invalid, ...hostile].map((vector) => ({ vector, root: parsed(vector.xml) }));
  const documents = vectors.map(({ vector, root }) => {
    if (!root) return [];
    return root.getNS() === NS ? [vector.xml] : ours(root);
  });
  const messages = validate(schema, documents.flat());
  return vectors.map(({ vector, root }, index) => {
    return { vector, ...(root && { root }), messages: messages.splice(0, documents[index]!.length).flat() };
  });
}

function parsed(xml: string): Element | undefined {
  try {
    return parseXml(xml);
  } catch {
    return undefined;
  }
}
