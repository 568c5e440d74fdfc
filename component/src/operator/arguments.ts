// What commands of operators take: each reads its text, or says what it would be.
import { hexOfBase64, parseJid, SchemeError } from "@status-scheme/protocol";
import { isHash } from "../blob/rules.ts";

export interface Argument {
  /** `hash` */
  readonly name: string;
  /** In a form. */
  readonly label: string;
  /** What it is, as the end of "takes …". */
  readonly allowed: string;
  readonly isOptional?: boolean;
  /** Undefined where the text is none. */
  readonly parse: (text: string) => string | undefined;
}

export const HASH: Argument = {
  name: "hash",
  label: "SHA-256 of the file as uploaded or as stored",
  allowed: "the SHA-256 of a file, in hex or base64",
  parse: (text) => {
    const hex = text.toLowerCase();
    return isHash(hex) ? hex : unless(() => hexOfBase64(text));
  },
};

export const OWNER: Argument = {
  name: "jid",
  label: "The owner's address",
  allowed: "one bare JID, such as juliet@capulet.lit",
  parse: (text) => unless(() => bareOf(text)),
};

export const REPORT: Argument = {
  name: "number",
  label: "The report's number",
  allowed: "the number of a report",
  parse: numberIn,
};

export const BEFORE: Argument = {
  name: "before",
  label: "Entries before this number",
  allowed: "no more than the number of an entry, to go on before it",
  isOptional: true,
  parse: numberIn,
};

export const AFTER: Argument = {
  name: "after",
  label: "Reports after this number",
  allowed: "no more than the number of a report, to go on after it",
  isOptional: true,
  parse: numberIn,
};

/** Of people, for people: one line. */
export const REASON: Argument = {
  name: "reason",
  label: "Why, for the log",
  allowed: "a reason of one line and 1 to 500 characters",
  isOptional: true,
  parse: (text) => (/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]{1,500}$/u.test(text) ? text : undefined),
};

function numberIn(text: string): string | undefined {
  return /^[1-9]\d{0,14}$/.test(text) ? text : undefined;
}

function bareOf(text: string): string | undefined {
  const { local, domain, resource } = parseJid(text);
  return local === undefined || resource !== undefined ? undefined : `${local}@${domain}`;
}

function unless<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof SchemeError) return undefined;
    throw error;
  }
}
