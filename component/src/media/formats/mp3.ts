// MP3 (ISO/IEC 11172-3 and 13818-3, layer III): frames, one right behind the other. Before them ID3v2 tags may stand, behind
// them ID3v1, APEv2 and Lyrics3 tags or zeros. What the first frame says of the whole (Xing, Info) is not believed: frames count.
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

const KBITS_1 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const KBITS_2 = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
/** By the two bits of the version: 2.5, reserved, 2, 1. */
const SAMPLE_RATES = [[11_025, 12_000, 8_000], undefined, [22_050, 24_000, 16_000], [44_100, 48_000, 32_000]];
const VERSION_1 = 3;
const LAYER_III = 1;

interface Frame {
  readonly bytes: number;
  /** Version, sample rate, mono or not: what cannot change within a stream. */
  readonly stream: string;
}

export const readMp3: StructureReader = (bytes) => {
  const start = skipId3v2(bytes);
  const first = frameAt(bytes, start);
  // Two bytes that could begin a frame begin other things as well; two frames in a row do not.
  const second = first && frameAt(bytes, start + first.bytes);
  if (first === undefined || second?.stream !== first.stream) return undefined;
  let at = start;
  for (let frame: Frame | undefined = first; frame?.stream === first.stream; frame = frameAt(bytes, at)) {
    at += frame.bytes;
  }
  if (at > bytes.length) throw new RangeError("a frame beyond the end");
  // To look for the next frame behind a gap would shorten what was meant, and nobody would be told.
  if (!isTagOrPadding(bytes.subarray(at))) throw new MalformedStructure("something that is no frame");
  return { kind: "audio", format: "mp3", start, end: at };
};

function skipId3v2(bytes: Buffer): number {
  let at = 0;
  while (bytes.toString("latin1", at, at + 3) === "ID3") {
    const footer = bytes.readUInt8(at + 5) & 0x10 ? 10 : 0;
    // ID3v2.4, 6.2: seven bits a byte.
    const size = [6, 7, 8, 9].reduce((sum, i) => sum * 128 + (bytes.readUInt8(at + i) & 0x7f), 0);
    at += 10 + size + footer;
  }
  return at;
}

function frameAt(bytes: Buffer, at: number): Frame | undefined {
  if (at + 4 > bytes.length) return undefined;
  const header = bytes.readUInt32BE(at);
  const version = (header >>> 19) & 3;
  const rate = SAMPLE_RATES[version]?.[(header >>> 10) & 3];
  const kbits = (version === VERSION_1 ? KBITS_1 : KBITS_2)[((header >>> 12) & 15) - 1];
  const isFrame = header >>> 21 === 0x7ff && ((header >>> 17) & 3) === LAYER_III;
  if (!isFrame || rate === undefined || kbits === undefined) return undefined;
  const padding = (header >>> 9) & 1;
  const isMono = ((header >>> 6) & 3) === 3;
  return {
    bytes: Math.floor(((version === VERSION_1 ? 144_000 : 72_000) * kbits) / rate) + padding,
    stream: `${version} ${rate} ${isMono}`,
  };
}

function isTagOrPadding(rest: Buffer): boolean {
  return /^(?:TAG|APETAGEX|LYRICSBEGIN)/.test(rest.toString("latin1", 0, 11)) || rest.every((byte) => byte === 0);
}
