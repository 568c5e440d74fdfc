// Looks as edited: what they are made of, whether two are the same, and what is published of them. Pure.
import type { LookDraft, MediumDraft } from "@status-scheme/client-plugin";
import { BASE_STATES } from "@status-scheme/protocol/viewing";
import type { LocalText, Look, Medium } from "@status-scheme/protocol";
import type { EditedLook, EditedMedium, NewMedium } from "./api.ts";

export type Looks = readonly EditedLook[];

export const isBase = (state: string): boolean => (BASE_STATES as readonly string[]).includes(state);

let count = 0;
const names = new WeakMap<Uint8Array, string>();
/** Names the bytes: the hash of what is stored; what is not published yet has none, and gets a name of this session. */
export function nameOf({ stored, bytes }: Pick<EditedMedium, "stored" | "bytes">): string {
  if (stored) return stored.hash;
  const name = names.get(bytes!) ?? `new-${++count}`;
  names.set(bytes!, name);
  return name;
}

/** As it is published: without what only someone who types on sees. */
export function written(texts: readonly LocalText[]): LocalText[] {
  return texts.map(({ lang, text }) => ({ lang, text: text.trim() })).filter(({ text }) => text !== "");
}

/** The text for a language in the place of what was there, none where it is empty; the same value where that changes nothing. */
export function withText(texts: readonly LocalText[], lang: string, text: string): readonly LocalText[] {
  const at = texts.findIndex((one) => one.lang === lang);
  const isNone = text.trim() === "";
  if (at < 0 ? isNone : texts[at]!.text === text) return texts;
  if (isNone) return texts.toSpliced(at, 1);
  return at < 0 ? [...texts, { lang, text }] : texts.with(at, { lang, text });
}

/** The look in the place of the one for its state. A base state's that says and shows nothing is none. */
export function withLook(looks: Looks, look: EditedLook): Looks {
  const isNothing = isBase(look.state) && look.media.length === 0 && look.text.length === 0;
  const at = looks.findIndex(({ state }) => state === look.state);
  if (isNothing) return looks.filter(({ state }) => state !== look.state);
  return at < 0 ? [...looks, look] : looks.with(at, look);
}

export function withMedium(look: EditedLook, medium: EditedMedium): EditedLook {
  const at = look.media.findIndex(({ kind }) => kind === medium.kind);
  return { ...look, media: at < 0 ? [...look.media, medium] : look.media.with(at, medium) };
}

/** Without a new description the medium keeps that of the one whose place it takes. */
export function fromNew(medium: NewMedium, before: EditedMedium | undefined): EditedMedium {
  return { ...medium, size: medium.bytes.length, desc: medium.desc ?? before?.desc ?? [] };
}

export function fromStored({ state, show, text, media }: Look): EditedLook {
  return { state, ...(show && { show }), text, media: media.map(fromMedium) };
}

function fromMedium(stored: Medium): EditedMedium {
  const { kind, mediaType, size, width, height, length, desc } = stored;
  return {
    ...{ kind, mediaType, size, stored, desc },
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(length !== undefined && { length }),
  };
}

export function fromDraft({ state, show, text = [], media = [] }: LookDraft): EditedLook {
  return { state, ...(show && { show }), text, media: media.map(fromMediumDraft) };
}

function fromMediumDraft(draft: MediumDraft): EditedMedium {
  if ("stored" in draft)
    return { ...fromMedium(draft.stored), kind: draft.kind, desc: draft.desc ?? draft.stored.desc };
  return { ...draft, size: draft.bytes.length, desc: draft.desc ?? [] };
}

/** As it is published. */
export function toDraft({ state, show, text, media }: EditedLook): LookDraft {
  return { state, ...(show && { show }), text: written(text), media: media.map(toMediumDraft) };
}

function toMediumDraft({ kind, mediaType, bytes, stored, desc }: EditedMedium): MediumDraft {
  const described = { kind, desc: written(desc) };
  return stored ? { ...described, stored } : { ...described, mediaType, bytes: bytes! };
}

const keys = new WeakMap<EditedLook, string>();
/** Equal for looks that are the same to others. */
function keyOf(look: EditedLook): string {
  const found = keys.get(look);
  if (found !== undefined) return found;
  const texts = (list: readonly LocalText[]) =>
    written(list)
      .map(({ lang, text }) => `${lang} ${text}`)
      .sort();
  const media = look.media.map((medium) => [medium.kind, nameOf(medium), texts(medium.desc)] as const);
  media.sort(([a], [b]) => a.localeCompare(b));
  const key = JSON.stringify([look.state, look.show, texts(look.text), media]);
  keys.set(look, key);
  return key;
}

export function sameLook(one: EditedLook | undefined, other: EditedLook | undefined): boolean {
  return one === other || (one !== undefined && other !== undefined && keyOf(one) === keyOf(other));
}

export function lookOf(looks: Looks, state: string): EditedLook | undefined {
  return looks.find((look) => look.state === state);
}

/** States whose looks are not the same in both. */
export function differences(one: Looks, other: Looks): string[] {
  const states = new Set([...one, ...other].map(({ state }) => state));
  return [...states].filter((state) => !sameLook(lookOf(one, state), lookOf(other, state)));
}
