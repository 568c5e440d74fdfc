// The media pipeline as an operator has it who also has ffmpeg: then nothing is taken that ffmpeg cannot decode.
import { createFfmpeg, createMediaPipeline, findFfmpeg, silentLog } from "@status-scheme/component";
import type { WorkingMediaPipeline } from "@status-scheme/component";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";

export async function openPipeline(bounds: { concurrency: number; seconds: number }): Promise<WorkingMediaPipeline> {
  const path = await findFfmpeg("auto", silentLog);
  return createMediaPipeline({ ...bounds, limits: DEFAULT_LIMITS, ...(path && { ffmpeg: createFfmpeg({ path }) }) });
}
