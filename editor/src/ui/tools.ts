// What the editor needs of the browser's codecs, as views call it. They are loaded with the first file.
import { FileProblem } from "../files/api.ts";
import type { ReadFile, Square } from "../files/index.ts";
import type { Editor, NewMedium } from "../model/index.ts";
import { importFiles } from "../parts.ts";

/** All of them reject with FileProblem. */
export interface Tools {
  readonly read: (file: Blob) => Promise<ReadFile>;
  readonly crop: (picture: Blob, square: Square) => Promise<NewMedium>;
  /** A picture of a video or an animation, so far into it: from 0 to 1. */
  readonly still: (moving: Blob, share: number) => Promise<NewMedium>;
}

export const createTools = (editor: Pick<Editor, "state">): Tools => ({
  async read(file) {
    const { limits, keeper } = editor.state();
    return (await files()).readFile(file, { limits, redraw: keeper !== "service" });
  },
  crop: async (picture, square) => (await files()).cropToSquare(picture, square),
  still: async (moving, share) => (await files()).stillOf(moving, share),
});

const files = () =>
  importFiles().catch((cause: unknown) => {
    throw new FileProblem("not-loaded", {}, { cause });
  });
