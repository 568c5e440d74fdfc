// A medium as a view shows it.
import type { Medium } from "@status-scheme/protocol";
import type { ShownMedium } from "../api.ts";
import type { Reader } from "./languages.ts";
import type { Resident } from "./media-urls.ts";

export function composeMedium(medium: Medium, resident: Resident, read: Reader): ShownMedium {
  const { kind, mediaType, size, width, height, length, hash } = medium;
  const desc = read(medium.desc);
  return {
    kind,
    mediaType,
    size,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(length !== undefined && { length }),
    hash,
    ...(desc !== undefined && { desc }),
    bytes: resident.bytes,
    // Made when it is asked for: a data: URL is as large as the medium.
    get url() {
      return resident.url;
    },
  };
}
