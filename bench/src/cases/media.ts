// Stills and animations through the media pipeline against sharp called bare, what a job takes of memory at the most, and what
// those who ask notice while a worker has the heaviest animation there may be.
import { createMediaPipeline } from "@status-scheme/component";
import { DEFAULT_LIMITS, encodeCheckRequest } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { PictureName } from "../bare-sharp.ts";
import type { BareSharp } from "../decoding.ts";
import { startBareSharp, workersPeakMb } from "../decoding.ts";
import { load, median, percentile } from "../measure.ts";
import type { BenchCase, Row } from "../report.ts";
import { publishText } from "../schemes.ts";
import { publishPictures } from "../upload.ts";
import { openWire } from "../wire.ts";

const WINDOW = 8;
const PICTURES: readonly PictureName[] = ["photo", "animation", "largest still", "largest animation"];
const MEASURED = ["photo", "animation"] as const;
const SECONDS = 120;

export const mediaCase: BenchCase = async ({ runs, quick, log }) => {
  const sharp = startBareSharp();
  try {
    const pictures = new Map<PictureName, Uint8Array>();
    for (const picture of PICTURES) pictures.set(picture, await sharp.make(picture));
    const of = (picture: PictureName) => pictures.get(picture)!;

    const peaks: Row[] = [];
    for (const picture of PICTURES) peaks.push(await peakOf(picture, of(picture)));
    const rates = { photo: rateList(), animation: rateList() };
    for (let run = 1; run <= runs; run += 1) {
      log(`media: run ${run} of ${runs}`);
      for (const picture of MEASURED) {
        const count = { photo: quick ? 10 : 100, animation: quick ? 2 : 20 }[picture];
        rates[picture].push(await rateOf(sharp, picture, of(picture), count));
      }
    }
    const asked = await asking(of("largest animation"), { runs, count: quick ? 200 : 3_000, log });

    const ratio = (picture: (typeof MEASURED)[number]) =>
      median(rates[picture].map(({ pipeline, bare }) => pipeline / bare));
    const ratios = asked.idle.map((idle, run) => asked.chewing[run]! / idle);
    return {
      name: "media",
      about: "stills and animations, one at a time; checks in a window of 8 while the heaviest animation is decoded",
      rows: [
        ...MEASURED.map((picture) => ({
          what: picture,
          figures: {
            "KB in": of(picture).length / 1000,
            "per s": median(rates[picture].map(({ pipeline }) => pipeline)),
            "bare per s": median(rates[picture].map(({ bare }) => bare)),
          },
        })),
        ...peaks,
        { what: "check, idle", figures: { "p99 ms": median(asked.idle) } },
        { what: "check, while decoding", figures: { "p99 ms": median(asked.chewing), publishes: asked.publishes } },
      ],
      bars: [
        { what: "stills, pipeline / sharp bare", value: ratio("photo"), bound: 0.9, must: "atLeast", unit: "×" },
        {
          what: "animations, pipeline / sharp bare",
          value: ratio("animation"),
          bound: 0.9,
          must: "atLeast",
          unit: "×",
        },
        { what: "check p99, decoding / idle", value: median(ratios), bound: 2, must: "atMost", unit: "×" },
      ],
    };
  } finally {
    await sharp.stop();
  }
};

const rateList = (): { readonly pipeline: number; readonly bare: number }[] => [];
const kindOf = (picture: PictureName) => (picture.endsWith("animation") ? "animation" : "image");

/** Per second, by the median time; one picture after the other, in turns, so that what else the machine does slows both alike. */
async function rateOf(sharp: BareSharp, picture: PictureName, bytes: Uint8Array, count: number) {
  const pipeline = createMediaPipeline({ limits: DEFAULT_LIMITS, seconds: SECONDS });
  const times = { pipeline: [] as number[], bare: [] as number[] };
  const works = {
    pipeline: () => pipeline.normalise(kindOf(picture), bytes),
    bare: () => sharp.normalise(picture, bytes),
  };
  try {
    for (const warm of Object.values(works)) await warm();
    for (let turn = 0; turn < count; turn += 1) {
      for (const name of ["pipeline", "bare"] as const) {
        const from = performance.now();
        await works[name]();
        times[name].push(performance.now() - from);
      }
    }
    return { pipeline: 1000 / median(times.pipeline), bare: 1000 / median(times.bare) };
  } finally {
    await pipeline.stop();
  }
}

/** Of a worker that has done nothing else. */
async function peakOf(picture: PictureName, bytes: Uint8Array): Promise<Row> {
  const pipeline = createMediaPipeline({ limits: DEFAULT_LIMITS, seconds: SECONDS });
  try {
    const { bytes: out } = await pipeline.normalise(kindOf(picture), bytes);
    const figures = { "MB at the most": workersPeakMb(), "KB in": bytes.length / 1000, "KB out": out.length / 1000 };
    return { what: `one ${picture}`, figures };
  } finally {
    await pipeline.stop();
  }
}

/** p99 of checks, in milliseconds, by turns with nothing else to do and with a worker that is always at work. */
async function asking(
  heavy: Uint8Array,
  { runs, count, log }: { runs: number; count: number; log: (line: string) => void },
) {
  const bed = await startTestbed({ accounts: ["juliet", "romeo", "mercutio"], friends: [["juliet", "romeo"]] });
  try {
    const service = await bed.startComponent();
    const pids = { component: service.pid()! };
    const [juliet, romeo, mercutio] = await Promise.all(
      ["juliet", "romeo", "mercutio"].map((name) => openWire(bed, name)),
    );
    const stamp = await publishText(juliet!, bed.componentDomain, "At home");
    const question = encodeCheckRequest({ owner: juliet!.jid, stamp }).toString();
    const animation = { state: "available", kind: "animation", mediaType: "image/gif", bytes: heavy } as const;
    const ask = () => romeo!.ask("get", bed.componentDomain, question);
    const p99 = async () => percentile((await load(ask, { count, window: WINDOW, pids })).latencies, 99);
    await p99();
    const idle: number[] = [];
    const chewing: number[] = [];
    let publishes = 0;
    for (let run = 1; run <= runs; run += 1) {
      log(`media: checks, run ${run} of ${runs}`);
      idle.push(await p99());
      let isOver = false;
      // Refused as too slow or not: it is at work.
      const publishing = (async () => {
        while (!isOver) {
          await publishPictures(mercutio!, bed.componentDomain, [animation]).catch(() => undefined);
          publishes += 1;
        }
      })();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      chewing.push(await p99());
      isOver = true;
      await publishing;
    }
    await Promise.all([juliet!, romeo!, mercutio!].map((wire) => wire.close()));
    return { idle, chewing, publishes };
  } finally {
    await bed.stop();
  }
}
