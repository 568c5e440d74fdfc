// What others wrote, as it reaches a terminal.
import { expect, test } from "@jest/globals";
import type { Look, Stamp } from "@status-scheme/protocol";
import { printAccess, printScheme } from "../src/print.ts";

const stamp = "2026-11-22T08:30:00.000Z" as Stamp;

test("a scheme's texts neither steer the terminal nor look like lines of its own", () => {
  const image = {
    kind: "image",
    mediaType: "image/webp",
    size: 9,
    width: 8,
    height: 8,
    hash: "",
    sources: [],
  } as const;
  const evil = "Busy 👩‍💻\u009b2J\u001b[2J\nowner: somebody else\u202e";
  const looks: Look[] = [
    { state: "dnd", text: [{ lang: "en", text: evil }], media: [{ ...image, desc: [{ lang: "", text: evil }] }] },
  ];
  const printed = printScheme({ owner: "iago@venice.lit", stamp, looks });
  expect(printed.split("\n")).toEqual([
    `iago@venice.lit  ${stamp}`,
    "",
    "dnd",
    "  en: Busy 👩‍💻\ufffd2J\ufffd[2J\ufffdowner: somebody else\ufffd",
    "  image: image/webp, 9 bytes, 8×8",
    "    Busy 👩‍💻\ufffd2J\ufffd[2J\ufffdowner: somebody else\ufffd",
    "",
  ]);
});

test("nor do the names of groups", () => {
  const access = { version: "1", model: "roster", groups: ["Friends\u009b2J"], allowed: [], blocked: [] } as const;
  expect(printAccess({ ...access, roster: "server" })).toContain("groups: Friends\ufffd2J\n");
});
