// A media worker's process (workers.ts): decodes what it is sent, answers, and ends with the service.
import type { Limits, MediumKind } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import { setPriority } from "node:os";
import type { NormalisedMedium } from "./media.ts";
import { normaliseImage } from "./normalise-image.ts";
import type { WorkerAnswer } from "./workers.ts";

export interface MediaJob {
  readonly kind: MediumKind;
  readonly bytes: Uint8Array;
  readonly limits: Limits;
}

const NORMALISERS: Partial<Record<MediumKind, (bytes: Uint8Array, limits: Limits) => Promise<NormalisedMedium>>> = {
  image: normaliseImage,
};

/** Niceness: questions that wait for an answer come before pictures. */
const NICE = 10;

async function answer({ kind, bytes, limits }: MediaJob): Promise<WorkerAnswer> {
  try {
    const normalise = NORMALISERS[kind];
    return normalise ? { medium: await normalise(bytes, limits) } : { defect: `no normaliser for ${kind}` };
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
