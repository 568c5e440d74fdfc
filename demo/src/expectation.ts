// What romeo's client must show at a step, and what it shows instead.
import { createHash } from "node:crypto";
import type { LocalText, StampedScheme } from "@status-scheme/protocol";
import type { Shown } from "@status-scheme/client-plugin";

export interface Expectation {
  readonly loggedIn: boolean;
  readonly state: string;
  /** What the look says and shows; undefined: no look at all, the plain state. */
  readonly look: ExpectedLook | undefined;
}
export interface ExpectedLook {
  readonly text: string;
  /** The still, as the service stored it. */
  readonly image: { readonly size: number; readonly hash: string };
}

/**
 * What must be seen of a state under a scheme: the look for `lookState`, which is the state itself or what it falls back to.
 * @param texts what the owner wrote, by state
 * @param scheme what the service answered to the publish
 */
export function expectation(
  state: string,
  texts: ReadonlyMap<string, readonly LocalText[]>,
  scheme: StampedScheme,
  lookState = state,
): Expectation {
  const image = scheme.looks.find((look) => look.state === lookState)?.media.find((medium) => medium.kind === "image");
  const text = texts.get(lookState)?.find(({ lang }) => lang === "" || lang === "en")?.text;
  if (image === undefined || text === undefined) throw new Error(`The scheme has no text and image for ${lookState}.`);
  return { loggedIn: state !== "offline", state, look: { text, image } };
}

/** Not logged in, and nothing known of looks: grey. */
export const GREY: Expectation = { loggedIn: false, state: "offline", look: undefined };

/** The first difference between what is shown and what must be; undefined: none. The bytes themselves are looked at. */
export function difference(shown: Shown | undefined, expected: Expectation): string | undefined {
  const actual = observe(shown);
  for (const key of ["loggedIn", "state", "text", "size", "hash"] as const) {
    const wanted = flatten(expected)[key];
    if (actual[key] !== wanted) return `${key} is ${String(actual[key])}, not ${String(wanted)}`;
  }
  return undefined;
}

function flatten({ loggedIn, state, look }: Expectation) {
  return { loggedIn, state, text: look?.text, size: look?.image.size, hash: look?.image.hash };
}

function observe(shown: Shown | undefined): ReturnType<typeof flatten> {
  const bytes = shown?.look?.media.find((medium) => medium.kind === "image")?.bytes;
  return {
    loggedIn: shown?.loggedIn ?? false,
    state: shown?.state ?? "offline",
    text: shown?.look?.text,
    size: bytes?.length,
    hash: bytes && createHash("sha256").update(bytes).digest("base64"),
  };
}
