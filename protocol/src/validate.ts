// The rules of the document (draft, "Rules for Looks") and its limits, for those who publish, store or serve a scheme.
// Shape is the codec's; these are the rules no schema can say.
import { encodeScheme } from "./codec/scheme.ts";
import { isState } from "./codec/look.ts";
import { isLanguage } from "./codec/text.ts";
import { SchemeError } from "./errors.ts";
import type { LimitName, Limits } from "./limits.ts";
import { BASE_STATES } from "./model.ts";
import type { LocalText, Look, Medium, MediumKind, Scheme } from "./model.ts";
import { byteLength } from "./xml.ts";

/** Controls, line and paragraph separators, lone surrogates, noncharacters. */
const NOT_TEXT = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/u;

const REASONS = {
  "one-look": "more than one look for the state",
  state: "state is not 1 to 64 of a-z, 0-9 and _",
  "no-show": "a base state has no show",
  show: "a state of one's own needs a show",
  words: "neither a text nor a description",
  "one-medium": "more than one medium of the kind",
  still: "no image as its still",
  "one-text": "more than one text for a language",
  language: "not a language tag",
  "empty-text": "empty text",
  characters: "control characters in text",
} as const;

/** Where a rule is broken: the look, its medium, and of a text whose it is and its language. */
export interface Place {
  readonly look?: string;
  readonly medium?: MediumKind;
  readonly field?: "text" | "desc";
  readonly lang?: string;
}
export type BrokenRule = Place &
  (
    | { readonly rule: keyof typeof REASONS }
    | { readonly rule: "limit"; readonly limit: LimitName; readonly max: number; readonly actual: number }
  );

export interface RuleOptions {
  /** Of a publish: the service may make the still of an animation or a video (draft, "Uploading Media"). Default false. */
  readonly stillsMayFollow?: boolean;
}

/**
 * The rules always, and those of the limits that are given.
 * @throws SchemeError `bad-look` (look, medium, reason) or `limit-exceeded` (limit, max, actual, look, medium)
 */
export function validateScheme(scheme: Scheme, limits: Partial<Limits> = {}, options: RuleOptions = {}): void {
  for (const broken of brokenRules(scheme, limits, options)) {
    const { look, medium } = broken;
    const place = { ...(look !== undefined && { look }), ...(medium && { medium }) };
    if (broken.rule !== "limit") throw new SchemeError("bad-look", { ...place, reason: REASONS[broken.rule] });
    const { limit, max, actual } = broken;
    throw new SchemeError("limit-exceeded", { limit, max, actual, ...place });
  }
}

/** All that `validateScheme` would refuse, one after another, so that people can be told of all of it. */
export function* brokenRules(
  scheme: Scheme,
  limits: Partial<Limits> = {},
  options: RuleOptions = {},
): Generator<BrokenRule> {
  const within: Within = function* (limit, actual, place = {}) {
    const max = limits[limit];
    if (max !== undefined && actual > max) yield { rule: "limit", limit, max, actual, ...place };
  };
  yield* within("scheme-looks", scheme.looks.length);
  const states = new Set<string>();
  let isWritable = true;
  for (const look of scheme.looks) {
    if (states.has(look.state)) yield { rule: "one-look", look: look.state };
    states.add(look.state);
    for (const broken of brokenByLook(look, within)) {
      if (broken.rule !== "limit") isWritable = false;
      yield broken;
    }
    if (!options.stillsMayFollow) yield* lackOfStill(look);
  }
  // What has no XML has no size.
  if (isWritable && limits["scheme-bytes"] !== undefined) {
    yield* within("scheme-bytes", byteLength(encodeScheme(scheme)));
  }
}

type Within = (limit: LimitName, actual: number, place?: Place) => Generator<BrokenRule>;

function* brokenByLook({ state, show, text, media }: Look, within: Within): Generator<BrokenRule> {
  const place = { look: state };
  const base: readonly string[] = BASE_STATES;
  if (!isState(state)) yield { rule: "state" };
  if (base.includes(state) === (show !== undefined)) yield { rule: show ? "no-show" : "show", ...place };
  yield* brokenByTexts(text, { ...place, field: "text" }, within);
  const kinds = media.map(({ kind }) => kind);
  for (const medium of media) yield* brokenByMedium(medium, { ...place, medium: medium.kind }, kinds, within);
  const mute = media.find(({ desc }) => desc.length === 0);
  if (text.length === 0 && (mute || media.length === 0)) {
    yield { rule: "words", ...place, ...(mute && { medium: mute.kind }) };
  }
}

function* brokenByMedium(
  medium: Medium,
  place: Place,
  kinds: readonly MediumKind[],
  within: Within,
): Generator<BrokenRule> {
  const { kind, desc, size, length } = medium;
  if (kinds.filter((other) => other === kind).length > 1) yield { rule: "one-medium", ...place };
  yield* brokenByTexts(desc, { ...place, field: "desc" }, within);
  yield* within(`${kind}-bytes`, size, place);
  if (kind !== "image" && length !== undefined) yield* within(`${kind}-length`, length, place);
}

function* lackOfStill({ state, media }: Look): Generator<BrokenRule> {
  const moving = media.find(({ kind }) => kind === "animation" || kind === "video");
  if (moving === undefined || media.some(({ kind }) => kind === "image")) return;
  yield { rule: "still", look: state, medium: moving.kind };
}

function* brokenByTexts(texts: readonly LocalText[], place: Place, within: Within): Generator<BrokenRule> {
  yield* within("text-languages", texts.length, place);
  const languages = new Set(texts.map(({ lang }) => lang.toLowerCase()));
  if (languages.size < texts.length) yield { rule: "one-text", ...place };
  for (const { lang, text } of texts) {
    const at = { ...place, lang };
    if (!isLanguage(lang)) yield { rule: "language", ...at };
    if (text.trim() === "") yield { rule: "empty-text", ...at };
    if (NOT_TEXT.test(text)) yield { rule: "characters", ...at };
    yield* within("text-characters", [...text].length, at);
  }
}
