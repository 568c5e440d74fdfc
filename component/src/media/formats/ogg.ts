// Ogg (RFC 3533) with one stream of Opus (RFC 7845): pages, each with its checksum, in sequence, up to the last one.
import { oggChecksum } from "./ogg-checksum.ts";
import type { StructureReader } from "./structure.ts";
import { MalformedStructure } from "./structure.ts";

const PAGE = Buffer.from("OggS\0");
const HEADER_BYTES = 27;
const FIRST = 0x02;
const LAST = 0x04;

export const readOgg: StructureReader = (bytes) => {
  if (!bytes.subarray(0, PAGE.length).equals(PAGE)) return undefined;
  const serial = bytes.readUInt32LE(14);
  let at = 0;
  let isLast = false;
  for (let number = 0; at === 0 || bytes.subarray(at, at + PAGE.length).equals(PAGE); number++) {
    const flags = bytes.readUInt8(at + 5);
    // Also a stream behind the end of another, as in a recorded broadcast: a player may play either or both.
    const isFirst = (flags & FIRST) !== 0;
    if (isLast || bytes.readUInt32LE(at + 14) !== serial || isFirst !== (number === 0)) {
      throw new MalformedStructure("more than one stream");
    }
    if (bytes.readUInt32LE(at + 18) !== number) throw new MalformedStructure("a page is missing");
    const end = endOfPage(bytes, at);
    if (end > bytes.length) throw new RangeError("a page beyond the end");
    if (oggChecksum(bytes.subarray(at, end)) !== bytes.readUInt32LE(at + 22)) {
      throw new MalformedStructure("a page's checksum is wrong");
    }
    if (number === 0) checkOpus(bytes.subarray(at + HEADER_BYTES + bytes.readUInt8(at + 26), end));
    isLast = (flags & LAST) !== 0;
    at = end;
  }
  // Recorders that are stopped mark no page as the last: then nothing may follow, for it might be what is missing.
  if (!isLast && at < bytes.length) throw new MalformedStructure("no page where one must be");
  return { kind: "audio", format: "ogg", end: at };
};

function endOfPage(bytes: Buffer, at: number): number {
  const segments = bytes.readUInt8(at + 26);
  let end = at + HEADER_BYTES + segments;
  for (let i = 0; i < segments; i++) end += bytes.readUInt8(at + HEADER_BYTES + i);
  return end;
}

/** RFC 7845, 5.1. */
function checkOpus(head: Buffer): void {
  if (head.toString("latin1", 0, 8) !== "OpusHead") throw new MalformedStructure("not Opus");
  if (head.readUInt8(8) >> 4 !== 0) throw new MalformedStructure("a version of Opus to come");
  const channels = head.readUInt8(9);
  if (channels < 1 || channels > 2 || head.readUInt8(18) !== 0) throw new MalformedStructure("more than stereo");
}
