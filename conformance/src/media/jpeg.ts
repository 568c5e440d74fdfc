// A JPEG that lies on its side: 16 × 8 pixels, and Exif that says to turn them and whose picture it is.
import { ascii, join } from "./png.ts";

const LYING =
  "/9j/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4x9lnN+gXz/2wBDARUXFx4aHjshITt8U0ZT" +
  "fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHx8fHz/wAARCAAIABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAA" +
  "AAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAABAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCAAZbf/9k=";

/** Once upright: 8 × 16 pixels. `artist` is in its Exif, `trailer` behind its end. */
export function lyingJpeg({ artist, trailer }: { readonly artist: string; readonly trailer: string }): Uint8Array {
  const plain = Uint8Array.from(atob(LYING), (byte) => byte.charCodeAt(0));
  const name = ascii(`${artist}\0`);
  // TIFF, big-endian: Orientation (0x0112) 6, "turn right"; Artist (0x013b) behind the directory.
  const directory = [
    0,
    2,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    6,
    0,
    0,
    0x01,
    0x3b,
    0,
    2,
    0,
    0,
    0,
    name.length,
    0,
    0,
    0,
    38,
  ];
  const tiff = join([ascii("MM\0*"), Uint8Array.of(0, 0, 0, 8, ...directory, 0, 0, 0, 0), name]);
  const exif = join([ascii("Exif\0\0"), tiff]);
  const marker = Uint8Array.of(0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255);
  return join([plain.subarray(0, 2), marker, exif, plain.subarray(2), ascii(trailer)]);
}
