// Section 5: what a scheme must be to be stored. Each wrong one is refused, and all of them leave what was there.
import { element, type Element, NS } from "@status-scheme/protocol";
import { type Check, expectThat } from "../../kit/check.ts";
import { apng } from "../../media/png.ts";
import { show } from "../../wire/show.ts";
import { desc, look, lookOf, medium, mediaOf, ownLook, scheme, sha256, type Stored, text } from "../looks.ts";
import { check, conditionOf, expectRefusal, fetchScheme, publishing, resultOf, slotRequest } from "../verbs.ts";
import type { ServiceWorld } from "../world.ts";

const OTHER_HASH = sha256(new Uint8Array());
/** A state of one's own without its base. */
const refusedToken = (world: ServiceWorld) =>
  world.once("a token without its base", () =>
    world.tryPublish([look("dnd", text("No")), look("in_a_meeting", text("With the nurse"))]),
  );
/** What the table of errors has for a document that is wrong. */
const REFUSALS = ["bad-request", "not-acceptable"];

/** Publishing these looks is refused. */
const refused =
  (looks: (world: ServiceWorld, kept: (more?: object) => Element) => readonly Element[]) =>
  async (world: ServiceWorld): Promise<void> => {
    const { image } = await world.baseline();
    expectRefusal(await world.tryPublish(looks(world, (more) => keeping(image, more))), REFUSALS);
  };
/** The stored image, by its hash. */
const keeping = (image: Stored, more: object = {}) =>
  medium({ kind: "image", type: image.type, ...sized(image), ...more });
const sized = ({ size, hash }: Stored) => ({ size, hash });

