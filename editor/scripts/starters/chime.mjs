// A short, soft sound as WAV (RIFF, PCM of 16 bits, one channel), made of notes.
const RATE = 16_000;

/** `notes`: { hertz, at, seconds }, one over the other. A note swells at once and dies away. */
export function chime(notes, seconds) {
  const samples = new Float64Array(Math.round(seconds * RATE));
  for (const { hertz, at, seconds: length } of notes) {
    const from = Math.round(at * RATE);
    const count = Math.min(Math.round(length * RATE), samples.length - from);
    for (let i = 0; i < count; i++) {
      const time = i / RATE;
      const loudness = Math.min(1, time / 0.008) * Math.exp(-5 * (time / length)) * Math.min(1, (count - i) / 400);
      const angle = 2 * Math.PI * hertz * time;
      samples[from + i] += 0.22 * loudness * (Math.sin(angle) + 0.22 * Math.sin(2 * angle) + 0.1 * Math.sin(3 * angle));
    }
  }
  return wav(samples);
}

function wav(samples) {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write("RIFF", 0, "latin1");
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write("WAVEfmt ", 8, "latin1");
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(RATE * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36, "latin1");
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, at) => bytes.writeInt16LE(Math.round(sample * 32_767), 44 + at * 2));
  return bytes;
}
