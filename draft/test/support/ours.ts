// What of a stanza the draft's schema is about.
import { NS } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { mapped } from "./canonical.ts";

/** The outermost elements of our namespace, each as a document of its own. */
export function ours(of: Element): string[] {
  if (of.getNS() !== NS) return of.getChildElements().flatMap(ours);
  const alone = mapped(of, (value) => value);
  alone.attrs.xmlns = NS;
  return [alone.toString()];
}
