// Sounds and videos: every container and coding that is taken. ffmpeg is the other reader.
import { withOggChecksums } from "@status-scheme/fixtures";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Outcome, TortureFormat } from "../format.ts";
import { fixtures } from "../format.ts";

const of = (name: string, kind: "audio" | "video", ...files: readonly string[]): TortureFormat => ({
  name,
  kind,
  originals: fixtures(...files.map((file) => `av/${file}`)),
  complaint: ffmpegComplaint,
});

const MP4 = ["clip.mp4", "silent.mp4", "fragmented.mp4", "turned.mp4", "data-track.mp4"].map((name) => `valid/${name}`);
const SLY_MP4 = ["samples-in-chunks.mp4", "overlapping.mp4", "small-it-says.mp4"].map((name) => `hostile/${name}`);
const WEBM = ["vp8.webm", "vp9.webm", "av1.webm", "live.webm"].map((name) => `valid/${name}`);

export const AV: readonly TortureFormat[] = [
  {
    ...of("ogg", "audio", "valid/tone.ogg", "valid/stopped.ogg", "hostile/pages-in-a-loop.ogg"),
    mend: withOggChecksums,
  },
  of("mp3", "audio", "valid/tone.mp3", "valid/tagged.mp3", "hostile/says-an-hour.mp3"),
  of("m4a", "audio", "valid/tone.m4a", "valid/tagged.m4a", "hostile/brief-it-says.m4a"),
  of("wav", "audio", "valid/tone.wav", "valid/tagged.wav", "hostile/huge-data.wav"),
  of("weba", "audio", "valid/tone.weba"),
  of("mp4", "video", ...MP4, ...SLY_MP4),
  of("webm", "video", ...WEBM, "hostile/small-it-says.webm", "hostile/endless-tracks.webm"),
];

/** What ffmpeg says while it decodes all of it; undefined: nothing. */
async function ffmpegComplaint({ bytes }: Outcome): Promise<string | undefined> {
  const args = ["-v", "error", "-xerror", "-err_detect", "explode", "-i", "pipe:0", "-f", "null", "-"];
  const ffmpeg = spawn("ffmpeg", args, { stdio: ["pipe", "ignore", "pipe"], timeout: 30_000 });
  let said = "";
  ffmpeg.stderr.setEncoding("utf8").on("data", (data: string) => (said += data));
  ffmpeg.stdin.on("error", () => undefined); // it says itself why it reads no further
  ffmpeg.stdin.end(bytes);
  const [code, signal] = (await once(ffmpeg, "close")) as [number | null, string | null];
  return code === 0 ? undefined : `ffmpeg: ${signal ?? code}: ${said.trim().slice(0, 200)}`;
}
