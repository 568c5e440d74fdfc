// ffmpeg, where the operator has it: decodes a sound or video once to its end, which no look at its structure can stand in for,
// and takes pictures from a video. It reads one pipe as the one format we know it is, so that neither playlists nor references
// lead it to another file or to the network; it has no environment, little memory and little time.
import { SchemeError } from "@status-scheme/protocol";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";

export interface Ffmpeg {
  /** `medium`: as it came out of the pipeline. @throws SchemeError `bad-medium` where it cannot be decoded to its end */
  readonly check: (medium: EncodedMedium) => Promise<void>;
  /** Pictures of a video, half a second apart, as an animated WebP. @throws SchemeError `bad-medium` */
  readonly pictures: (video: EncodedMedium) => Promise<Uint8Array>;
  /** Ends what runs. */
  readonly stop: () => Promise<void>;
}

export interface EncodedMedium {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface FfmpegOptions {
  /** The program. */
  readonly path: string;
  /** Seconds a run may take. Default 20. */
  readonly seconds?: number;
}

/** Our media types, as ffmpeg calls the formats. */
const DEMUXERS: Readonly<Record<string, string>> = {
  "audio/ogg": "ogg",
  "audio/mpeg": "mp3",
  "audio/mp4": "mov",
  "audio/wav": "wav",
  "audio/webm": "matroska",
  "video/mp4": "mov",
  "video/webm": "matroska",
};
const STRICT = ["-nostdin", "-v", "error", "-xerror", "-err_detect", "explode", "-protocol_whitelist", "pipe"];
const PICTURES = ["-an", "-vf", "fps=2", "-threads", "1", "-c:v", "libwebp_anim", "-lossless", "1"];
/** KiB of address space: its libraries alone take 384 MiB of it. */
const MEMORY = 1_048_576;
const BOUNDED = 'ulimit -v "$1"; ulimit -t "$2"; shift 2; exec "$@"';
const NICE = 10;
/** Bytes of what it says, for the log. */
const MAX_WORDS = 2_000;
const MAX_PICTURES = 67_108_864;

export function createFfmpeg({ path, seconds = 20 }: FfmpegOptions): Ffmpeg {
  const running = new Set<ChildProcess>();
  let stopped = false;

  const run = async ({ bytes, mediaType }: EncodedMedium, output: readonly string[]): Promise<Buffer> => {
    if (stopped) throw new SchemeError("service-unavailable");
    const input = ["-threads", "1", "-f", DEMUXERS[mediaType]!, "-i", "pipe:0"];
    const limits = [String(MEMORY), String(seconds)];
    const child = spawn("/bin/sh", ["-c", BOUNDED, "sh", ...limits, path, ...STRICT, ...input, ...output], { env: {} });
    running.add(child);
    const ended = once(child, "close") as Promise<[number | null, string | null]>;
    if (child.pid !== undefined) lower(child.pid);
    const timer = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
    const tooMuch = () => child.kill("SIGKILL");
    const written = collect(child.stdout, MAX_PICTURES, tooMuch);
    const said = collect(child.stderr, MAX_WORDS, () => undefined);
    // What it does not read to the end is answered by how it ends.
    child.stdin.on("error", () => undefined);
    child.stdin.end(bytes);
    try {
      const [code, signal] = await ended;
      if (stopped) throw new SchemeError("service-unavailable");
      if (code === 0) return written();
      const cause = `ffmpeg ended: ${signal ?? code}: ${said().toString("utf8")}`;
      throw new SchemeError("bad-medium", { reason: `broken ${mediaType.split("/")[0]}` }, { cause });
    } finally {
      clearTimeout(timer);
      running.delete(child);
    }
  };

  return {
    check: async (medium) => void (await run(medium, ["-f", "null", "-"])),
    pictures: (video) => run(video, [...PICTURES, "-f", "webp", "pipe:1"]),
    stop: async () => {
      stopped = true;
      const ended = [...running].map((child) => once(child, "close"));
      for (const child of running) child.kill("SIGKILL");
      await Promise.all(ended);
    },
  };
}

/** Where it has ended already there is nothing to lower. */
function lower(pid: number): void {
  try {
    setPriority(pid, NICE);
  } catch {
    // it has
  }
}

/** The first `max` bytes that come; `onMore` once there are more. */
function collect(stream: NodeJS.ReadableStream, max: number, onMore: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on("data", (chunk: Buffer) => {
    if (size + chunk.length > max) onMore();
    chunks.push(chunk.subarray(0, max - size));
    size = Math.min(max, size + chunk.length);
  });
  return () => Buffer.concat(chunks);
}
