import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { LookDraft } from "@status-scheme/client-plugin";
import { zipSync } from "fflate";
import type { Zippable } from "fflate";
import { ArchiveError, FolderProblems, packScheme, unpackScheme } from "../src/index.ts";
import { readSchemeFolder } from "../src/node.ts";

const JULIET = join(import.meta.dirname, "../../fixtures/schemes/juliet");
const run = promisify(execFile);
const utf8 = (text: string) => new TextEncoder().encode(text);

let place: string;
beforeAll(async () => void (place = await mkdtemp(join(tmpdir(), "status-scheme-"))));
afterAll(() => rm(place, { recursive: true, force: true }));

describe("an archive and a folder are the same", () => {
  test("packed and unpacked, looks are as they were, and packed again the same bytes", async () => {
    const looks = await readSchemeFolder(JULIET);
    const archive = packScheme(looks);
    expect(await unpackScheme(archive)).toEqual(looks);
    expect(packScheme(looks)).toEqual(archive);
  });

  test("unzipped by another program it is a folder that is published; a folder zipped by one is unpacked", async () => {
    const looks = await readSchemeFolder(JULIET);
    const [file, folder] = [join(place, "juliet.zip"), join(place, "juliet")];
    await writeFile(file, packScheme(looks));
    await run("python3", ["-m", "zipfile", "-t", file]);
    await run("python3", ["-m", "zipfile", "-e", file, folder]);
    expect(await readSchemeFolder(folder)).toEqual(looks);
    const again = join(place, "again.zip");
    await run("python3", ["-m", "zipfile", "-c", again, folder]);
    expect(await unpackScheme(await readFile(again))).toEqual(looks);
  });

  test("media of the same bytes are one file", async () => {
    const door = (): Uint8Array => new Uint8Array([1, 2, 3]);
    const image = (bytes: Uint8Array) => [{ kind: "image", bytes, mediaType: "image/png" }] as const;
    const looks: LookDraft[] = ["dnd", "away"].map((state) => ({
      state,
      text: [{ lang: "en", text: "x" }],
      media: image(door()),
    }));
    const folder = join(place, "door");
    await writeFile(join(place, "door.zip"), packScheme(looks));
    await run("python3", ["-m", "zipfile", "-e", join(place, "door.zip"), folder]);
    expect((await readdir(folder)).sort()).toEqual(["dnd.png", "scheme.yaml"]);
  });
});

const YAML = utf8("dnd:\n  text: Busy\n  image: door.png\n");
const DOOR = new Uint8Array(2_000).fill(7);
const zip = (files: Zippable) => zipSync(files, { mtime: new Date(1980, 0, 1) });
const good = () => zip({ "scheme.yaml": YAML, "door.png": DOOR });

/** Where a header of this kind begins, the given one. */
function find(archive: Uint8Array, signature: number, index = 0): number {
  const view = new DataView(archive.buffer, archive.byteOffset);
  for (let at = 0, seen = 0; at <= archive.length - 4; at += 1) {
    if (view.getUint32(at, true) === signature && seen++ === index) return at;
  }
  throw new Error("no such header");
}
const LOCAL = 0x04034b50;
const ENTRY = 0x02014b50;
const END = 0x06054b50;
/** `good` with a number written over in a header of the second file, door.png, or at the end. */
function patched(signature: number, offset: number, value: number, bytes: 2 | 4 = 4): Uint8Array {
  const archive = good();
  const at = find(archive, signature, signature === END ? 0 : 1) + offset;
  const view = new DataView(archive.buffer);
  if (bytes === 4) view.setUint32(at, value, true);
  else view.setUint16(at, value, true);
  return archive;
}
/** Names of one length are exchanged wherever they are. */
function renamed(from: string, to: string): Uint8Array {
  const archive = zip({ "scheme.yaml": YAML, [from]: DOOR });
  const [before, after] = [utf8(from), utf8(to)];
  expect(after).toHaveLength(before.length);
  for (let at = 0; at <= archive.length - before.length; at += 1) {
    if (before.every((byte, index) => archive[at + index] === byte)) archive.set(after, at);
  }
  return archive;
}

