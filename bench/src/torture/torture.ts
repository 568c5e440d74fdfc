// Mutated files through the media pipeline as the service runs it: each is refused as the table of errors says or becomes a
// medium that others can read, in time, and nothing is left of it in memory.
import type { WorkingMediaPipeline } from "@status-scheme/component";
import { DEFAULT_LIMITS, SchemeError } from "@status-scheme/protocol";
import { residentMb } from "../measure.ts";
import type { Outcome, TortureFormat } from "./format.ts";
import { mutate } from "./mutate.ts";
import type { Below } from "./random.ts";
import { random } from "./random.ts";

export interface TortureOptions {
  readonly formats: readonly TortureFormat[];
  /** Mutants over all formats. */
  readonly count: number;
  readonly seed: number;
  /** After so long no more is begun. */
  readonly seconds: number;
  /** Ended at the end. */
  readonly pipeline: Pick<WorkingMediaPipeline, "normalise" | "stop">;
  readonly log: (line: string) => void;
}

export interface Tally {
  readonly name: string;
  mutants: number;
  accepted: number;
  refused: number;
  /** The longest one, milliseconds. */
  longest: number;
}
export interface Fault {
  /** `crash`: a worker died, or a defect; `hang`: a worker was killed; `lie`: what came out is not what it should be. */
  readonly what: "crash" | "hang" | "lie";
  readonly format: string;
  readonly original: string;
  /** Which mutant of the seed. */
  readonly mutant: number;
  readonly message: string;
}
export interface TortureReport {
  readonly tallies: readonly Tally[];
  readonly faults: readonly Fault[];
  /** MB of this process, when it had warmed up and at the end. */
  readonly memory: { readonly before: number; readonly after: number };
  readonly seconds: number;
}

/** Mutants under way. */
const AT_ONCE = 4;
/** Share of the mutants after which memory is what it should stay. */
const WARM = 0.2;

export async function torture(options: TortureOptions): Promise<TortureReport> {
  const { formats, count, seed, seconds, pipeline, log } = options;
  const tallies = formats.map(({ name }): Tally => ({ name, mutants: 0, accepted: 0, refused: 0, longest: 0 }));
  const faults: Fault[] = [];
  const everything = formats.flatMap(({ originals }) => [...originals.values()]);
  const started = performance.now();
  const isLate = () => performance.now() - started > seconds * 1000;
  let next = 0;
  let before = 0;

  const one = async (mutant: number) => {
    const index = mutant % formats.length;
    const format = formats[index]!;
    const tally = tallies[index]!;
    // A seed of its own: the order in which they are done does not change them.
    const below = random(seed + mutant);
    const [original, bytes] = pick([...format.originals], below);
    const fault = (what: Fault["what"], message: string) =>
      faults.push({ what, format: format.name, original, mutant, message });
    const mutated = mutate(bytes, pick(everything, below), below);
    const begun = performance.now();
    const result = await pipeline
      .normalise(format.kind, format.mend?.(mutated) ?? mutated)
      .catch((error: unknown) => error);
    tally.mutants += 1;
    tally.longest = Math.max(tally.longest, performance.now() - begun);
    if (isOutcome(result)) {
      tally.accepted += 1;
      const complaint = beyondLimits(format, result) ?? (await format.complaint?.(result));
      if (complaint !== undefined) fault("lie", complaint);
    } else {
      tally.refused += 1;
      judge(result, fault);
    }
  };
  const lane = async () => {
    while (next < count && !isLate()) {
      const mutant = next++;
      if (mutant === Math.floor(count * WARM)) before = settledMb();
      if (mutant > 0 && mutant % 500 === 0) log(`${mutant} of ${count}, ${faults.length} faults`);
      await one(mutant);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
  } finally {
    await pipeline.stop();
  }
  const after = settledMb();
  return { tallies, faults, memory: { before: before || after, after }, seconds: (performance.now() - started) / 1000 };
}

function pick<T>(from: readonly T[], below: Below): T {
  return from[below(from.length)]!;
}

function isOutcome(result: unknown): result is Outcome {
  return typeof result === "object" && result !== null && "bytes" in result;
}

/** Refusals there may be, and those that say that a worker died or was killed. */
function judge(error: unknown, fault: (what: "crash" | "hang", message: string) => void): void {
  if (!(error instanceof SchemeError)) return void fault("crash", String(error));
  const { reason = "" } = error.detail;
  if (reason === "cannot be decoded") fault("crash", String(error.cause));
  else if (reason === "takes too long to decode") fault("hang", String(error.cause));
  else if (error.code !== "bad-medium" && error.code !== "limit-exceeded") fault("crash", error.message);
}

function beyondLimits(
  { kind }: TortureFormat,
  { bytes, width = 0, height = 0, length = 0 }: Outcome,
): string | undefined {
  const actual = {
    bytes: [bytes.length, DEFAULT_LIMITS[`${kind}-bytes`]],
    side: [Math.max(width, height), kind === "audio" ? 0 : DEFAULT_LIMITS[`${kind}-side`]],
    length: [length, kind === "image" ? 0 : DEFAULT_LIMITS[`${kind}-length`]],
  } as const;
  const beyond = Object.entries(actual).find(([, [value, max]]) => value > max);
  return beyond && `${beyond[0]} ${beyond[1].join(" > ")}`;
}

/** MB of this process without its garbage, where node runs with --expose-gc. */
function settledMb(): number {
  globalThis.gc?.();
  return residentMb(process.pid);
}
