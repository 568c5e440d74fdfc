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

export interface RuleOptions {
  /** Of a publish: the service may make the still of an animation or a video (draft, "Uploading Media"). Default false. */
  readonly stillsMayFollow?: boolean;
}

type Place = { readonly look?: string; readonly medium?: MediumKind };

/**
 * The rules always, and those of the limits that are given.
 * @throws SchemeError `bad-look` (look, medium, reason) or `limit-exceeded` (limit, max, actual, look, medium)
 */
export function validateScheme(scheme: Scheme, limits: Partial<Limits> = {}, options: RuleOptions = {}): void {
  const within = (limit: LimitName, actual: number, place: Place = {}): void => {
    const max = limits[limit];
    if (max !== undefined && actual > max) throw new SchemeError("limit-exceeded", { limit, max, actual, ...place });
  };
  within("scheme-looks", scheme.looks.length);
  const states = new Set<string>();
  for (const look of scheme.looks) {
    if (states.has(look.state)) broken({ look: look.state }, "more than one look for the state");
    states.add(look.state);
    validateLook(look, within);
    if (!options.stillsMayFollow) requireStill(look);
  }
  if (limits["scheme-bytes"] !== undefined) within("scheme-bytes", byteLength(encodeScheme(scheme)));
}

type Within = (limit: LimitName, actual: number, place: Place) => void;

function validateLook({ state, show, text, media }: Look, within: Within): void {
  const place = { look: state };
  const base: readonly string[] = BASE_STATES;
  if (!isState(state)) broken({}, "state is not 1 to 64 of a-z, 0-9 and _");
  if (base.includes(state) === (show !== undefined)) {
    broken(place, show ? "a base state has no show" : "a state of one's own needs a show");
  }
  validateTexts(text, place, within);
  const kinds = media.map(({ kind }) => kind);
  for (const medium of media) validateMedium(medium, { ...place, medium: medium.kind }, kinds, within);
  const mute = media.find(({ desc }) => desc.length === 0);
  if (text.length === 0 && (mute || media.length === 0)) {
    broken({ ...place, ...(mute && { medium: mute.kind }) }, "neither a text nor a description");
  }
}

function validateMedium(medium: Medium, place: Place, kinds: readonly MediumKind[], within: Within): void {
  const { kind, desc, size, length } = medium;
  if (kinds.filter((other) => other === kind).length > 1) broken(place, "more than one medium of the kind");
  validateTexts(desc, place, within);
  within(`${kind}-bytes`, size, place);
  if (kind !== "image" && length !== undefined) within(`${kind}-length`, length, place);
}

/** @throws SchemeError `bad-look` */
function requireStill({ state, media }: Look): void {
  const moving = media.find(({ kind }) => kind === "animation" || kind === "video");
  if (moving === undefined || media.some(({ kind }) => kind === "image")) return;
  broken({ look: state, medium: moving.kind }, "no image as its still");
}

function validateTexts(texts: readonly LocalText[], place: Place, within: Within): void {
  within("text-languages", texts.length, place);
  const languages = new Set(texts.map(({ lang }) => lang.toLowerCase()));
  if (languages.size < texts.length) broken(place, "more than one text for a language");
  for (const { lang, text } of texts) {
    if (!isLanguage(lang)) broken(place, "not a language tag");
    if (text.trim() === "") broken(place, "empty text");
    if (NOT_TEXT.test(text)) broken(place, "control characters in text");
    within("text-characters", [...text].length, place);
  }
}

function broken(place: Place, reason: string): never {
  throw new SchemeError("bad-look", { ...place, reason });
}
