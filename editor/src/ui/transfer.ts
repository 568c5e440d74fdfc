// In from files, and out into one: the scheme folder as an archive, and what else an import can be.
import { packScheme, unpackScheme } from "@status-scheme/folder";
import { SchemeError } from "@status-scheme/protocol";
import type { Context } from "./context.ts";
import { chooseFiles } from "./drop.ts";
import { h } from "./h.ts";

export interface Transfer {
  readonly importFile: (file: Blob) => Promise<void>;
  readonly chooseImport: () => void;
  readonly exportFile: () => Promise<void>;
}

const ARCHIVES = ".zip,application/zip";
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** By its first bytes. */
export async function isArchive(file: Blob): Promise<boolean> {
  const start = new Uint8Array(await file.slice(0, ZIP.length).arrayBuffer());
  return start.length === ZIP.length && ZIP.every((byte, index) => start[index] === byte);
}

export function createTransfer({ editor, words, live }: Pick<Context, "editor" | "words" | "live">): Transfer {
  const importFile = async (file: Blob) => {
    try {
      const looks = await unpackScheme(new Uint8Array(await file.arrayBuffer()));
      editor.merge(looks);
      live.say(words.transfer.imported(looks.length));
    } catch {
      live.say(words.transfer.bad, "bad");
    }
  };
  return {
    importFile,
    chooseImport: () => chooseFiles(ARCHIVES, ([file]) => void importFile(file!)),
    async exportFile() {
      try {
        const bytes = packScheme(await editor.export()) as Uint8Array<ArrayBuffer>;
        const url = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
        h("a", { href: url, download: words.transfer.fileName }).click();
        // Browsers begin to read it behind the click.
        setTimeout(() => URL.revokeObjectURL(url), 60_000);
        live.say(words.transfer.exported);
      } catch (error) {
        const isAway = error instanceof SchemeError && error.code === "try-later";
        live.say(isAway ? words.transfer.unavailable : words.failures.internal, "bad");
      }
    },
  };
}