export const document: readonly Check<ServiceWorld>[] = [
  {
    holds: ["state-syntax"],
    run: refused(() => [ownLook("In_a_meeting", "dnd", text("With the nurse"))]),
  },
  {
    holds: ["token-has-show", "publish-rules-kept"],
    run: async (world) => expectRefusal(await refusedToken(world), REFUSALS),
  },
  { holds: ["base-state-has-no-show"], run: refused(() => [ownLook("away", "dnd", text("Out"))]) },
  { holds: ["one-text-a-language"], run: refused(() => [look("dnd", text("No", "en"), text("Not now", "EN"))]) },
  {
    holds: ["one-description-a-language"],
    run: refused((_, kept) => [look("dnd", kept({ desc: [desc("A door"), desc("A gate")] }))]),
  },
  { holds: ["text-not-empty"], run: refused(() => [look("dnd", text(" \t "))]) },
  { holds: ["text-without-controls"], run: refused(() => [look("dnd", text("Not\u2028now"))]) },
  {
    holds: ["one-sha-256"],
    run: refused((_, kept) => [look("dnd", text("No"), kept({ hash: [OTHER_HASH, OTHER_HASH] }))]),
  },
  { holds: ["one-look-a-state"], run: refused(() => [look("dnd", text("No")), look("dnd", text("Not now"))]) },
  { holds: ["one-medium-a-kind"], run: refused((_, kept) => [look("dnd", text("No"), kept(), kept())]) },
  { holds: ["look-not-empty"], run: refused(() => [look("dnd")]) },
  { holds: ["look-has-words"], run: refused((_, kept) => [look("dnd", kept({ desc: [] }))]) },
  {
    holds: ["malformed-refused"],
    run: async ({ owner, service }) => {
      const refuse = async (type: "get" | "set", payload: Element) =>
        expectRefusal(await owner.ask(service, type, payload), ["bad-request"]);
      await refuse("get", element(NS, "check", { owner: owner.bare, stamp: "2026-11-22T08:30:00Z" }));
      await refuse("get", element(NS, "check", { owner: `${owner.bare}/balcony` }));
      await refuse("set", publishing(undefined, [look("dnd", text("No"))]));
      await refuse("set", element(NS, "access", { model: "everybody" }));
      await refuse("get", publishing(owner.bare, [look("dnd", text("No"))]));
    },
  },
  {
    holds: ["errors-echo-no-content"],
    run: async (world) => {
      const reply = await refusedToken(world);
      expectRefusal(reply, REFUSALS);
      const payload = reply.getChildElements().find((child) => child.getName() !== "error");
      expectThat((payload?.children.length ?? 0) === 0, "an error without the request's children", () => show(reply));
    },
  },
  {
    holds: ["errors-name-the-place"],
    run: async (world) => {
      const reply = await refusedToken(world);
      const own = reply.getChild("error")?.getChild("bad-look", NS);
      expectThat(own?.attrs.look === "in_a_meeting", "bad-look with look='in_a_meeting'", () => show(reply));
    },
  },
  {
    holds: ["publish-own-only"],
    run: async ({ owner, peer, service }) =>
      expectRefusal(await peer.ask(service, "set", publishing(owner.bare, [look("dnd", text("No"))])), ["forbidden"]),
  },
  {
    holds: ["publish-served-domains-only"],
    needs: ["foreigner"],
    run: async ({ stranger, service }) =>
      expectRefusal(await stranger!.ask(service, "set", publishing(stranger!.bare, [])), ["forbidden"]),
  },
  {
    holds: ["publish-limits-kept"],
    run: async (world) => {
      const tooLong = "a".repeat(world.limit("text-characters") + 1);
      expectRefusal(await world.tryPublish([look("dnd", text(tooLong))]), ["not-acceptable"], "limit-exceeded");
      const many = Array.from({ length: world.limit("scheme-looks") + 1 }, (_, at) =>
        ownLook(`state_${at}`, "dnd", text("No")),
      );
      expectRefusal(await world.tryPublish(many), ["not-acceptable"], "limit-exceeded");
      const size = world.limit("image-bytes") + world.limit("video-bytes") + 1;
      expectRefusal(await world.owner.ask(world.service, "get", slotRequest(size, "image/png")), [
        "not-acceptable",
        "service-unavailable",
      ]);
    },
  },
  {
    holds: ["refused-publish-changes-nothing"],
    run: async (world) => {
      const { stamp } = await world.baseline();
      expectRefusal(await world.tryPublish([look("available", text("Gone")), look("dnd")]), REFUSALS);
      const reply = await check(world.owner, world.service, world.owner.bare, stamp);
      expectThat(resultOf(reply, "check").attrs.status === "current", "the stamp of before", () => show(reply));
    },
  },
  {
    holds: ["unknown-ignored"],
    run: async (world) => {
      const extra = element("urn:example:extra", "mood", { much: "true" });
      const strange = look("available", text("Here"), extra);
      strange.attrs.glow = "green";
      const { reply } = await world.publish([strange]);
      const asked = element(NS, "check", { owner: world.owner.bare, patience: "none" }, extra);
      const answer = await world.owner.ask(world.service, "get", asked);
      expectThat(conditionOf(answer) === undefined, "an answer to check", () => show(answer));
      const stored = await fetchScheme(world.owner, world.service, world.owner.bare);
      const isKept = [reply, stored].some((one) => String(one).includes("urn:example:extra"));
      expectThat(!isKept, "a scheme without what the service does not know", () => show(stored));
    },
  },
  {
    holds: ["published-stamp-ignored"],
    run: async (world) => {
      const stamp = "2099-01-01T00:00:00.000Z";
      const request = publishing(world.owner.bare, []);
      request.children = [scheme(world.owner.bare, [look("available", text("Here"))], { stamp })];
      const reply = await world.tryAsOwner(request);
      const issued = resultOf(reply, "publish").getChild("scheme", NS)?.attrs.stamp;
      expectThat(issued !== stamp, "a stamp of the service's own", () => show(reply));
    },
  },
  {
    holds: ["stamp-strictly-increases"],
    run: async (world) => {
      const looks = [look("available", text("Here"))];
      const stamps = [await world.someStamp(), (await world.publish(looks)).stamp, (await world.publish(looks)).stamp];
      const isForm = stamps.every((stamp) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(stamp));
      // In this form later stamps are greater strings.
      const isRising = stamps[0]! < stamps[1]! && stamps[1]! < stamps[2]!;
      expectThat(isForm && isRising, "stamps that increase", () => stamps.join(", "));
    },
  },
  {
    holds: ["moving-look-has-still", "still-made-is-told"],
    run: async (world) => {
      const frames = (["#0", "#1"] as const).map((_, at) => ({
        color: [at * 200, 90, 40, 255] as const,
        delayMs: 200,
      }));
      const bytes = apng(40, 20, frames);
      const uploaded = await world.upload(bytes, "image/png");
      const moving = medium({ kind: "animation", ...uploaded, source: uploaded.get });
      const reply = await world.tryPublish([look("dnd", text("No"), moving)]);
      // It makes the still, or refuses the look, or takes no animations at all.
      if (["not-acceptable", "feature-not-implemented"].includes(conditionOf(reply) ?? "")) return;
      const kinds = mediaOf(lookOf(resultOf(reply, "publish").getChild("scheme", NS), "dnd")).map(({ kind }) => kind);
      expectThat(kinds.includes("image"), "a still beside the animation", () => show(reply));
    },
  },
];
