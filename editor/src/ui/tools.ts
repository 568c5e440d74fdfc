// What the editor needs of the browser's codecs, as views call it.
import { cropToSquare, readFile, stillOf } from "../files/index.ts";
import type { ReadFile, Square } from "../files/index.ts";
import type { Editor, NewMedium } from "../model/index.ts";

/** All of them reject with FileProblem. */
export interface Tools {
  readonly read: (file: Blob) => Promise<ReadFile>;
  readonly crop: (picture: Blob, square: Square) => Promise<NewMedium>;
  /** A picture of a video or an animation at this moment, in milliseconds. */
  readonly still: (moving: Blob, at: number) => Promise<NewMedium>;
}

export const createTools = (editor: Pick<Editor, "state">): Tools => ({
  read: (file) => readFile(file, { limits: editor.state().limits }),
  crop: cropToSquare,
  still: (moving, at) => stillOf(moving, at / 1000),
});
