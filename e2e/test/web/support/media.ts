// What owners publish: stills and animations of plain colors, and the fixtures' sounds and videos.
import { readFile } from "node:fs/promises";
import type { MediumDraft } from "@status-scheme/client-plugin";
import sharp from "sharp";
import { english, picture } from "../../support/world.ts";

export const RED = "#e01010";
export const GREEN = "#10a020";
export const BLUE = "#1020e0";
export const ORANGE = "#f09010";
export const PURPLE = "#801080";
export const GREY = "#404040";

export async function still(color: string): Promise<MediumDraft> {
  return { kind: "image", bytes: await picture(color), mediaType: "image/png", desc: english("A color") };
}

/** Of frames of one color each, 200 ms each, for ever. */
export async function animation(...colors: string[]): Promise<MediumDraft> {
  const frames = await Promise.all(colors.map((color) => picture(color)));
  const moving = sharp(frames, { join: { animated: true } }).webp({ loop: 0, delay: colors.map(() => 200) });
  return { kind: "animation", bytes: await moving.toBuffer(), mediaType: "image/webp", desc: english("Colors") };
}

/** Of the fixtures' `av/valid`. */
export async function clip(kind: "audio" | "video", mediaType: string, name: string): Promise<MediumDraft> {
  return { kind, bytes: await fixture(`av/valid/${name}`), mediaType, desc: english("A clip") };
}

/** Bytes of one of the fixtures' media. */
export async function fixture(path: string): Promise<Uint8Array> {
  return readFile(new URL(`../../../../fixtures/media/${path}`, import.meta.url));
}
