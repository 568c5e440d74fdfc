// Failures of the file, in words that name it and say what to do. Everything else that is thrown passes as it is.

/** What is wrong with the file, as the end of the sentence "the store … ". */
export class Unusable extends Error {}

/** SQLite's primary result codes that deserve better words than SQLite's. */
const WORDS: Readonly<Record<number, string>> = {
  5: "is held by another program",
  8: "cannot be written",
  11: "is damaged: restore it from a backup",
  13: "cannot grow: the disk is full",
  26: "is not a store of status schemes",
};

export function describe(path: string, cause: unknown): unknown {
  const words = wordsOf(cause);
  return words === undefined ? cause : new Error(`the store ${path} ${words}`, { cause });
}

function wordsOf(cause: unknown): string | undefined {
  if (cause instanceof Unusable) return cause.message;
  const { code, errcode, syscall, message } = cause as NodeJS.ErrnoException & { readonly errcode?: number };
  // The low byte is the primary code of an extended one.
  if (code === "ERR_SQLITE_ERROR") return WORDS[errcode! & 0xff] ?? `fails: ${message}`;
  return syscall === undefined ? undefined : `cannot be opened: ${message}`;
}
