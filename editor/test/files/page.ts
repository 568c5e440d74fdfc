// Runs in the browser: what files become.
import { cropToSquare, FileProblem, readFile, stillOf } from "../../src/files/index.ts";
import type { ReadOptions, Square } from "../../src/files/index.ts";
import type { NewMedium } from "../../src/model/index.ts";

const get = async (name: string) => (await fetch(`/media/${name}`)).blob();
const plain = (medium: NewMedium | undefined) => medium && { ...medium, bytes: medium.bytes.length };

/** The colour in the middle, as the browser shows it. */
async function middle({ bytes, mediaType }: NewMedium): Promise<readonly number[]> {
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mediaType }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
  context.drawImage(bitmap, 0, 0);
  return [...context.getImageData(bitmap.width >> 1, bitmap.height >> 1, 1, 1).data];
}
async function orProblem<T>(job: () => Promise<T>) {
  try {
    return await job();
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    const { code, limit, allowed, actual } = error;
    return { code, limit, allowed, actual };
  }
}

const api = {
  read: (name: string, options: ReadOptions) =>
    orProblem(async () => {
      const { medium, still, shrunkFrom } = await readFile(await get(name), options);
      return { medium: plain(medium), still: plain(still), shrunkFrom };
    }),
  crop: (name: string, square?: Square) =>
    orProblem(async () => {
      const medium = await cropToSquare(await get(name), square);
      return { ...plain(medium), middle: await middle(medium) };
    }),
  still: (name: string, at?: number) =>
    orProblem(async () => {
      const medium = await stillOf(await get(name), at);
      return { ...plain(medium), middle: await middle(medium) };
    }),
};
export type FilesApi = typeof api;
Object.assign(globalThis, { files: api });
