// What a service refused in a publish, at the field that it is about, until the person changes that. Pure.
import type { ErrorCode, SchemeError } from "@status-scheme/protocol";
import type { EditedLook, EditedMedium, Problem, ProblemCode } from "./api.ts";
import { lookOf } from "./looks.ts";
import type { Looks } from "./looks.ts";

export interface Refusal {
  readonly problem: Problem;
  /** Refused as it is. */
  readonly about: EditedLook | EditedMedium;
}

const CODES: Readonly<Partial<Record<ErrorCode, ProblemCode>>> = {
  "bad-medium": "bad-medium",
  "no-such-medium": "bad-medium",
  "blocked-medium": "blocked-medium",
  "limit-exceeded": "limit-exceeded",
  "quota-exceeded": "limit-exceeded",
  "bad-look": "refused",
};

/** `looks`: what was refused. Undefined where the error is not about one of them. */
export function refusalOf({ code, detail }: SchemeError, looks: Looks): Refusal | undefined {
  const { look: state = "", medium: kind, limit, max, actual, reason } = detail;
  const look = lookOf(looks, state);
  const medium = look?.media.find((one) => one.kind === kind);
  const about = medium ?? look;
  const known = CODES[code];
  if (!about || !known) return undefined;
  return {
    about,
    problem: {
      code: known,
      state,
      ...(medium && { field: "medium" as const, kind: medium.kind }),
      ...(limit && { limit }),
      ...(max !== undefined && { allowed: max }),
      ...(actual !== undefined && { actual }),
      ...(reason !== undefined && { reason }),
    },
  };
}

/** Those that still are about something that is there. */
export function standing(refusals: readonly Refusal[], looks: Looks): readonly Refusal[] {
  const there = new Set<EditedLook | EditedMedium>(looks.flatMap((look) => [look, ...look.media]));
  const left = refusals.filter(({ about }) => there.has(about));
  return left.length === refusals.length ? refusals : left;
}
