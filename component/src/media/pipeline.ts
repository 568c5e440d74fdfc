// The media pipeline: bytes as uploaded in, media as served out (draft, "Limits"). What the bytes are decides whether they may
// be the kind they are published as; a bounded queue decides how many are decoded at once, in workers that can be killed.
import type { Limits, MediumKind } from "@status-scheme/protocol";
import { MEDIUM_KINDS, SchemeError } from "@status-scheme/protocol";
import { checkAnimation } from "./animation-limits.ts";
import type { Ffmpeg } from "./ffmpeg.ts";
import type { AvFormat } from "./formats/av-structure.ts";
import { AV_TYPES } from "./formats/av-structure.ts";
import type { Inspected } from "./inspect.ts";
import { inspect } from "./inspect.ts";
import type { MediaPipeline } from "./media.ts";
import { BYTES_LIMIT } from "./media-types.ts";
import { createQueue } from "./queue.ts";
import type { MediaJob } from "./worker.ts";
import { createWorkers } from "./workers.ts";

export interface MediaPipelineOptions {
  readonly limits: Limits;
  /** Kinds that are taken; publishing another is `not-implemented`. Default all. */
  readonly kinds?: readonly MediumKind[];
  /** Media decoded at once, each in a worker process. Default 1. */
  readonly concurrency?: number;
  /** Media that may wait for their turn. Default 64. */
  readonly waiting?: number;
  /** Seconds one medium may take. Default 20. */
  readonly seconds?: number;
  /** What a worker may allocate, in MiB. Default: what the largest medium within the limits takes. */
  readonly memoryMb?: number;
  /** Where there is one, sounds and videos are decoded once, and videos get stills. The pipeline stops it. */
  readonly ffmpeg?: Ffmpeg;
}

export interface WorkingMediaPipeline extends MediaPipeline {
  /** Ends the workers, which start when they are needed. Media at work are refused with `service-unavailable`. */
  stop(): Promise<void>;
}

/** Kinds that are not decoded when they are normalised. */
const UNDECODED: readonly MediumKind[] = ["audio", "video"];

/** What is refused by what the bytes say of themselves, before anything decodes them. */
const CHECKS: Partial<Record<MediumKind, (inspected: Inspected, limits: Limits) => void>> = {
  animation: ({ animation, format }, limits) => {
    if (animation === undefined)
      throw new SchemeError("bad-medium", { reason: `animations of ${format} are not accepted` });
    checkAnimation(animation, limits);
  },
};

const ARTICLES: Readonly<Record<MediumKind, string>> = { image: "an", animation: "an", audio: "an", video: "a" };

/** Seconds a worker waits for another medium before it ends. */
const IDLE_SECONDS = 60;

export function createMediaPipeline(options: MediaPipelineOptions): WorkingMediaPipeline {
  const { limits, kinds = MEDIUM_KINDS, concurrency = 1, waiting = 64, seconds = 20, ffmpeg } = options;
  const memoryMb = options.memoryMb ?? memoryFor(limits);
  const queue = createQueue({ concurrency, waiting });
  const module = new URL("./worker.ts", import.meta.url);
  const workers = createWorkers<MediaJob>({ module, seconds, memoryMb, idleSeconds: IDLE_SECONDS });
  const normalise = async (kind: MediumKind, bytes: Uint8Array, inspected: Inspected) => {
    const medium = await workers.run({ task: "normalise", kind, bytes, inspected, limits });
    if (UNDECODED.includes(kind)) await ffmpeg?.check(medium);
    return medium;
  };
  const hasStill = (kind: MediumKind) => kind === "animation" || (kind === "video" && ffmpeg !== undefined);
  /** The animation itself, or pictures from the video. */
  const framesOf = async (kind: MediumKind, bytes: Uint8Array, { format }: Inspected) =>
    kind === "video" ? ffmpeg!.pictures({ bytes, mediaType: AV_TYPES[format as AvFormat] }) : bytes;

  return {
    normalise: async (kind, bytes) => {
      if (!kinds.includes(kind)) throw new SchemeError("not-implemented", { medium: kind });
      try {
        checkBytes(kind, bytes.byteLength, limits);
        const inspected = inspectAs(kind, bytes);
        CHECKS[kind]?.(inspected, limits);
        return await queue.run(() => normalise(kind, bytes, inspected));
      } catch (error) {
        throw naming(kind, error);
      }
    },
    still: async (kind, bytes) => {
      if (!hasStill(kind)) throw new SchemeError("bad-look", { medium: kind, reason: "no image as its still" });
      try {
        const inspected = inspectAs(kind, bytes);
        return await queue.run(async () => {
          const frames = await framesOf(kind, bytes, inspected);
          return workers.run({ task: "still", kind: "animation", bytes: frames, inspected, limits });
        });
      } catch (error) {
        throw naming(kind, error);
      }
    },
    stop: async () => {
      await Promise.all([workers.stop(), ffmpeg?.stop()]);
    },
  };
}

/** MiB: two copies of the pixels as RGBA, beside what libraries need whatever the image. Twice what was seen (`npm run bench media`). */
function memoryFor(limits: Limits): number {
  const pixels = Math.max(limits["image-pixels"], limits["animation-pixels"]);
  return 256 + Math.ceil((pixels * 8) / 2 ** 20);
}

function checkBytes(kind: MediumKind, actual: number, limits: Limits): void {
  const limit = BYTES_LIMIT[kind];
  const max = limits[limit];
  if (actual > max) throw new SchemeError("limit-exceeded", { limit, max, actual });
}

function inspectAs(kind: MediumKind, bytes: Uint8Array): Inspected {
  const inspected = inspect(bytes);
  if (inspected.kind !== kind) {
    // Never the first frame of an animation: its owner would not learn that the rest is gone.
    throw new SchemeError("bad-medium", {
      reason: `the bytes are ${ARTICLES[inspected.kind]} ${inspected.kind} (${inspected.format})`,
    });
  }
  return inspected;
}

/** Every refusal names the medium; the caller, who knows the look, adds it. */
function naming(medium: MediumKind, error: unknown): unknown {
  if (!(error instanceof SchemeError)) return error;
  return new SchemeError(error.code, { medium, ...error.detail }, { cause: error.cause });
}
