import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { base64OfHex } from "@status-scheme/protocol";
import type { Look, Medium } from "@status-scheme/protocol";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolderProblems } from "../src/index.ts";
import { readSchemeFolder, writeSchemeFolder } from "../src/node.ts";

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "status-scheme-folder-"));
  folder = join(root, "scheme");
  await mkdir(folder);
});
afterEach(() => rm(root, { recursive: true }));

const yaml = (...lines: string[]) => writeFile(join(folder, "scheme.yaml"), lines.join("\n"));
const problems = () =>
  readSchemeFolder(folder).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof FolderProblems)) throw error;
      return error.message.split("\n");
    },
  );

describe("reading", () => {
  test("juliet's scheme", async () => {
    const looks = await readSchemeFolder(join(import.meta.dirname, "../../fixtures/schemes/juliet"));
    expect(looks.map(({ state, show }) => [state, show])).toEqual([
      ["available", undefined],
      ["away", undefined],
      ["dnd", undefined],
      ["in_a_meeting", "dnd"],
      ["eating", "away"],
      ["offline", undefined],
    ]);
    for (const { text, media } of looks) {
      expect(text!.map(({ lang }) => lang)).toEqual(["en", "it"]);
      expect(media).toMatchObject([{ kind: "image", mediaType: "image/png" }]);
      expect(media![0]!.desc).toHaveLength(2);
    }
  });

  test("everything that is wrong is said at once, with file and line", async () => {
    await writeFile(join(folder, "door.svg"), "<svg/>");
    await writeFile(join(folder, "empty.png"), "");
    await writeFile(join(folder, "moving.gif"), "GIF");
    await yaml(
      "dnd:",
      "  image: door.svg",
      "  desc: A door",
      "away:",
      "  image: missing.png",
      "available:",
      "  text: Here",
      "  animation: moving.gif",
      "eating:",
      "  text: No base",
      "xa:",
      "  image: empty.png",
      `chat: { text: ${"x".repeat(129)} }`,
    );
    expect(await problems()).toEqual([
      "scheme.yaml:2: dnd, image: door.svg: not a name of this kind; it ends in png, jpg, jpeg, webp, gif, apng, avif",
      "scheme.yaml:4: away, image: the look is not complete (neither a text nor a description)",
      "scheme.yaml:5: away, image: missing.png: there is no such file",
      "scheme.yaml:9: eating: the look is not complete (a state of one's own needs a show)",
      "scheme.yaml:11: xa, image: the look is not complete (neither a text nor a description)",
      "scheme.yaml:12: xa, image: empty.png: it is empty",
      "scheme.yaml:13: chat: a text of 129 characters, and at most 128 are taken (text-characters)",
    ]);
  });

  test("nothing outside the folder is read, by path, link or device", async () => {
    await writeFile(join(root, "secret.png"), "secret");
    await mkdir(join(root, "scheme-beside"));
    await writeFile(join(root, "scheme-beside", "secret.png"), "secret");
    await symlink("../secret.png", join(folder, "link.png"));
    await symlink("..", join(folder, "up"));
    await symlink("/dev/zero", join(folder, "endless.png"));
    await mkdir(join(folder, "folder.png"));
    const names = [
      "../secret.png",
      join(root, "secret.png"),
      "link.png",
      "up/secret.png",
      "../scheme-beside/secret.png",
      "endless.png",
      "folder.png",
    ];
    await yaml(...names.flatMap((name, at) => [`s${at}:`, "  show: dnd", "  text: x", `  image: ${name}`]));
    expect((await problems()).map((problem) => problem.replace(/^.*: /, ""))).toEqual([
      "it is outside the folder",
      "files are named relative to the folder",
      "it is outside the folder",
      "it is outside the folder",
      "it is outside the folder",
      "it is outside the folder",
      "it is not a file",
    ]);
  });

  test("a file too big for any service is not even read", async () => {
    await writeFile(join(folder, "big.png"), "");
    await truncate(join(folder, "big.png"), 3 * 2 ** 30);
    await yaml("dnd:", "  text: x", "  image: big.png");
    expect(await problems()).toEqual([
      "scheme.yaml:3: dnd, image: big.png: 3221225472 bytes are more than any service takes",
    ]);
  });

  test("a folder that is none", async () => {
    expect(await problems()).toEqual(["scheme.yaml: there is no such file"]);
    await rm(folder, { recursive: true });
    expect(await problems()).toEqual([`${folder}: there is no such folder`]);
  });
});

