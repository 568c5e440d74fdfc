// The media pipeline: bytes as uploaded in, media as served out (draft, "Limits"). One normaliser a kind; what the bytes are
// decides whether they may be that kind, and a bounded queue how many are decoded at once.
import type { Limits, MediumKind } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { Inspected } from "./inspect.ts";
import { inspect } from "./inspect.ts";
import type { MediaPipeline, NormalisedMedium } from "./media.ts";
import { BYTES_LIMIT } from "./media-types.ts";
import { createQueue } from "./queue.ts";
import type { MediaJob } from "./worker.ts";
import { createWorkers } from "./workers.ts";

/** Turns bytes of one kind, already inspected and within their limit, into a clean medium. */
type Normaliser = (bytes: Uint8Array, inspected: Inspected) => Promise<NormalisedMedium>;

export interface MediaPipelineOptions {
  readonly limits: Limits;
  /** Media decoded at once, each in a worker process. Default 1. */
  readonly concurrency?: number;
  /** Media that may wait for their turn. Default 64. */
  readonly waiting?: number;
  /** Seconds one medium may take. Default 10. */
  readonly seconds?: number;
}

export interface WorkingMediaPipeline extends MediaPipeline {
  /** Ends the workers, which start when they are needed. Media at work are refused with `service-unavailable`. */
  stop(): Promise<void>;
}

/** Seconds a worker waits for another medium before it ends. */
const IDLE_SECONDS = 60;

export function createMediaPipeline(options: MediaPipelineOptions): WorkingMediaPipeline {
  const { limits, concurrency = 1, waiting = 64, seconds = 10 } = options;
  const queue = createQueue({ concurrency, waiting });
  const module = new URL("./worker.ts", import.meta.url);
  const workers = createWorkers<MediaJob>({ module, seconds, idleSeconds: IDLE_SECONDS });
  const normalisers = new Map<MediumKind, Normaliser>([
    ["image", (bytes) => workers.run({ kind: "image", bytes, limits })],
  ]);
  return {
    kinds: [...normalisers.keys()],
    normalise: async (kind, bytes) => {
      const normaliser = normalisers.get(kind);
      if (normaliser === undefined) throw new SchemeError("not-implemented", { medium: kind });
      try {
        checkBytes(kind, bytes.byteLength, limits);
        const inspected = inspectAs(kind, bytes);
        return await queue.run(() => normaliser(bytes, inspected));
      } catch (error) {
        throw naming(kind, error);
      }
    },
    stop: () => workers.stop(),
  };
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
    throw new SchemeError("bad-medium", { reason: `the bytes are an ${inspected.kind} (${inspected.format})` });
  }
  return inspected;
}

/** Every refusal names the medium; the caller, who knows the look, adds it. */
function naming(medium: MediumKind, error: unknown): unknown {
  if (!(error instanceof SchemeError)) return error;
  return new SchemeError(error.code, { medium, ...error.detail }, { cause: error.cause });
}
