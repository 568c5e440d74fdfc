// Why the owner does not serve what it is asked for (draft, section 8.6): thrown on the way to an acceptance.
import type { FileError, JingleReason, ReasonCondition } from "@status-scheme/protocol/transfer";

export class ServeRefusal extends Error {
  readonly reason: JingleReason;
  constructor(reason: JingleReason) {
    super(reason.condition);
    this.reason = reason;
  }
}

export function refusal(condition: ReasonCondition, fileError?: FileError): ServeRefusal {
  return new ServeRefusal({ condition, ...(fileError && { fileError }) });
}
