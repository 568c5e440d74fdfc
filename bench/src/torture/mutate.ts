// What happens to files on purpose: bits, sizes in headers, parts twice, parts missing, parts of other files.
import type { Below } from "./random.ts";

const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0xffffffff];

export function mutate(bytes: Uint8Array, other: Uint8Array, below: Below): Buffer {
  const copy = Buffer.from(bytes);
  const at = below(copy.length);
  switch (below(9)) {
    case 0: // a number near the header, where sizes are
      return withNumber(copy, below(Math.min(64, copy.length)), below);
    case 1: // a number anywhere
      return withNumber(copy, at, below);
    case 2:
      return copy.subarray(0, at);
    case 3: // something twice
      return Buffer.concat([copy.subarray(0, at), copy.subarray(below(at + 1))]);
    case 4: // something missing
      return Buffer.concat([copy.subarray(0, below(at + 1)), copy.subarray(at)]);
    case 5: // the middle of another file
      return Buffer.concat([copy.subarray(0, at), other.subarray(below(other.length))]);
    default: // bits
      for (let count = below(8); count >= 0; count--) copy[below(copy.length)]! ^= 1 << below(8);
      return copy;
  }
}

function withNumber(bytes: Buffer, at: number, below: Below): Buffer {
  const number = Buffer.alloc(4);
  const value = NUMBERS[below(NUMBERS.length)]!;
  if (below(2) === 0) number.writeUInt32BE(value);
  else number.writeUInt32LE(value);
  number.copy(bytes, at, below(3));
  return bytes;
}
