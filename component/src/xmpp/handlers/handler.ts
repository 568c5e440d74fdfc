// What a handler is: one kind of IQ request, answered.
import type { Element } from "@status-scheme/protocol";

/** Whether it is there, for this asker. */
export function isThereFor({ serves }: Handler, asker: string): boolean {
  return serves?.(asker) ?? true;
}

export interface Handler {
  readonly type: "get" | "set";
  /** Namespace and name of the payload. */
  readonly ns: string;
  readonly name: string;
  /** Whom it is there for; whoever else asks is answered as if it were not. Default: everyone. */
  readonly serves?: (asker: string) => boolean;
  /** The features that an entity with this handler has (XEP-0030). */
  readonly features: readonly string[];
  /**
   * Decodes the payload, asks the service, encodes the answer (undefined: an empty result). `asker`: a bare JID that the
   * server vouches for. @throws SchemeError
   */
  readonly answer: (asker: string, payload: Element) => Promise<Element | undefined>;
}
