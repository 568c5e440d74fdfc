// Audio and video (draft, "Media"): what comes in goes out in a fresh container of the same format, with nothing of the original
// file but what is seen and heard. How long and how large it is, the packets say, not the headers. The same bytes always make
// the same medium.
import type { Limits, LimitName } from "@status-scheme/protocol";
import { SchemeError } from "@status-scheme/protocol";
import type { EncodedPacket } from "mediabunny";
import { SIZE_READERS } from "./codings/frame-sizes.ts";
import { soundSeconds } from "./codings/sound-length.ts";
import type { AvFormat } from "./formats/av-structure.ts";
import { AV_TYPES } from "./formats/av-structure.ts";
import type { Inspected } from "./inspect.ts";
import type { NormalisedMedium } from "./media.ts";
import type { AudioTrack, Tracks, VideoTrack } from "./remux.ts";
import { demultiplex, multiplex } from "./remux.ts";

/** Slow motion is recorded at up to so many frames a second, and nobody sees more. */
const MAX_FRAMES_A_SECOND = 240;
/** A coder's blocks: headers may count a frame's size with or without what fills the last one. */
const BLOCK = 16;
/** Decoders run in and out. */
const SOUND_TOLERANCE_SECONDS = 0.25;

/** @throws SchemeError `limit-exceeded` or `bad-medium` */
export async function normaliseAv(bytes: Uint8Array, limits: Limits, inspected: Inspected): Promise<NormalisedMedium> {
  const { kind, start = 0, end } = inspected;
  if (kind !== "audio" && kind !== "video") throw new TypeError(`${kind} is neither audio nor video`);
  const format = inspected.format as AvFormat;
  const tracks = await reading(kind, () => demultiplex(bytes.subarray(start, end)));
  const { video, audio } = tracks;
  if ((kind === "video") !== (video !== undefined)) throw bad("not the tracks it says");
  const length = Math.ceil(1000 * secondsOf(tracks));
  check(limits, `${kind}-length`, length);
  if (audio) checkSound(audio);
  if (video) {
    await reading(kind, async () => checkFrames(video, limits));
    if (video.packets.length > MAX_FRAMES_A_SECOND * (length / 1000 + 1)) throw bad("too many frames a second");
  }
  return {
    bytes: await reading(kind, () => multiplex(tracks, format)),
    mediaType: AV_TYPES[format],
    ...(video && { width: video.width, height: video.height }),
    length,
  };
}

function secondsOf({ video, audio }: Tracks): number {
  const packets = [...(video?.packets ?? []), ...(audio?.packets ?? [])];
  return packets.reduce((end, { timestamp, duration }) => Math.max(end, timestamp + duration), 0);
}

/** What a container says of time is what players go by, or else the samples are: they must not be far apart. */
function checkSound({ codec, config, packets }: AudioTrack): void {
  const coded = packets.map(({ data }) => soundSeconds(codec, data, config.sampleRate));
  if (coded.includes(undefined)) return;
  const samples = coded.reduce<number>((sum, one) => sum + one!, 0);
  const said = packets.reduce((end, { timestamp, duration }) => Math.max(end, timestamp + duration), 0);
  if (samples > said + SOUND_TOLERANCE_SECONDS) throw bad("longer than it says");
}

function checkFrames({ codec, config, packets, width, height }: VideoTrack, limits: Limits): void {
  const read = SIZE_READERS[codec];
  if (read === undefined) throw bad("a coding that is not accepted");
  const said = { width: config.codedWidth ?? 0, height: config.codedHeight ?? 0 };
  check(limits, "video-side", Math.max(width, height, said.width, said.height));
  const description = config.description && bytesOf(config.description);
  const sizes = packets.flatMap((packet) => partsOf(packet).flatMap((part) => read(part, description)));
  if (sizes.length === 0) throw bad("frames of no size");
  for (const size of sizes) {
    check(limits, "video-side", Math.max(size.width, size.height));
    const isAsSaid = Math.abs(size.width - said.width) < BLOCK && Math.abs(size.height - said.height) < BLOCK;
    if (!isAsSaid) throw bad("frames of another size than it says");
  }
}

/** A picture's transparency is a picture of its own. */
function partsOf({ data, sideData }: EncodedPacket): Uint8Array[] {
  return sideData.alpha ? [data, sideData.alpha] : [data];
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

function check(limits: Limits, limit: LimitName, actual: number): void {
  const max = limits[limit];
  if (actual > max) throw new SchemeError("limit-exceeded", { limit, max, actual });
}

function bad(reason: string): SchemeError {
  return new SchemeError("bad-medium", { reason });
}

/** What goes wrong inside is for the log (`cause`) and not for the wire. */
async function reading<T>(kind: "audio" | "video", read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof SchemeError) throw cause;
    throw new SchemeError("bad-medium", { reason: `broken ${kind}` }, { cause });
  }
}
