// What uploaded bytes are, from the bytes alone: names and announced types are only claims (draft, "Limits" and "Security
// Considerations"). What is not on the list is refused before any decoder sees it, and so is what is two things at once.
import { SchemeError } from "@status-scheme/protocol";
import { readAvif } from "./formats/avif.ts";
import { readGif } from "./formats/gif.ts";
import { readJpeg } from "./formats/jpeg.ts";
import { readMp3 } from "./formats/mp3.ts";
import { readMp4 } from "./formats/mp4.ts";
import { readOgg } from "./formats/ogg.ts";
import { readPng } from "./formats/png.ts";
import type { Structure, StructureReader } from "./formats/structure.ts";
import { MalformedStructure } from "./formats/structure.ts";
import { readWav } from "./formats/wav.ts";
import { readWebm } from "./formats/webm.ts";
import { readWebp } from "./formats/webp.ts";

export type Inspected = Structure;

const READERS: readonly StructureReader[] = [
  ...[readPng, readJpeg, readWebp, readGif, readAvif],
  ...[readMp4, readWebm, readOgg, readWav, readMp3],
];

/** Tags by which a browser that is told to guess takes a file for a page, wherever in a file they hide. */
const MARKUP = /<(?:!doctype|html|head|body|script|iframe|svg|\?php)[\s>/]/i;
/** ZIP (also JAR, DOCX…), PDF, RAR and 7z: formats whose readers find them behind another. */
const APPENDED = ["504b0304", "504b0506", "255044462d", "526172211a07", "377abcaf271c"].map((hex) =>
  Buffer.from(hex, "hex"),
);

/** @throws SchemeError `bad-medium` */
export function inspect(bytes: Uint8Array): Inspected {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const structure = read(buffer);
  if (structure === undefined) throw bad("not an accepted format");
  if (structure.end > buffer.length) throw bad("cut short");
  const rest = buffer.subarray(structure.end);
  if (MARKUP.test(buffer.toString("latin1")) || APPENDED.some((signature) => rest.includes(signature))) {
    throw bad("another kind of file as well");
  }
  return structure;
}

function read(buffer: Buffer): Structure | undefined {
  try {
    for (const reader of READERS) {
      const structure = reader(buffer);
      if (structure) return structure;
    }
    return undefined;
  } catch (cause) {
    if (cause instanceof MalformedStructure) throw bad(cause.message, cause);
    if ((cause as Error).name === "RangeError") throw bad("cut short", cause);
    throw cause;
  }
}

function bad(reason: string, cause?: unknown): SchemeError {
  return new SchemeError("bad-medium", { reason }, { cause });
}
