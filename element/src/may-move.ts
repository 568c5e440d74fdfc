// Whether a still may move by itself: formats that can hold an animation say so near their beginning. Services make real
// stills; an owner's own client may say of anything that it is one.
const word = (bytes: Uint8Array, at: number, length = 4) => String.fromCharCode(...bytes.subarray(at, at + length));

export function mayMove(bytes: Uint8Array): boolean {
  if (word(bytes, 0, 3) === "GIF") return true;
  // RFC 9649 2.7: the flag of animation.
  if (word(bytes, 8) === "WEBP") return word(bytes, 12) === "VP8X" && (bytes[20]! & 0x02) !== 0;
  // AVIF: its brands do not say for certain whether it is a sequence.
  if (word(bytes, 4) === "ftyp") return true;
  return word(bytes, 1, 3) === "PNG" && hasAnimationControl(bytes);
}

/** APNG: `acTL` stands before the image data. */
function hasAnimationControl(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const chunk = word(bytes, at + 4);
    if (chunk === "acTL") return true;
    if (chunk === "IDAT") return false;
  }
  return false;
}