describe("an archive is taken", () => {
  test.each<[string, Uint8Array]>([
    ["as it is made here", good()],
    ["with all in one folder", zip({ "juliet/scheme.yaml": YAML, "juliet/door.png": DOOR })],
    [
      "with its folder in the list",
      zip({ "juliet/": new Uint8Array(), "juliet/scheme.yaml": YAML, "juliet/door.png": DOOR }),
    ],
    ["with files that nobody names", zip({ "scheme.yaml": YAML, "door.png": DOOR, "__MACOSX/._door.png": utf8("x") })],
    ["without compression", zip({ "scheme.yaml": [YAML, { level: 0 }], "door.png": [DOOR, { level: 0 }] })],
  ])("%s", async (_, archive) => {
    const [look] = await unpackScheme(archive);
    expect(look).toMatchObject({ state: "dnd", media: [{ kind: "image", mediaType: "image/png" }] });
    expect(look!.media![0]).toHaveProperty("bytes", DOOR);
  });

  test("with a comment behind it", async () => {
    const archive = patched(END, 20, 5, 2);
    expect(await unpackScheme(new Uint8Array([...archive, ...utf8("hello")]))).toHaveLength(1);
  });
});

describe("an archive is refused", () => {
  test.each<[string, string, Uint8Array]>([
    ["that is none", "not-taken", utf8("dnd:\n  text: Busy\n")],
    ["that is empty", "not-taken", new Uint8Array()],
    ["that is cut short", "broken", good().subarray(0, -30)],
    ["with bytes before it", "broken", new Uint8Array([0, ...good()])],
    ["that is encrypted", "not-taken", patched(ENTRY, 8, 1, 2)],
    ["of another method", "not-taken", patched(ENTRY, 10, 14, 2)],
    ["in several parts", "not-taken", patched(END, 4, 1)],
    ["of ZIP64 by its end", "not-taken", patched(END, 16, 0xffffffff)],
    ["of ZIP64 by a file", "not-taken", patched(ENTRY, 24, 0xffffffff)],
    ["whose list is elsewhere", "broken", patched(END, 16, 3)],
    ["whose list has fewer files than it says", "broken", patched(END, 12, 10)],
    ["whose file is elsewhere", "broken", patched(ENTRY, 42, 1)],
    ["whose file is outside of it", "broken", patched(ENTRY, 42, 0x7fffffff)],
    ["whose file is longer than the rest", "broken", patched(ENTRY, 20, 0x7ffffff)],
    ["whose files overlap", "broken", overlapping()],
    ["whose file has another name where it is", "broken", patched(LOCAL, 30, 0x41414141)],
    ["with a link in it", "unsafe", patched(ENTRY, 38, 0o120777 * 0x10000)],
    ["with two files of a name", "unsafe", renamed("SCHEME.YAML", "scheme.yaml")],
    ["with two files that are one on some systems", "unsafe", zip({ "scheme.yaml": YAML, "SCHEME.yaml": YAML })],
    ["with a name that leads out", "unsafe", renamed("xx/door.png", "../door.png")],
    ["with a name that leads out later", "unsafe", renamed("a/xx/door.png", "a/../door.png")],
    ["with an absolute name", "unsafe", renamed("xdoor.png", "/door.png")],
    ["with a drive's name", "unsafe", renamed("cxdoor.png", "c:door.png")],
    ["with a name for another system", "unsafe", renamed("xxxdoor.png", "..\\door.png")],
    ["with a name of control characters", "unsafe", renamed("xdoor.png", "\0door.png")],
    ["with a name that is no UTF-8", "unsafe", renamedToLatin1()],
    ["without a scheme", "no-scheme", zip({ "door.png": DOOR })],
    ["with a scheme two folders deep", "no-scheme", zip({ "a/b/scheme.yaml": YAML })],
    ["with two schemes", "no-scheme", zip({ "a/scheme.yaml": YAML, "b/scheme.yaml": YAML })],
    [
      "with too many files",
      "too-large",
      zip(Object.fromEntries(Array.from({ length: 513 }, (_, n) => [`f${n}`, DOOR]))),
    ],
    ["with a file that says it is large", "too-large", patched(ENTRY, 24, 8_388_609)],
    ["with a large scheme.yaml", "too-large", zip({ "scheme.yaml": new Uint8Array(262_145) })],
  ])("%s: %s", async (_, code, archive) => {
    const failure = await unpackScheme(archive).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ArchiveError);
    expect(failure).toMatchObject({ code });
  });

  test("that is small and says so little of what it holds, without the room for it", async () => {
    const bomb = zip({ "scheme.yaml": YAML, "door.png": new Uint8Array(50_000_000) });
    const at = find(bomb, ENTRY, 1);
    new DataView(bomb.buffer).setUint32(at + 24, 1_000, true);
    await expect(unpackScheme(bomb)).rejects.toMatchObject({ message: expect.stringContaining("another size") });
  });

  test("whose files are more than may be together, before any is inflated", async () => {
    const files = zip({ "scheme.yaml": YAML, "door.png": DOOR });
    await expect(unpackScheme(files, { totalBytes: 2_000 })).rejects.toMatchObject({ code: "too-large" });
    await expect(unpackScheme(files, { fileBytes: 1_999 })).rejects.toMatchObject({ code: "too-large" });
  });

  test("whatever a byte of it is, without a crash", async () => {
    const archive = good();
    for (let at = 0; at < archive.length; at += 1) {
      const mutant = archive.slice();
      mutant[at]! ^= 0xff;
      const outcome = await unpackScheme(mutant).catch((error: unknown) => error);
      const isExpected = Array.isArray(outcome) || outcome instanceof ArchiveError || outcome instanceof FolderProblems;
      expect([at, isExpected, String(outcome)]).toEqual([at, true, String(outcome)]);
    }
  });
});

