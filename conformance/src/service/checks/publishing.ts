// Sections 6.2 to 6.5: uploads, editing, conflict, clearing.
import { NS, NS_UPLOAD } from "@status-scheme/protocol";
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { apng, png } from "../../media/png.ts";
import { http, showAnswer } from "../../wire/http.ts";
import { show } from "../../wire/show.ts";
import { desc, look, lookOf, medium, mediaOf, sha256, text } from "../looks.ts";
import { expectRefusal, fetchScheme, publishing as publishingOf, resultOf, slotOf, slotRequest } from "../verbs.ts";
import type { ServiceWorld } from "../world.ts";

const PICTURE = png(24, 24, [90, 30, 160, 255]);
const TYPE = "image/png";

async function slotFor({ owner, service, info }: ServiceWorld, size: number) {
  if (!info.features.has(NS_UPLOAD)) throw new NotSupported("this service takes no uploads");
  return slotOf(await owner.ask(service, "get", slotRequest(size, TYPE)));
}
const put = (url: string, body: Uint8Array, type = TYPE) =>
  http("PUT", url, { body: body as BodyInit, headers: { "content-type": type } });
const isRefusal = (status: number) => status >= 400 && status < 500;

export const publishing: readonly Check<ServiceWorld>[] = [
  {
    holds: ["upload-exact-size"],
    run: async (world) => {
      for (const size of [PICTURE.length - 1, PICTURE.length + 1]) {
        const answer = await put((await slotFor(world, size)).put, PICTURE);
        const expected = `4xx to a PUT of ${PICTURE.length} bytes where ${size} were announced`;
        expectThat(isRefusal(answer.status), expected, () => showAnswer(answer));
      }
    },
  },
  {
    holds: ["upload-announced-type"],
    run: async (world) => {
      const answer = await put((await slotFor(world, PICTURE.length)).put, PICTURE, "image/gif");
      expectThat(isRefusal(answer.status), "4xx to a PUT of another type than announced", () => showAnswer(answer));
    },
  },
  {
    holds: ["slot-once", "upload-private"],
    run: async (world) => {
      const slot = await slotFor(world, PICTURE.length);
      const first = await put(slot.put, PICTURE);
      expectThat(first.status === 201, "201 to a PUT", () => showAnswer(first));
      const second = await put(slot.put, PICTURE);
      expectThat(isRefusal(second.status), "4xx to a second PUT to the same slot", () => showAnswer(second));
      const got = await http("GET", slot.get);
      expectThat(got.status >= 400, "no file behind the get URL", () => showAnswer(got));
    },
  },
  {
    holds: ["upload-hash-verified"],
    run: async (world) => {
      const uploaded = await world.upload(PICTURE, TYPE);
      const wrong = { ...uploaded, hash: sha256(new Uint8Array(1)), source: uploaded.get };
      const reply = await world.tryPublish([look("dnd", text("No"), medium({ kind: "image", ...wrong }))]);
      expectRefusal(reply, ["not-acceptable"], "bad-medium");
    },
  },
  {
    holds: ["refused-publish-keeps-upload"],
    run: async (world) => {
      const uploaded = await world.upload(PICTURE, TYPE);
      const image = medium({ kind: "image", ...uploaded, source: uploaded.get });
      expectRefusal(await world.tryPublish([look("away", text("Out"), image), look("dnd")]), [
        "bad-request",
        "not-acceptable",
      ]);
      await world.publish([look("away", text("Out"), image)]);
    },
  },
  {
    holds: ["kind-from-bytes"],
    run: async (world) => {
      const uploaded = await world.upload(PICTURE, TYPE);
      const audio = medium({ kind: "audio", ...uploaded, source: uploaded.get });
      const reply = await world.tryPublish([look("dnd", text("No"), audio)]);
      expectRefusal(reply, ["not-acceptable", "feature-not-implemented"]);
    },
  },
  {
    holds: ["answer-tells-what-is-stored"],
    run: async (world) => {
      const { image, reply } = await world.baseline();
      const got = await http("GET", image.urls[0] ?? "");
      const isSo = got.status === 200 && got.body.length === image.size && sha256(got.body) === image.hash;
      expectThat(isSo, `${image.size} bytes with the hash ${image.hash}`, () => showAnswer(got));
      const isType = got.headers.get("content-type")?.split(";")[0] === image.type;
      expectThat(isType && image.width > 0 && image.height > 0, "type and dimensions of what is served", () =>
        show(reply),
      );
    },
  },
  {
    holds: ["unknown-medium-refused"],
    run: async (world) => {
      await world.baseline();
      const unknown = medium({ kind: "image", type: TYPE, size: 99, hash: sha256(Uint8Array.of(1, 2, 3)) });
      expectRefusal(await world.tryPublish([look("dnd", text("No"), unknown)]), ["item-not-found"]);
    },
  },
  {
    holds: ["uploads-unobservable"],
    run: async (world) => {
      // The contact names what the owner has stored: it is no medium of theirs, as if nobody had it.
      const { image } = await world.baseline();
      const named = (hash: string) => medium({ kind: "image", type: image.type, size: image.size, hash });
      const ask = (hash: string) =>
        world.peer.ask(world.service, "set", publishingOf(world.peer.bare, [look("dnd", text("No"), named(hash))]));
      expectRefusal(await ask(image.hash), ["item-not-found"]);
      expectRefusal(await ask(sha256(Uint8Array.of(7))), ["item-not-found"]);
    },
  },
  {
    holds: ["kept-medium-by-hash"],
    run: async (world) => {
      const { image } = await world.baseline();
      const kept = medium({
        kind: "image",
        type: image.type,
        size: image.size,
        hash: image.hash,
        desc: [desc("Mine")],
      });
      const { reply, scheme } = await world.publish([look("dnd", text("No"), kept)]);
      const [found] = mediaOf(lookOf(scheme, "dnd"));
      expectThat(found?.hash === image.hash && found.urls.length > 0, "the image that was kept", () => show(reply));
    },
  },
  {
    holds: ["own-still-used"],
    run: async (world) => {
      const still = await world.upload(png(33, 33, [200, 30, 30, 255]), TYPE);
      const image = medium({ kind: "image", ...still, source: still.get, desc: [desc("My own still")] });
      const frames = [10, 240].map((red) => ({ color: [red, 90, 40, 255] as const, delayMs: 150 }));
      const stored = await world.publishMedium("animation", apng(40, 20, frames), TYPE, [image]);
      const found = stored.find(({ kind }) => kind === "image");
      const isOwn = found?.width === 33 && found.height === 33 && found.desc[0] === "My own still";
      expectThat(isOwn, "the owner's still of 33 × 33 pixels", () => JSON.stringify(found));
    },
  },
  {
    holds: ["publish-conflict"],
    run: async (world) => {
      const first = await world.someStamp();
      const second = await world.publish([look("available", text("There"))], first);
      const request = publishingOf(world.owner.bare, [look("available", text("Nowhere"))], first);
      const reply = await world.device.ask(world.service, "set", request);
      expectRefusal(reply, ["conflict"], "current");
      const told = reply.getChild("error")?.getChild("current", NS)?.attrs.stamp;
      expectThat(told === second.stamp, `current with stamp='${second.stamp}'`, () => show(reply));
    },
  },
  {
    holds: ["cleared-scheme-is-shown"],
    run: async (world) => {
      await world.openToContacts();
      const before = await world.someStamp();
      const cleared = await world.publish([]);
      const reply = await fetchScheme(world.peer, world.service, world.owner.bare, before);
      const { attrs } = resultOf(reply, "fetch");
      const found = resultOf(reply, "fetch").getChild("scheme", NS);
      const isShown =
        attrs.status === "changed" && attrs.stamp === cleared.stamp && found?.getChild("look", NS) === undefined;
      expectThat(isShown && found !== undefined, "the cleared scheme with its stamp", () => show(reply));
    },
  },
];
