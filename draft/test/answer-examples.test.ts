// Examples of the service's answers that are part of no flow: what leads to each is done, and the service says it.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "@jest/globals";
import { encodePublishRequest, element, NS_BOB, NS_HTTP_UPLOAD, parseXml, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { inspect } from "../../component/src/media/inspect.ts";
import { readDraft } from "../src/index.ts";
import { canonical, mapped } from "./support/canonical.ts";
import { createExecuted } from "./support/executed.ts";
import { SERVICE, startService } from "./support/service.ts";
import type { RunningService, ServiceOptions } from "./support/service.ts";

const DND = readFileSync(new URL("../../fixtures/schemes/juliet/dnd.png", import.meta.url));
/** As the example says it. */
const SHA_256 = createHash("sha256").update(DND).digest("base64");
const { examples } = readDraft();
const exampleOf = (id: string): Element => parseXml(examples.find((example) => example.id === id)!.xml);
const executed = createExecuted("draft/test/answer-examples.test.ts");

let service: RunningService;
const start = async (options?: ServiceOptions) => {
  service = await startService(options);
  service.now = Date.parse("2026-11-22T08:31:00.456Z");
};
afterEach(() => service.stop());

/** What it says to a request; of the same id as an answer that is an example. */
async function ask(request: Element, { attrs }: Element = request): Promise<Element> {
  service.feed(stanza("iq", { ...request.attrs, id: attrs.id }, ...request.getChildElements()));
  await service.idle();
  return service.sent.shift()!;
}
/** The answer to the request is the example. */
async function expectAnswer(id: string, request: Element): Promise<void> {
  const example = exampleOf(id);
  expect(canonical(await ask(request, example))).toBe(canonical(example));
  executed.note(id);
}
/** Juliet asks for a slot, and puts her picture there, or `bytes`, or nothing; her publish of it. */
async function upload(bytes: Uint8Array | "nothing" = DND): Promise<Element> {
  const slot = (await ask(exampleOf("slot-request"))).getChild("slot", NS_HTTP_UPLOAD)!;
  if (bytes !== "nothing") await service.put(slot.getChild("put")!.attrs.url!, bytes);
  const { url } = slot.getChild("get")!.attrs;
  const hash = bytes === "nothing" ? SHA_256 : createHash("sha256").update(bytes).digest("base64");
  const publish = mapped(exampleOf("publish-media"), (value, _, attribute) => (attribute === "target" ? url! : value));
  return parseXml(publish.toString().replace(SHA_256, hash));
}

// The 36 bytes that the example shows are what this picture was made into.
test("bits, and to whom", async () => {
  const bytes = Buffer.from(exampleOf("bits-result").getChildText("data")!, "base64");
  await start({ normalise: async () => ({ bytes, mediaType: "image/webp", width: 1, height: 1 }) });
  await ask(await upload());
  const bits = exampleOf("bits");
  await expectAnswer("bits-result", bits);
  executed.note("bits");
  const { cid } = bits.getChild("data", NS_BOB)!.attrs;
  const from = exampleOf("bits-not-found").attrs.to;
  await expectAnswer(
    "bits-not-found",
    stanza("iq", { type: "get", from, to: SERVICE }, element(NS_BOB, "data", { cid })),
  );
});

test("bad-medium", async () => {
  await start({ normalise: (_, bytes) => Promise.reject(Error(String(inspect(bytes)))) });
  await expectAnswer("bad-medium", await upload(Buffer.alloc(DND.length, "Not a picture. ")));
});

test("blocked-medium", async () => {
  await start();
  await service.block(createHash("sha256").update(DND).digest("hex"));
  await expectAnswer("blocked-medium", await upload());
});

test("no-such-medium", async () => {
  await start();
  await expectAnswer("no-such-medium", await upload("nothing"));
});

test("quota-exceeded", async () => {
  const sizes = [16_700_000, 112_004].values();
  const normalise = async () => ({
    ...{ bytes: new Uint8Array(sizes.next().value!), mediaType: "image/webp", width: 512, height: 512 },
  });
  await start({ normalise });
  const [first, second] = [await upload(), await upload(Buffer.alloc(DND.length))];
  const looksOf = (publish: Element) => publish.getChild("publish")!.getChild("scheme")!;
  const eating = looksOf(second).getChildren("look")[1]!;
  Object.assign(eating.attrs, { state: "eating", show: "away" });
  looksOf(first).append(eating);
  await expectAnswer("quota-exceeded", first);
});

const publish = () => {
  const look = { state: "away", text: [{ lang: "en", text: "At Friar Laurence's cell" }], media: [] };
  const scheme = { owner: "juliet@capulet.lit", looks: [look] };
  const from = "juliet@capulet.lit/balcony";
  return stanza("iq", { type: "set", id: "before", from, to: SERVICE }, encodePublishRequest({ scheme }));
};

test("rate-exceeded", async () => {
  await start();
  for (let times = 0; times < 60; times += 1) expect((await ask(publish())).attrs.type).toBe("result");
  await expectAnswer("rate-exceeded", publish());
});

test("try-later", async () => {
  await start();
  await ask(publish());
  service.now += 5 * 60_000;
  service.answersRosters = false;
  await expectAnswer("try-later", exampleOf("check-first"));
});

test("every example that is said to be executed here was", async () => {
  await start();
  expect(executed.difference()).toEqual([]);
});
