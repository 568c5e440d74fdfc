// libwebp's own tools on what was made: its structure, each frame's bitstream, and the pixels.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "./format.ts";

/** Frames of an animation that are decoded. */
const FRAMES = 8;

/** What they say against a still or an animation; undefined: nothing. */
export async function webpComplaint({ bytes, length }: Outcome): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "torture-"));
  try {
    const file = join(folder, "made.webp");
    await writeFile(file, bytes);
    const info = await said("webpinfo", ["-summary", file]);
    if (info.complaint !== undefined) return info.complaint;
    if (length === undefined) return (await said("dwebp", ["-quiet", file, "-o", "/dev/null"])).complaint;
    const frames = Number(/Number of frames: (\d+)/.exec((await said("webpmux", ["-info", file])).output)?.[1] ?? 0);
    if (frames < 2) return `an animation of ${frames} frames`;
    for (let frame = 1; frame <= Math.min(frames, FRAMES); frame++) {
      const one = join(folder, "frame.webp");
      const cut = await said("webpmux", ["-get", "frame", String(frame), file, "-o", one]);
      const complaint = cut.complaint ?? (await said("dwebp", ["-quiet", one, "-o", "/dev/null"])).complaint;
      if (complaint !== undefined) return `frame ${frame}: ${complaint}`;
    }
    return undefined;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function said(tool: string, args: readonly string[]): Promise<{ output: string; complaint?: string }> {
  return new Promise((resolve) => {
    execFile(tool, args, { timeout: 30_000 }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      resolve(error ? { output, complaint: `${tool}: ${(output || error.message).trim().slice(0, 200)}` } : { output });
    });
  });
}
