// Sections 11.1 and 11.2: what becomes of what is uploaded.
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { lyingJpeg } from "../../media/jpeg.ts";
import { apng, ascii, hugeApng, hugePng, join, png } from "../../media/png.ts";
import { wav } from "../../media/wav.ts";
import { readWebp } from "../../media/webp.ts";
import { sha256 } from "../looks.ts";
import { conditionOf, expectRefusal } from "../verbs.ts";
import type { Served, ServiceWorld } from "../world.ts";

const RED = [200, 40, 40, 255] as const;
const CLEAR = [0, 0, 0, 0] as const;
const SECRET = "Friar-Laurence-was-here";
/** What the table of errors has for a medium that is not taken. */
const REFUSALS = ["not-acceptable", "feature-not-implemented"];

const inTurns = (ms: number, otherMs = ms) => [
  { color: RED, delayMs: ms },
  { color: CLEAR, delayMs: otherMs },
];
const lying = (world: ServiceWorld) =>
  world.once("a picture that lies", () =>
    world.publishMedium("image", lyingJpeg({ artist: SECRET, trailer: "" }), "image/jpeg"),
  );
const moving = (world: ServiceWorld) =>
  world.once("a moving picture", () =>
    world.publishMedium("animation", apng(20, 10, inTurns(240, 360), 3), "image/png"),
  );
const sound = (world: ServiceWorld) => world.once("a sound", () => world.publishMedium("audio", wav(500), "audio/wav"));

const refused =
  (kind: string, bytes: (world: ServiceWorld) => Uint8Array, type = "image/png") =>
  async (world: ServiceWorld): Promise<void> =>
    expectRefusal(await world.tryMedium(kind, bytes(world), type), REFUSALS);

/** Of one kind, whatever else was made of it. @throws Failure */
function only(kind: string, media: readonly Served[]): Served {
  const found = media.find((one) => one.kind === kind);
  expectThat(found !== undefined, `the ${kind}`, () => describe(media));
  return found;
}

function describe(media: readonly Served[]): string {
  return media.map(({ body, ...rest }) => JSON.stringify({ ...rest, served: body.length })).join(", ") || "no media";
}

export const media: readonly Check<ServiceWorld>[] = [
  {
    holds: ["format-from-bytes"],
    run: async (world) => {
      const found = await world.publishMedium("image", png(20, 10, RED), "image/jpeg");
      const { width, height } = only("image", found);
      expectThat(width === 20 && height === 10, "a PNG of 20 × 10 announced as JPEG", () => describe(found));
    },
  },
  {
    holds: ["nothing-that-runs"],
    run: async (world) => {
      const svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><script>alert(1)</script></svg>";
      await refused("image", () => ascii(svg))(world);
      await refused("image", () => ascii("<!doctype html><script>alert(1)</script>"))(world);
    },
  },
  { holds: ["no-polyglots"], run: refused("image", () => join([png(20, 10, RED), emptyZip()])) },
  { holds: ["no-silent-first-frame"], run: refused("image", () => apng(20, 10, inTurns(100))) },
  {
    holds: ["kind-not-taken"],
    run: async (world) => {
      // What is not stored and not refused as a kind that is not taken has another fault of the service's.
      // One after the other: what is published next takes the place of what was.
      await moving(world).catch(unlessNotTaken);
      await sound(world).catch(unlessNotTaken);
    },
  },
  {
    holds: ["images-re-encoded"],
    run: async (world) => {
      const found = await lying(world);
      const { hash, type, body } = only("image", found);
      const isOther = hash !== sha256(lyingJpeg({ artist: SECRET, trailer: "" })) && type === "image/webp";
      expectThat(isOther && readWebp(body) !== undefined, "another file, a WebP", () => describe(found));
    },
  },
  {
    holds: ["orientation-applied"],
    run: async (world) => {
      const found = await lying(world);
      const { width, height } = only("image", found);
      expectThat(width === 8 && height === 16, "8 × 16 pixels, as its Exif says", () => describe(found));
    },
  },
  {
    holds: ["metadata-removed"],
    run: async (world) => {
      const commented = await world.publishMedium("image", png(20, 10, RED, SECRET), "image/png");
      for (const { body } of [only("image", await lying(world)), only("image", commented)]) {
        const chunks = readWebp(body)?.chunks.filter((name) => ["EXIF", "XMP"].includes(name)) ?? [];
        const isClean = chunks.length === 0 && !Buffer.from(body).includes(SECRET);
        expectThat(isClean, "no metadata of the upload", () => chunks.join(", ") || "its text");
      }
    },
  },
  {
    holds: ["trailing-bytes-removed"],
    run: async (world) => {
      const bytes = lyingJpeg({ artist: "Romeo", trailer: SECRET });
      const reply = await world.tryMedium("image", bytes, "image/jpeg");
      // To refuse it serves as well.
      if (conditionOf(reply) === "not-acceptable") return;
      const isClean = !Buffer.from(only("image", await world.servedBy(reply)).body).includes(SECRET);
      expectThat(isClean, "nothing that followed the upload's end", () => "it");
    },
  },
  {
    holds: ["image-scaled-down"],
    run: async (world) => {
      const side = world.limit("image-side");
      const found = await world.publishMedium("image", png(side + 64, 16, RED), "image/png");
      expectThat(only("image", found).width <= side, `at most ${side} pixels`, () => describe(found));
    },
  },
  {
    holds: ["pixels-before-decoding"],
    run: refused("image", (world) => hugePng(8192, Math.ceil(world.limit("image-pixels") / 8192) + 1)),
  },
  {
    holds: ["animation-pixels-before-decoding"],
    run: refused("animation", (world) =>
      hugeApng(4096, 1024, Math.ceil(world.limit("animation-pixels") / (4096 * 1024)) + 1),
    ),
  },
  {
    holds: ["never-shortened"],
    run: async (world) => {
      await refused("animation", () => apng(20, 10, inTurns(world.limit("animation-length") / 2 + 500)))(world);
      await refused("audio", () => wav(world.limit("audio-length") + 1000), "audio/wav")(world);
    },
  },
  {
    holds: ["animation-scaled-down"],
    run: async (world) => {
      const side = world.limit("animation-side");
      const found = await world.publishMedium("animation", apng(side + 64, 16, inTurns(200)), "image/png");
      expectThat(only("animation", found).width <= side, `at most ${side} pixels`, () => describe(found));
    },
  },
  {
    holds: ["animation-kept"],
    run: async (world) => {
      const webp = readWebp(only("animation", await moving(world)).body);
      const isKept = String(webp?.delays) === "240,360" && webp?.plays === 3 && webp.hasAlpha;
      expectThat(isKept, "frames of 240 and 360 ms, played 3 times, with transparency", () => JSON.stringify(webp));
    },
  },
  {
    holds: ["length-from-packets"],
    run: async (world) => {
      const found = await sound(world);
      expectThat(Math.abs(only("audio", found).length - 500) <= 1, "a length of 500 ms", () => describe(found));
    },
  },
];

function unlessNotTaken(error: unknown): void {
  if (!(error instanceof NotSupported)) throw error;
}

/** An archive without a file in it (APPNOTE.TXT 4.3.16): its end is all there is. */
function emptyZip(): Uint8Array {
  return join([ascii("PK\u0005\u0006"), new Uint8Array(18)]);
}
