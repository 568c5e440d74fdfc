// Pure: is what is held stale, and what is to be done about it (draft, "At Login" and "At a Change of State"; steps
// 103-104 and 203-204 of the method)?
import type { Stamp } from "@status-scheme/protocol";

/** What the contact's service, or its own client, said about its scheme. */
export type Knowledge =
  /** Nobody was asked: no sync, or not for this contact. */
  | { readonly kind: "unknown" }
  /** Being asked. */
  | { readonly kind: "pending" }
  /** Could not be asked; it is tried again. */
  | { readonly kind: "down" }
  /** A sync, notice or check said this stamp. */
  | { readonly kind: "listed"; readonly stamp: Stamp }
  /** A sync or check said that there is nothing to see. */
  | { readonly kind: "unlisted" };

export interface GateInput {
  /** The stamp of the scheme held. */
  readonly held: Stamp | undefined;
  /** The stamp in the presence hint; undefined without a hint, without a stamp, or with hints switched off. */
  readonly hint: Stamp | undefined;
  readonly known: Knowledge;
  /** The hint's stamp was asked about already: another device of the owner may carry an old one for ever. */
  readonly isHintAsked: boolean;
  /**
   * The question failed lately and is not to be asked again before this time, ms since the epoch (negative cache).
   * `about`: undefined: about no stamp.
   */
  readonly refusedUntil: (about: Stamp | undefined) => number | undefined;
}

export type Decision =
  /** What is held is current. */
  | { readonly do: "show" }
  /** There is nothing to see: the plain state. */
  | { readonly do: "plain" }
  /** What is held may be stale, and an answer is on its way. */
  | { readonly do: "wait" }
  /** What is held may be stale, and the question, on account of this stamp, is asked again later: then, where that is known. */
  | { readonly do: "later"; readonly about: Stamp | undefined; readonly until?: number }
  /** Ask whether it changed (`check`), or get it (`fetch`), on account of this stamp. */
  | { readonly do: "ask" | "fetch"; readonly about: Stamp | undefined };

export function gate({ held, hint, known, isHintAsked, refusedUntil }: GateInput): Decision {
  const unlessRefused = (action: "ask" | "fetch", about: Stamp | undefined): Decision => {
    const until = refusedUntil(about);
    return until === undefined ? { do: action, about } : { do: "later", about, until };
  };
  const isHintNews = hint !== undefined && hint !== held && !isHintAsked;
  switch (known.kind) {
    case "listed":
      // A notice or a sync answer beats a hint. A hint that says otherwise is worth one question.
      if (known.stamp !== held) return unlessRefused("fetch", known.stamp);
      return isHintNews ? unlessRefused("ask", hint) : { do: "show" };
    case "unlisted":
      return hint !== undefined && !isHintAsked ? unlessRefused("ask", hint) : { do: "plain" };
    case "pending":
    case "down":
      if (hint !== undefined && hint === held) return { do: "show" };
      return known.kind === "pending" ? { do: "wait" } : { do: "later", about: undefined };
    case "unknown":
      // The same stamp as held: no question is asked. Another: it is fetched, which asks and gets in one.
      if (hint !== undefined && hint === held) return { do: "show" };
      if (isHintNews) return unlessRefused("fetch", hint);
      return unlessRefused("ask", undefined);
  }
}
