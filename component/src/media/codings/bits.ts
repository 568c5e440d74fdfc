// Bits, most significant first, as the headers of video codings are written. Reading past the end is a RangeError.
export interface Bits {
  /** An unsigned number of so many bits, at most 32. */
  readonly read: (count: number) => number;
  readonly flag: () => boolean;
  readonly skip: (count: number) => void;
  /** Exponential Golomb codes (ITU-T H.264, 9.1), unsigned; AV1 has the same as uvlc. */
  readonly golomb: () => number;
}

export function bitsOf(bytes: Uint8Array): Bits {
  let at = 0;
  const read = (count: number) => {
    if (at + count > bytes.length * 8) throw new RangeError("a header cut short");
    let value = 0;
    for (let i = 0; i < count; i++, at++) value = value * 2 + ((bytes[at >> 3]! >> (7 - (at & 7))) & 1);
    return value;
  };
  const flag = () => read(1) === 1;
  return {
    read,
    flag,
    skip: (count) => void read(count),
    golomb: () => {
      let zeros = 0;
      while (!flag()) zeros += 1;
      if (zeros > 31) throw new RangeError("a number too large");
      return 2 ** zeros - 1 + read(zeros);
    },
  };
}
