// What is too large to come in band between clients (draft, sections 8.8 and 12): the still is shown in its place.
import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, jest, test } from "@jest/globals";
import type { SchemeError } from "@status-scheme/protocol";
import { decodeIbbData } from "@status-scheme/protocol/transfer";
import sharp from "sharp";
import { until } from "@status-scheme/testbed";
import { jinglesIn } from "../../client-plugin/test/transfer/support/people.ts";
import { guests } from "./support/client-stored.ts";
import { english, payloads, picture, startWorld } from "./support/world.ts";
import type { Person, World } from "./support/world.ts";

const LIMIT = 262_144;
const RAISED = 2 * LIMIT;

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());
const arrive = guests(() => world);
afterEach(() => void jest.restoreAllMocks());

/** Noise that moves: no encoder makes it smaller. */
async function noise(): Promise<Uint8Array> {
  const [width, pageHeight, frames] = [220, 220, 2];
  const raw = { width, height: pageHeight * frames, channels: 3, pageHeight } as const;
  return sharp(randomBytes(width * pageHeight * frames * 3), { raw })
    .webp({ lossless: true, delay: [200, 200] })
    .toBuffer();
}

async function meet(ofOwner: number | undefined, ofViewer: number | undefined) {
  const still = await picture("red");
  const animation = await noise();
  expect(animation.length).toBeGreaterThan(LIMIT);
  expect(animation.length).toBeLessThan(RAISED);
  // In band alone, as in a browser: there are no sockets.
  jest.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
  const plugin = (ibbBytes: number | undefined) => ({
    kinds: ["image", "animation"] as const,
    ...(ibbBytes !== undefined && { ibbBytes }),
  });
  const juliet = await arrive("juliet", { resource: "balcony", plugin: plugin(ofOwner) });
  const media = [
    { kind: "image", bytes: still, mediaType: "image/png", desc: english("Red") },
    { kind: "animation", bytes: animation, mediaType: "image/webp", desc: english("Snow") },
  ] as const;
  await juliet.schemes.serve({ looks: [{ state: "available", text: english("At home"), media }] });
  const romeo = await arrive("romeo", { resource: "orchard", plugin: plugin(ofViewer) });
  return { romeo, still, animation };
}

/** Bytes that came in band. */
const bytesIn = ({ received }: Person): number =>
  payloads(received, "data").reduce((sum, data) => sum + decodeIbbData(data).data.length, 0);
/** The files that were asked for in sessions, by size of what was agreed on. */
const askedBy = ({ sent }: Person) =>
  jinglesIn(sent).filter(({ action }) => action === "session-initiate" || action === "content-add");

// holds: ibb-limit-obeyed-by-viewer, ibb-always
test.each([
  ["as it is by default", undefined, undefined],
  ["that the owner's client alone has raised", RAISED, undefined],
  ["that the viewer's client alone has raised", undefined, RAISED],
])(
  "an animation beyond the limit, %s, is not asked for: the still is shown, and a warning says why",
  async (...limits) => {
    const [, ofOwner, ofViewer] = limits;
    const { romeo, still, animation } = await meet(ofOwner, ofViewer);
    const { look } = await romeo.sees("juliet", (shown) => shown.look?.media.length === 1);
    expect(look).toMatchObject({ text: "At home", media: [{ kind: "image" }], offered: ["image", "animation"] });
    await until("romeo is warned", () => romeo.warnings.length > 0);
    const [{ code, contact, error }] = romeo.warnings as [Person["warnings"][number]];
    expect({ code, contact, detail: (error as SchemeError).detail }).toMatchObject({
      code: "too-large",
      contact: world.bed.jid("juliet"),
      detail: { medium: "animation", limit: "ibb-bytes", max: LIMIT, actual: animation.length },
    });
    expect(askedBy(romeo).flatMap(({ contents }) => contents)).toHaveLength(1);
    expect(bytesIn(romeo)).toBe(still.length);
    expect(romeo.warnings).toHaveLength(1);
  },
);

test("with the limit raised on both sides it comes, in band", async () => {
  const { romeo, still, animation } = await meet(RAISED, RAISED);
  const { look } = await romeo.sees("juliet", (shown) => shown.look?.media.length === 2 && shown.fresh, 20_000);
  expect(look!.media.map(({ kind }) => kind)).toEqual(["image", "animation"]);
  expect(Buffer.from(look!.media[1]!.bytes)).toEqual(Buffer.from(animation));
  expect(bytesIn(romeo)).toBe(still.length + animation.length);
  expect(romeo.warnings).toEqual([]);
});
