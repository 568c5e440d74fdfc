// Takes the coded packets out of one container and puts them into a fresh one of the same format: what is served has no tags,
// no covers, no tracks but those that are seen and heard, and no bytes of anything else. Nothing is decoded.
import type { AudioCodec, EncodedPacket, InputAudioTrack, InputVideoTrack, OutputFormat, VideoCodec } from "mediabunny";
import {
  BufferSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP3,
  MP4,
  Mp3OutputFormat,
  Mp4OutputFormat,
  OGG,
  OggOutputFormat,
  Output,
  WAVE,
  WavOutputFormat,
  WEBM,
  WebMOutputFormat,
} from "mediabunny";
import type { AvFormat } from "./formats/av-structure.ts";
import { repeatable } from "./repeatable.ts";

export interface AudioTrack {
  readonly codec: AudioCodec;
  readonly config: AudioDecoderConfig;
  readonly packets: readonly EncodedPacket[];
}
export interface VideoTrack {
  readonly codec: VideoCodec;
  readonly config: VideoDecoderConfig;
  /** In the order of decoding. */
  readonly packets: readonly EncodedPacket[];
  /** Clockwise, in degrees. */
  readonly rotation: 0 | 90 | 180 | 270;
  /** As shown, upright: pixels. */
  readonly width: number;
  readonly height: number;
}
export interface Tracks {
  readonly video?: VideoTrack;
  readonly audio?: AudioTrack;
}

const MP4_FORMAT = () => new Mp4OutputFormat({ fastStart: "in-memory" });
const WEBM_FORMAT = () => new WebMOutputFormat();
const OUTPUTS: Readonly<Record<AvFormat, () => OutputFormat>> = {
  ogg: () => new OggOutputFormat(),
  mp3: () => new Mp3OutputFormat(),
  wav: () => new WavOutputFormat(),
  m4a: MP4_FORMAT,
  mp4: MP4_FORMAT,
  weba: WEBM_FORMAT,
  webm: WEBM_FORMAT,
};

/** @throws Error of whatever kind where it cannot be read */
export async function demultiplex(bytes: Uint8Array): Promise<Tracks> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, WEBM, OGG, MP3, WAVE] });
  try {
    const [video] = await input.getVideoTracks();
    const [audio] = await input.getAudioTracks();
    const tracks = { ...(video && { video: await readVideo(video) }), ...(audio && { audio: await readAudio(audio) }) };
    return fromZero(tracks);
  } finally {
    input.dispose();
  }
}

export async function multiplex({ video, audio }: Tracks, format: AvFormat): Promise<Uint8Array> {
  return repeatable(async () => {
    const target = new BufferTarget();
    const output = new Output({ format: OUTPUTS[format](), target });
    const lines: Line[] = [];
    if (video) {
      const source = new EncodedVideoPacketSource(video.codec);
      output.addVideoTrack(source, video.rotation === 0 ? {} : { rotation: video.rotation });
      const meta = { decoderConfig: video.config };
      lines.push({ packets: video.packets, add: (packet, isFirst) => source.add(packet, isFirst ? meta : undefined) });
    }
    if (audio) {
      const source = new EncodedAudioPacketSource(audio.codec);
      output.addAudioTrack(source);
      const meta = { decoderConfig: audio.config };
      lines.push({ packets: audio.packets, add: (packet, isFirst) => source.add(packet, isFirst ? meta : undefined) });
    }
    await output.start();
    await feed(lines);
    await output.finalize();
    return new Uint8Array(target.buffer!);
  });
}

interface Line {
  readonly packets: readonly EncodedPacket[];
  readonly add: (packet: EncodedPacket, isFirst: boolean) => Promise<void>;
}

/** Always in the same order: that of time, as far as decoders may have it so. */
async function feed(lines: readonly Line[]): Promise<void> {
  const next = lines.map(() => 0);
  for (;;) {
    const times = lines.map(({ packets }, i) => packets[next[i]!]?.timestamp ?? Infinity);
    const earliest = Math.min(...times);
    if (earliest === Infinity) return;
    const i = times.indexOf(earliest);
    const at = next[i]!++;
    await lines[i]!.add(lines[i]!.packets[at]!, at === 0);
  }
}

async function readVideo(track: InputVideoTrack): Promise<VideoTrack> {
  return {
    ...(await readTrack(track)),
    rotation: await track.getRotation(),
    width: await track.getDisplayWidth(),
    height: await track.getDisplayHeight(),
  };
}

async function readAudio(track: InputAudioTrack): Promise<AudioTrack> {
  return readTrack(track);
}

async function readTrack<Codec, Config>(track: {
  getCodec(): Promise<Codec | null>;
  getDecoderConfig(): Promise<Config | null>;
}): Promise<{ codec: Codec; config: Config; packets: EncodedPacket[] }> {
  const codec = await track.getCodec();
  const config = await track.getDecoderConfig();
  if (codec === null || config === null) throw new Error("a coding that is not known");
  const packets: EncodedPacket[] = [];
  for await (const packet of new EncodedPacketSink(track as never).packets()) packets.push(packet);
  if (packets.length === 0) throw new Error("a track with nothing in it");
  return { codec, config, packets: withLastDuration(packets) };
}

/** Where the last packet is of no length, it is as long as the time since the one shown before it. */
function withLastDuration(packets: readonly EncodedPacket[]): EncodedPacket[] {
  const byTime = packets.toSorted((a, b) => a.timestamp - b.timestamp);
  const [before, last] = [byTime.at(-2), byTime.at(-1)!];
  if (last.duration > 0 || before === undefined) return [...packets];
  const completed = last.clone({ duration: last.timestamp - before.timestamp });
  return packets.map((packet) => (packet === last ? completed : packet));
}

/** Recordings of something live begin at any time; what begins before zero a decoder needs, and nobody sees or hears. */
function fromZero({ video, audio }: Tracks): Tracks {
  const timestamps = [video, audio].flatMap((track) => track?.packets.map(({ timestamp }) => timestamp) ?? []);
  const earliest = timestamps.reduce((least, one) => Math.min(least, one), Infinity);
  if (earliest <= 0) return { ...(video && { video }), ...(audio && { audio }) };
  const shift = (packets: readonly EncodedPacket[]) =>
    packets.map((packet) => packet.clone({ timestamp: packet.timestamp - earliest }));
  return {
    ...(video && { video: { ...video, packets: shift(video.packets) } }),
    ...(audio && { audio: { ...audio, packets: shift(audio.packets) } }),
  };
}
