// The frames of an APNG (W3C PNG, 11.3.6): libvips reads the first only. Each frame is a PNG when it is put under the header of
// the whole, so it is decoded as any PNG is, colour profile and all; then drawn where and how its fcTL says.
import { crc32 } from "node:zlib";
import { createCanvas } from "./canvas.ts";
import type { AnimationFacts } from "./formats/structure.ts";
import { MalformedStructure } from "./formats/structure.ts";
import { pngChunks } from "./formats/png.ts";
import { open, openRaw } from "./sharp.ts";

/** All frames, one below the other: RGBA. */
export interface Strip {
  readonly pixels: Buffer;
  /** Of one frame. */
  readonly width: number;
  readonly height: number;
}

interface Frame {
  readonly png: Buffer;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly dispose: number;
  readonly blend: number;
}

/** Each frame as shown, no larger than `side`. @throws Error where a frame is broken or not on the canvas */
export async function apngStrip(
  bytes: Uint8Array,
  { width, height, delays }: AnimationFacts,
  side: number,
): Promise<Strip> {
  const scale = Math.min(1, side / Math.max(width, height));
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
  const pixels = Buffer.alloc(size.width * size.height * 4 * delays.length);
  const canvas = createCanvas(width, height);
  let at = 0;
  for (const { png, ...frame } of framesOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) {
    if (frame.x + frame.width > width || frame.y + frame.height > height)
      throw new MalformedStructure("off the canvas");
    const drawn = await open(png, { limitInputPixels: width * height })
      .toColourspace("srgb")
      .ensureAlpha()
      .raw()
      .toBuffer();
    const shown = canvas.draw({ ...frame, pixels: drawn });
    at += (scale < 1 ? await resized(shown, { width, height }, size) : shown).copy(pixels, at);
  }
  return { pixels, ...size };
}

function resized(pixels: Buffer, from: { width: number; height: number }, to: typeof from): Promise<Buffer> {
  return openRaw(pixels, { ...from, channels: 4 })
    .resize({ ...to, fit: "fill" })
    .raw()
    .toBuffer();
}

/** Chunks that say what the pixels' values mean. */
const COLOUR = new Set(["PLTE", "tRNS", "iCCP", "sRGB", "gAMA", "cHRM", "sBIT"]);

/** The frames in order, each made when it is asked for. */
function* framesOf(bytes: Buffer): Generator<Frame> {
  let header: Buffer = Buffer.alloc(0);
  const colour: Buffer[] = [];
  let control: Buffer | undefined;
  let data: Buffer[] = [];
  let sequence = 0;
  const inOrder = (chunk: Buffer) => {
    if (chunk.readUInt32BE(0) !== sequence++) throw new MalformedStructure("frames out of order");
  };
  for (const chunk of pngChunks(bytes)) {
    switch (chunk.type) {
      case "IHDR":
        header = chunk.data;
        break;
      case "fcTL":
        if (control) yield frameOf(control, data, header, colour);
        inOrder(chunk.data);
        control = chunk.data;
        data = [];
        break;
      case "IDAT":
        // Before the first fcTL: a picture for those who cannot show animations, and no frame.
        if (control) data.push(chunk.data);
        break;
      case "fdAT":
        inOrder(chunk.data);
        data.push(chunk.data.subarray(4));
        break;
      default:
        if (COLOUR.has(chunk.type)) colour.push(encodeChunk(chunk.type, chunk.data));
    }
  }
  if (control) yield frameOf(control, data, header, colour);
}

function frameOf(control: Buffer, data: readonly Buffer[], header: Buffer, colour: readonly Buffer[]): Frame {
  const [width, height, x, y] = [4, 8, 12, 16].map((at) => control.readUInt32BE(at)) as [
    number,
    number,
    number,
    number,
  ];
  // The size is the frame's; depth, colour type and interlacing are the whole's.
  const ihdr = Buffer.concat([control.subarray(4, 12), header.subarray(8)]);
  const png = Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    encodeChunk("IHDR", ihdr),
    ...colour,
    encodeChunk("IDAT", Buffer.concat(data)),
    encodeChunk("IEND", Buffer.alloc(0)),
  ]);
  return { png, width, height, x, y, dispose: control.readUInt8(24), blend: control.readUInt8(25) };
}

function encodeChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, "latin1");
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return chunk;
}
