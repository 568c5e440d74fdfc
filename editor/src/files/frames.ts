// How many frames an animation has and how long they are shown together, counted in its structure without decoding any:
// APNG (the PNG specification, third edition, 11.3.2), WebP (RFC 9649, 2.7.1.1) and GIF89a.

export interface Frames {
  readonly frames: number;
  /** Milliseconds. */
  readonly length: number;
}

/** Undefined where it is a still. */
export function readApng(bytes: Uint8Array, view: DataView): Frames | undefined {
  let frames = 0;
  let length = 0;
  let isMoving = false;
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = ascii(bytes, at + 4, 4);
    if (type === "acTL") isMoving = true;
    else if (type === "IDAT" && !isMoving) return undefined;
    else if (type === "fcTL") {
      frames += 1;
      // The delay is a fraction; a denominator of 0 means hundredths.
      length += shown((1_000 * view.getUint16(at + 28)) / (view.getUint16(at + 30) || 100));
    }
  }
  return isMoving && frames > 1 ? { frames, length: Math.round(length) } : undefined;
}

export function readWebpFrames(bytes: Uint8Array, view: DataView): Frames {
  let frames = 0;
  let length = 0;
  // Chunks are padded to even sizes.
  for (let at = 12; at + 8 <= bytes.length; at += 8 + 2 * Math.ceil(view.getUint32(at + 4, true) / 2)) {
    if (ascii(bytes, at, 4) !== "ANMF" || at + 23 > bytes.length) continue;
    frames += 1;
    length += shown(view.getUint16(at + 20, true) | (view.getUint8(at + 22) << 16));
  }
  return { frames, length };
}

/** Browsers show a frame of a hundredth of a second or less for a tenth, and so do services count it. */
const shown = (delayMs: number) => (delayMs <= 10 ? 100 : delayMs);

export function readGif(bytes: Uint8Array): Frames {
  let frames = 0;
  let length = 0;
  let delay = 0;
  const tableSize = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  const afterBlocks = (from: number) => {
    let at = from;
    while (at < bytes.length && bytes[at] !== 0) at += 1 + bytes[at]!;
    return at + 1;
  };
  for (let at = 13 + tableSize(bytes[10]!); at < bytes.length;) {
    if (bytes[at] === 0x2c) {
      frames += 1;
      length += shown(10 * delay);
      delay = 0;
      at = afterBlocks(at + 11 + tableSize(bytes[at + 9]!));
    } else if (bytes[at] === 0x21) {
      if (bytes[at + 1] === 0xf9) delay = bytes[at + 4]! | (bytes[at + 5]! << 8);
      at = afterBlocks(at + 2);
    } else break;
  }
  return { frames, length };
}

export function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
