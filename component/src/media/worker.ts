// A media worker's process (workers.ts): decodes what it is sent, answers, and ends with the service.
import type { Limits, MediumKind } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import { setPriority } from "node:os";
import type { Inspected } from "./inspect.ts";
import type { NormalisedMedium } from "./media.ts";
import { normaliseAnimation } from "./normalise-animation.ts";
import { normaliseAv } from "./normalise-av.ts";
import { normaliseImage } from "./normalise-image.ts";
import { stillOfAnimation } from "./still.ts";
import type { WorkerAnswer } from "./workers.ts";
import { READY } from "./workers.ts";

/** `normalise` what was uploaded, or make the `still` of what came out of that. */
export interface MediaJob {
  readonly task: "normalise" | "still";
  readonly kind: MediumKind;
  readonly bytes: Uint8Array;
  readonly inspected: Inspected;
  readonly limits: Limits;
}

type Work = (bytes: Uint8Array, limits: Limits, inspected: Inspected) => Promise<NormalisedMedium>;

/** A kind of medium is an entry here; whether the pipeline takes it, and makes stills of it, stands in pipeline.ts. */
const WORK: Record<MediaJob["task"], Partial<Record<MediumKind, Work>>> = {
  normalise: { image: normaliseImage, animation: normaliseAnimation, audio: normaliseAv, video: normaliseAv },
  still: { animation: stillOfAnimation },
};

/** Niceness: questions that wait for an answer come before pictures. */
const NICE = 10;

async function answer({ task, kind, bytes, limits, inspected }: MediaJob): Promise<WorkerAnswer> {
  try {
    const work = WORK[task][kind];
    return work ? { medium: await work(bytes, limits, inspected) } : { defect: `nothing to ${task} ${kind} with` };
  } catch (error) {
    if (!(error instanceof SchemeError)) return { defect: String(error) };
    return { refusal: { code: error.code, detail: error.detail, cause: String(error.cause ?? "") } };
  }
}

setPriority(NICE);
process.on("disconnect", () => process.exit());
process.on("message", (job: MediaJob) => {
  void answer(job).then((message) => process.send?.(message));
});
process.send?.(READY);
