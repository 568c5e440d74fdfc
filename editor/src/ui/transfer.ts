// Out as one file: the scheme folder as an archive.
import { SchemeError } from "@status-scheme/protocol";
import type { Context } from "./context.ts";
import { importFolder } from "../parts.ts";
import { h } from "./h.ts";

/** Browsers begin to read a file behind the click that saves it. */
const READ_MS = 60_000;

/** Never rejects. */
export async function exportArchive({ editor, words, live }: Context): Promise<void> {
  try {
    const { packScheme } = await importFolder();
    const bytes = packScheme(await editor.export()) as Uint8Array<ArrayBuffer>;
    const url = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
    h("a", { href: url, download: words.transfer.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(url), READ_MS);
    live.say(words.transfer.exported);
  } catch (error) {
    const isAway = error instanceof SchemeError && error.code === "try-later";
    live.say(isAway ? words.transfer.unavailable : words.failures.internal, "bad");
  }
}