describe("a file of an archive is told of at the look that it is for", () => {
  test.each<[string, Uint8Array]>([
    ["that is larger than it says", patched(ENTRY, 24, 100)],
    ["that is smaller than it says", patched(ENTRY, 24, 5_000)],
    ["that is not what it was", patched(ENTRY, 16, 1)],
    ["that cannot be inflated", patched(LOCAL, 38, 0xffffffff)],
  ])("%s", async (_, archive) => {
    const failure = await unpackScheme(archive).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FolderProblems);
    expect(String(failure)).toMatch(/scheme\.yaml:3: dnd, image: door\.png/);
  });
});

test("what is wrong in the scheme is told as of a folder", async () => {
  const archive = zip({ "scheme.yaml": utf8("dnd:\n  image: ../door.png\naway:\n  text: Out\n  image: hill.png\n") });
  const failure = await unpackScheme(archive).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(FolderProblems);
  expect(String(failure)).toMatch(/door\.png: there is no such file[^]*hill\.png: there is no such file/);
});

/** Two files of the same bytes, of which there are only one's. */
function overlapping(): Uint8Array {
  const archive = zip({ "scheme.yaml": YAML, "a.png": [DOOR, { level: 0 }], "b.png": [DOOR, { level: 0 }] });
  const view = new DataView(archive.buffer);
  const name = find(archive, LOCAL, 1) + 30;
  const inside = find(archive, LOCAL, 1) + 35;
  // A header within the bytes of the first.
  archive.copyWithin(inside, find(archive, LOCAL, 2), find(archive, LOCAL, 2) + 35);
  expect(archive[name]).toBe("a".charCodeAt(0));
  const entry = find(archive, ENTRY, 2);
  view.setUint32(entry + 42, inside, true);
  return archive;
}

function renamedToLatin1(): Uint8Array {
  const archive = zip({ "scheme.yaml": YAML, "ä.png": DOOR });
  for (let at = 0; at < archive.length - 1; at += 1) {
    if (archive[at] === 0xc3 && archive[at + 1] === 0xa4) archive.set([0xe4, 0x78], at);
  }
  return archive;
}
