// What keeps looks from being published, all of it, each at its field (draft, "Rules for Looks" and "Limits"): told before
// anything is uploaded. What only the service finds is in refusals.ts.
import { brokenRules } from "@status-scheme/protocol";
import type { BrokenRule, LimitName, Limits, Medium } from "@status-scheme/protocol";
import type { EditedLook, EditedMedium, Problem, ProblemCode } from "./api.ts";
import { nameOf, written } from "./looks.ts";
import type { Looks } from "./looks.ts";

export interface ProblemUses {
  readonly limits: Limits;
  /** Stills of what moves are made by who keeps the scheme. */
  readonly stillsMayFollow: boolean;
}

export function problemsOf(looks: Looks, { limits, stillsMayFollow }: ProblemUses): Problem[] {
  const scheme = { owner: "owner", looks: looks.map(asLook) };
  const broken = [...brokenRules(scheme, limits, { stillsMayFollow })];
  return [
    ...broken.map((one) => problemOf(one, looks)),
    ...looks.flatMap((look) => look.media.flatMap((medium) => tooLarge(look.state, medium, limits))),
    ...tooMuch(looks, limits),
  ];
}

/** As far as rules are about it; media that have no hash yet have the room of one. */
function asLook({ state, show, text, media }: EditedLook) {
  return { state, ...(show && { show }), text: written(text), media: media.map(asMedium) };
}
function asMedium({ kind, mediaType, size, length, desc, stored }: EditedMedium): Medium {
  const rest = { hash: stored?.hash ?? "0".repeat(44), sources: stored?.sources ?? [] };
  return { kind, mediaType, size, ...(length !== undefined && { length }), desc: written(desc), ...rest };
}

const CODES: Readonly<Record<Exclude<BrokenRule["rule"], "limit" | "words">, ProblemCode>> = {
  "one-look": "bad-state",
  state: "bad-state",
  "no-show": "bad-state",
  show: "bad-state",
  "one-medium": "refused",
  still: "no-still",
  "one-text": "bad-language",
  language: "bad-language",
  "empty-text": "control-characters",
  characters: "control-characters",
};

function problemOf(broken: BrokenRule, looks: Looks): Problem {
  const { look: state, medium: kind, lang } = broken;
  const field = broken.field ?? (kind ? "medium" : undefined);
  const place: Omit<Problem, "code"> = {
    ...(state !== undefined && { state }),
    ...(field && { field }),
    ...(kind && { kind }),
    ...(lang !== undefined && { lang }),
  };
  if (broken.rule === "limit") {
    const { limit, max: allowed, actual } = broken;
    return { code: "limit-exceeded", ...place, limit, allowed, actual };
  }
  if (broken.rule !== "words") return { code: CODES[broken.rule], ...place };
  const isEmpty = looks.find((look) => look.state === state)?.media.length === 0;
  return isEmpty ? { code: "empty-look", ...place, field: "text" } : { code: "undescribed", ...place, field: "desc" };
}

/** Of measures that a document does not have, and a service holds against the bytes themselves. */
function tooLarge(state: string, medium: EditedMedium, limits: Limits): Problem[] {
  // What is stored has been measured.
  if (medium.stored) return [];
  const { kind, width = 0, height = 0, frames = 1 } = medium;
  const measures: readonly (readonly [LimitName, number])[] = {
    image: [["image-pixels", width * height]] as const,
    animation: [
      ["animation-pixels", width * height * frames],
      ["animation-frames", frames],
    ] as const,
    audio: [],
    video: [["video-side", Math.max(width, height)]] as const,
  }[kind];
  return measures
    .filter(([limit, actual]) => actual > limits[limit])
    .map(([limit, actual]) => {
      return { code: "limit-exceeded", state, field: "medium", kind, limit, allowed: limits[limit], actual };
    });
}

/** Pictures are made smaller by the service, so only the other media count for sure. */
function tooMuch(looks: Looks, limits: Limits): Problem[] {
  const counted = new Map<string, number>();
  for (const medium of looks.flatMap(({ media }) => media)) {
    const isKept = medium.stored !== undefined || medium.kind === "audio" || medium.kind === "video";
    if (isKept) counted.set(nameOf(medium), medium.size);
  }
  const actual = [...counted.values()].reduce((sum, size) => sum + size, 0);
  const { "owner-bytes": allowed } = limits;
  return actual > allowed ? [{ code: "limit-exceeded", limit: "owner-bytes", allowed, actual }] : [];
}
