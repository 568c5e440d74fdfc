// WAV (RIFF, Microsoft and IBM 1991; WAVEFORMATEX): chunks, of which `fmt ` and `data` count. Uncompressed samples alone.
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

const CHUNK_HEADER = 8;
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;

export const readWav: StructureReader = (bytes) => {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WAVE") return undefined;
  const end = CHUNK_HEADER + bytes.readUInt32LE(4);
  if (end > bytes.length) throw new RangeError("a file beyond its end");
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + CHUNK_HEADER <= end;) {
    const type = bytes.toString("latin1", at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    const body = at + CHUNK_HEADER;
    if (body + size > end) throw new MalformedStructure("a chunk larger than the file");
    if (chunks.has(type) && (type === "fmt " || type === "data"))
      throw new MalformedStructure(`a second ${type} chunk`);
    chunks.set(type, bytes.subarray(body, body + size));
    at = body + size + (size % 2);
  }
  const format = chunks.get("fmt ");
  const data = chunks.get("data");
  if (format === undefined || data === undefined) throw new MalformedStructure("no samples in it");
  const frame = checkFormat(format);
  if (data.length === 0 || data.length % frame !== 0) throw new MalformedStructure("not a whole number of samples");
  return { kind: "audio", format: "wav", end };
};

/** Bytes of one sample of all channels. */
function checkFormat(format: Buffer): number {
  const tag = format.readUInt16LE(0);
  const channels = format.readUInt16LE(2);
  const rate = format.readUInt32LE(4);
  const frame = format.readUInt16LE(12);
  const bits = format.readUInt16LE(14);
  const coding = tag === EXTENSIBLE ? format.readUInt16LE(24) : tag;
  const isPlain = (coding === PCM && [8, 16, 24, 32].includes(bits)) || (coding === FLOAT && bits === 32);
  if (!isPlain) throw new MalformedStructure("samples of another coding than PCM");
  if (channels < 1 || channels > 2) throw new MalformedStructure("more than stereo");
  if (rate < 8_000 || rate > 96_000) throw new MalformedStructure("a sample rate nobody plays");
  if (frame !== (channels * bits) / 8) throw new MalformedStructure("samples of another size than said");
  return frame;
}
