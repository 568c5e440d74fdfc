// What bytes are by their first ones, and the measures that they say themselves, read before any decoder sees them: of
// pictures PNG (with APNG), JPEG, WebP, GIF and AVIF. Names and announced types are only claims. Pure; the service reads
// every file to its end (component/src/media/formats), this is for telling people early.
import type { MediumKind } from "@status-scheme/protocol";
import { ascii, readApng, readGif, readWebpFrames } from "./frames.ts";

export interface Sniffed {
  readonly kind: MediumKind;
  readonly mediaType: string;
  readonly width?: number;
  readonly height?: number;
  /** Of an animation. */
  readonly frames?: number;
  /** Of an animation, milliseconds. */
  readonly length?: number;
}

const KINDS: readonly ((bytes: Uint8Array, view: DataView) => Sniffed | undefined)[] = [
  sniffPng,
  sniffJpeg,
  sniffRiff,
  sniffGif,
  sniffIsoMedia,
  sniffOther,
];

/** Undefined where it is nothing that is taken. */
export function sniff(bytes: Uint8Array): Sniffed | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const read of KINDS) {
    try {
      const found = read(bytes, view);
      if (found) return found;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error; // cut short
    }
  }
  return undefined;
}

function sniffPng(bytes: Uint8Array, view: DataView): Sniffed | undefined {
  if (ascii(bytes, 0, 8) !== "\x89PNG\r\n\x1a\n") return undefined;
  const measures = { width: view.getUint32(16), height: view.getUint32(20) };
  const moving = readApng(bytes, view);
  if (!moving) return { kind: "image", mediaType: "image/png", ...measures };
  return { kind: "animation", mediaType: "image/apng", ...measures, ...moving };
}

function sniffJpeg(bytes: Uint8Array, view: DataView): Sniffed | undefined {
  if (view.getUint16(0) !== 0xffd8 || bytes[2] !== 0xff) return undefined;
  const found = { kind: "image", mediaType: "image/jpeg" } as const;
  for (let at = 2; bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    // A frame's header, which DHT, JPG and DAC are not.
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { ...found, height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return found;
}

function sniffRiff(bytes: Uint8Array, view: DataView): Sniffed | undefined {
  if (ascii(bytes, 0, 4) !== "RIFF") return undefined;
  if (ascii(bytes, 8, 4) === "WAVE") return { kind: "audio", mediaType: "audio/wav" };
  if (ascii(bytes, 8, 4) !== "WEBP") return undefined;
  const found = { kind: "image", mediaType: "image/webp" } as const;
  switch (ascii(bytes, 12, 4)) {
    case "VP8 ":
      return { ...found, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { ...found, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case "VP8X": {
      const uint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
      const measures = { width: uint24(24) + 1, height: uint24(27) + 1 };
      const isMoving = (view.getUint8(20) & 0x02) !== 0;
      return { ...found, ...measures, ...(isMoving && { kind: "animation" as const, ...readWebpFrames(bytes, view) }) };
    }
    default:
      return undefined;
  }
}

function sniffGif(bytes: Uint8Array, view: DataView): Sniffed | undefined {
  if (!/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return undefined;
  const measures = { mediaType: "image/gif", width: view.getUint16(6, true), height: view.getUint16(8, true) };
  const moving = readGif(bytes);
  return moving.frames > 1 ? { kind: "animation", ...measures, ...moving } : { kind: "image", ...measures };
}

/** How far into a file AVIF's measures are looked for. */
const AVIF_HEADER = 4_096;

/** AVIF, MP4 and M4A, by their brands (ISO/IEC 14496-12). */
function sniffIsoMedia(bytes: Uint8Array, view: DataView): Sniffed | undefined {
  if (ascii(bytes, 4, 4) !== "ftyp") return undefined;
  const brand = ascii(bytes, 8, 4);
  // A sequence (avis) is what services do not take.
  if (brand === "avif") {
    const at = ascii(bytes, 0, AVIF_HEADER).indexOf("ispe");
    const measures = at < 0 ? {} : { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    return { kind: "image", mediaType: "image/avif", ...measures };
  }
  if (brand === "M4A ") return { kind: "audio", mediaType: "audio/mp4" };
  const isVideo = /^(isom|iso\d|mp4\d|avc1|M4V |dash|mmp4)$/.test(brand);
  return isVideo ? { kind: "video", mediaType: "video/mp4" } : undefined;
}

function sniffOther(bytes: Uint8Array, view: DataView): Sniffed | undefined {
  if (ascii(bytes, 0, 4) === "OggS") return { kind: "audio", mediaType: "audio/ogg" };
  if (view.getUint32(0) === 0x1a45dfa3) {
    return ascii(bytes, 0, 64).includes("webm") ? { kind: "video", mediaType: "video/webm" } : undefined;
  }
  // An ID3 tag, or the sync word of MPEG audio, layer III.
  const isMp3 = ascii(bytes, 0, 3) === "ID3" || (view.getUint16(0) & 0xffe6) === 0xffe2;
  return isMp3 ? { kind: "audio", mediaType: "audio/mpeg" } : undefined;
}
