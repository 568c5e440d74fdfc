// WAV: a tone of 8 bits at 8 kHz.
import { ascii, join } from "./png.ts";

const RATE = 8000;

export function wav(ms: number): Uint8Array {
  const samples = Uint8Array.from(
    { length: (RATE * ms) / 1000 },
    (_, at) => 128 + 60 * Math.sin((at * 440 * 6.283) / RATE),
  );
  const format = join([le32(16), le16(1, 1), le32(RATE, RATE), le16(1, 8)]);
  const body = join([ascii("WAVEfmt "), format, ascii("data"), le32(samples.length), samples]);
  return join([ascii("RIFF"), le32(body.length), body]);
}

function le32(...values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 4));
  values.forEach((value, index) => bytes.setUint32(index * 4, value, true));
  return new Uint8Array(bytes.buffer);
}

function le16(...values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 2));
  values.forEach((value, index) => bytes.setUint16(index * 2, value, true));
  return new Uint8Array(bytes.buffer);
}
