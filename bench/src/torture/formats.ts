// Every format that is tortured; a kind of medium adds its own here.
import type { TortureFormat } from "./format.ts";
import { AV } from "./formats/av.ts";
import { IMAGES } from "./formats/images.ts";

export const FORMATS: readonly TortureFormat[] = [...IMAGES, ...AV];
