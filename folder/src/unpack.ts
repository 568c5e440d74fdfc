// An archive of a scheme folder becomes looks. Of its files only those are inflated that the scheme names, and each into as
// much room as it says that it needs.
import type { LookDraft } from "@status-scheme/client-plugin";
import { inflateSync } from "fflate";
import { ARCHIVE_LIMITS, ArchiveError, readArchive } from "./archive.ts";
import type { ArchivedFile, ArchiveLimits } from "./archive.ts";
import { draftsOf, MAX_YAML_BYTES, SCHEME_FILE } from "./drafts.ts";

/**
 * scheme.yaml and its files are at the top, or together in one folder.
 * @throws ArchiveError where the archive is not one to open, FolderProblems with everything that is wrong in the scheme or its files
 */
export async function unpackScheme(archive: Uint8Array, limits: Partial<ArchiveLimits> = {}): Promise<LookDraft[]> {
  const files = readArchive(archive, { ...ARCHIVE_LIMITS, ...limits });
  const schemes = files.filter(({ name }) => /^([^/]+\/)?scheme\.yaml$/.test(name));
  const [scheme, other] = schemes;
  if (!scheme || other) throw new ArchiveError("no-scheme", `${schemes.length} times ${SCHEME_FILE}`);
  if (scheme.size > MAX_YAML_BYTES) throw new ArchiveError("too-large", `${SCHEME_FILE}: ${scheme.size} bytes`);
  const folder = scheme.name.slice(0, -SCHEME_FILE.length);
  return draftsOf(inflate(scheme), async (name) => {
    const file = files.find((one) => one.name === folder + name);
    if (!file) throw new Error("there is no such file");
    if (file.size === 0) throw new Error("it is empty");
    return inflate(file);
  });
}

/** @throws ArchiveError `broken` where it is not what the archive says */
function inflate({ name, isDeflated, packed, size, crc }: ArchivedFile): Uint8Array {
  let bytes = packed;
  try {
    // One byte more than it should need tells that it does; beyond that nothing is written.
    if (isDeflated) bytes = inflateSync(packed, { out: new Uint8Array(size + 1) });
  } catch {
    throw new ArchiveError("broken", `${name} cannot be inflated`);
  }
  if (bytes.length !== size) throw new ArchiveError("broken", `${name} has another size than it says`);
  if (crcOf(bytes) !== crc) throw new ArchiveError("broken", `${name} is not what it was`);
  return bytes.slice();
}

const TABLE = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as ZIP has it (ISO 3309). */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return ~crc >>> 0;
}
