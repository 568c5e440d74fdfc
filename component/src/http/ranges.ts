// Range requests (RFC 9110, 14), one range or several.
import { randomBytes } from "node:crypto";
import parseRange from "range-parser";

/** Byte positions, both inclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** More parts than this are no reader's need: the whole is sent instead, as 14.2 allows. */
const MAX_PARTS = 8;

/** The ranges to send, "unsatisfiable", or undefined for the whole: no range, one that makes no sense, or too many. */
export function selectRanges(header: string | undefined, size: number): readonly Range[] | "unsatisfiable" | undefined {
  if (header === undefined || !header.startsWith("bytes=")) return undefined;
  const ranges = parseRange(size, clampSuffixes(header, size), { combine: true });
  if (ranges === -1) return "unsatisfiable";
  if (ranges === -2 || ranges.length > MAX_PARTS) return undefined;
  return ranges;
}

/** 14.1.2: a suffix longer than the whole is the whole. range-parser takes it for unsatisfiable. */
function clampSuffixes(header: string, size: number): string {
  return header.replace(/(?<=[=,]\s*)-(\d+)/g, (_suffix, length: string) => `-${Math.min(Number(length), size)}`);
}

export function contentRange({ start, end }: Range, size: number): string {
  return `bytes ${start}-${end}/${size}`;
}

export interface Multipart {
  readonly contentType: string;
  readonly contentLength: number;
  /** The body; `open` gives the bytes of a range. */
  readonly body: (
    open: (range: Range) => Promise<Uint8Array | AsyncIterable<Uint8Array>>,
  ) => AsyncGenerator<Uint8Array>;
}

/** Several ranges in one answer (14.6, `multipart/byteranges`). */
export function multipart(ranges: readonly Range[], mediaType: string, size: number): Multipart {
  const boundary = randomBytes(18).toString("base64url");
  const heads = ranges.map((range) =>
    Buffer.from(
      `\r\n--${boundary}\r\nContent-Type: ${mediaType}\r\nContent-Range: ${contentRange(range, size)}\r\n\r\n`,
    ),
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const bytes = ranges.reduce((sum, { start, end }, i) => sum + heads[i]!.length + end - start + 1, tail.length);
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    contentLength: bytes,
    body: async function* (open) {
      for (const [i, range] of ranges.entries()) {
        yield heads[i]!;
        const part = await open(range);
        if (part instanceof Uint8Array) yield part;
        else yield* part;
      }
      yield tail;
    },
  };
}