describe("writing", () => {
  const medium = (kind: Medium["kind"], mediaType: string, text: string, desc: Medium["desc"] = []): Medium => {
    const bytes = new TextEncoder().encode(text);
    const hash = base64OfHex(createHash("sha256").update(bytes).digest("hex"));
    return { kind, mediaType, size: bytes.length, desc, hash, sources: [] };
  };
  const en = (text: string) => [{ lang: "en", text }];
  const contents = new Map<string, Uint8Array>();
  const of = (one: Medium, text: string) => {
    contents.set(one.hash, new TextEncoder().encode(text));
    return one;
  };
  const door = of(medium("image", "image/webp", "door", en("A door")), "door");
  const LOOKS: Look[] = [
    { state: "dnd", text: [{ lang: "", text: "no: 'quotes', # and \"such\"" }], media: [door] },
    {
      state: "in_a_meeting",
      show: "dnd",
      text: [...en("In a meeting"), { lang: "", text: " spaces " }, { lang: "pt-BR", text: "~" }],
      media: [
        { ...door, desc: [] },
        of(medium("animation", "image/gif", "moving", en("It moves")), "moving"),
        of(medium("audio", "audio/ogg", "ring"), "ring"),
      ],
    },
    { state: "007", show: "away", text: [{ lang: "", text: "0x7" }], media: [] },
    { state: "null", show: "xa", text: [{ lang: "", text: "null" }], media: [] },
  ];
  const write = (path = folder, replace = false) =>
    writeSchemeFolder(path, LOOKS, ({ hash }) => contents.get(hash)!, { replace });

  test("what is written reads back the same, each file once", async () => {
    await write();
    const looks = await readSchemeFolder(folder);
    expect(looks).toEqual(
      LOOKS.map((look) => ({
        ...look,
        media: look.media.map(({ kind, mediaType, desc, hash }) => ({
          kind,
          mediaType,
          desc,
          bytes: contents.get(hash),
        })),
      })),
    );
    expect((await readdir(folder)).sort()).toEqual([
      "dnd.webp",
      "in_a_meeting-animation.gif",
      "in_a_meeting-audio.ogg",
      "scheme.yaml",
    ]);
    expect(await readFile(join(folder, "scheme.yaml"), "utf8")).toContain("\n\nin_a_meeting:\n  show: dnd\n");
    expect(await readdir(root)).toEqual(["scheme"]);
  });

  test("a scheme that is there is replaced only on request, anything else never", async () => {
    await write();
    await writeFile(join(folder, "old.txt"), "");
    await expect(write()).rejects.toThrow("a scheme already; --force replaces it");
    await write(folder, true);
    expect(await readdir(folder)).not.toContain("old.txt");
    const other = join(root, "other");
    await mkdir(other);
    await writeFile(join(other, "diary.txt"), "");
    await expect(write(other, true)).rejects.toThrow("something there already");
    await expect(write(join(other, "diary.txt"), true)).rejects.toThrow("something there already");
    expect(await readdir(other)).toEqual(["diary.txt"]);
  });

  test("that fails half way leaves what was there, and nothing else", async () => {
    await write();
    const before = await readFile(join(folder, "scheme.yaml"), "utf8");
    const failing = writeSchemeFolder(
      folder,
      LOOKS,
      ({ kind }) => {
        if (kind === "audio") throw new Error("no audio");
        return new Uint8Array(1);
      },
      { replace: true },
    );
    await expect(failing).rejects.toThrow("no audio");
    expect(await readFile(join(folder, "scheme.yaml"), "utf8")).toBe(before);
    expect(await readdir(root)).toEqual(["scheme"]);
    await chmod(folder, 0o755);
  });

  test("a medium of a type without a name is said", async () => {
    const strange = [{ ...LOOKS[0]!, media: [{ ...door, mediaType: "image/x-strange" }] }];
    await expect(writeSchemeFolder(join(root, "new"), strange, () => new Uint8Array(1))).rejects.toThrow(
      "dnd, image: image/x-strange has no file name",
    );
  });
});

describe("what is no scheme folder is said by its name", () => {
  const said = async (path: string) => readSchemeFolder(path).catch((error: Error) => error.message);

  test("nothing, a file, a link to itself, and a folder of something else", async () => {
    const [nowhere, file, loop] = ["nowhere", "file", "loop"].map((name) => join(root, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(file, "dnd: Busy");
    await symlink(loop, loop);
    expect(await said(nowhere)).toBe(`${nowhere}: there is no such folder`);
    expect(await said(file)).toBe(`${file}: it is not a folder`);
    expect(await said(loop)).toBe(`${loop}: it cannot be read: ELOOP`);
    expect(await said(folder)).toBe("scheme.yaml: there is no such file");
  });

  test.each<[string, string | Uint8Array, string]>([
    ["Latin-1", Buffer.from("dnd:\n  text: beschäftigt\n", "latin1"), ":2: this is not UTF-8; save it as UTF-8"],
    ["UTF-16", Buffer.from("\ufeffdnd: { text: Busy }", "utf16le"), ":1: this is not UTF-8; save it as UTF-8"],
    ["a heap", "#".repeat(262_145), ": 262145 bytes are more than any service takes"],
  ])("scheme.yaml that is %s", async (_, content, what) => {
    await writeFile(join(folder, "scheme.yaml"), content);
    expect(await said(folder)).toBe(`scheme.yaml${what}`);
  });

  test("files that are folders, links that lead to themselves, and more than fits together", async () => {
    await mkdir(join(folder, "sub.png"));
    await symlink("loop.png", join(folder, "loop.png"));
    const large = ["a", "b", "c", "d", "e"];
    for (const name of large) {
      await writeFile(join(folder, `${name}.png`), "");
      await truncate(join(folder, `${name}.png`), 60_000_000); // with no blocks on the disk
    }
    const states = [...large, "sub", "loop"].map((name) => `${name}: { show: dnd, text: Busy, image: ${name}.png }`);
    await yaml(...states);
    expect(await problems()).toEqual([
      expect.stringMatching(
        /^scheme.yaml:\d: [a-e], image: [a-e].png: 60000000 bytes are more than any service takes$/,
      ),
      "scheme.yaml:6: sub, image: sub.png: it is not a file",
      "scheme.yaml:7: loop, image: loop.png: it cannot be read: ELOOP",
    ]);
  });
});

test("what is not wanted any more is not written, and nothing of it is left", async () => {
  const write = writeSchemeFolder(join(root, "new"), [], () => new Uint8Array(1), {
    signal: AbortSignal.abort(new Error("enough")),
  });
  await expect(write).rejects.toThrow("enough");
  expect(await readdir(root)).toEqual(["scheme"]);
});
