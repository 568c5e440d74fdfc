// Small media in band, where they cannot be had over HTTP (draft, "Small Media in Band").
import { describe, expect, test } from "@jest/globals";
import {
  BITS_BYTES,
  cidOf,
  DEFAULT_LIMITS,
  element,
  encodeBits,
  encodeLimitsForm,
  NS,
  NS_BOB,
  NS_DISCO_INFO,
  NS_STORE,
  SchemeError,
} from "@status-scheme/protocol";
import { idle } from "./support/clock.ts";
import { BALCONY, JULIET } from "./support/juliet.ts";
import { makeMedium, ORIGIN, S1, schemeOf, SERVICE, textLook } from "./support/values.ts";
import { createWorld } from "./support/world.ts";

const door = new TextEncoder().encode("a closed door");
const info = (...features: string[]) =>
  element(
    NS_DISCO_INFO,
    "query",
    {},
    ...[NS, NS_STORE, ...features].map((name) => element(NS_DISCO_INFO, "feature", { var: name })),
    encodeLimitsForm(DEFAULT_LIMITS, [ORIGIN]),
  );

interface Scene {
  readonly bytes?: Uint8Array;
  readonly sources?: readonly string[];
  /** What HTTP answers. */
  readonly http?: () => Response | Promise<Response>;
  readonly features?: readonly string[];
  /** What comes in band; default: the bytes. */
  readonly answered?: Uint8Array | SchemeError;
}
/** Juliet's look has a medium; she is there, and everything that happens has happened. */
async function show({
  bytes = door,
  sources = [`${ORIGIN}/door`],
  http = () => Promise.reject(new TypeError("fetch is not a function")),
  features = [NS_BOB],
  answered = bytes,
}: Scene) {
  const world = createWorld();
  const medium = makeMedium(bytes, { sources });
  const asked: string[] = [];
  for (const source of sources) world.media.set(source, http);
  world.answers.set(`info ${SERVICE}`, () => info(...features));
  world.answers.set("data", (iq) => {
    const { cid } = iq.getChildElements()[0]!.attrs;
    asked.push(`${iq.attrs.to} ${cid}`);
    if (answered instanceof SchemeError) return answered;
    // Larger than there may be, for who asks all the same.
    return encodeBits({ cid: cid!, mediaType: "image/webp", bytes: answered.subarray(0, BITS_BYTES) });
  });
  world.schemes.set(JULIET, schemeOf(JULIET, S1, textLook("available", "Here", { media: [medium] })));
  await world.login();
  world.presence(BALCONY);
  await idle();
  return { world, asked, medium, shown: world.viewer.shown(JULIET)!.look!.media };
}

describe("a small medium", () => {
  test.each<[string, Scene]>([
    ["without HTTP", {}],
    ["of a URL that is refused for ever", { http: () => new Response("", { status: 403 }) }],
    ["without a URL", { sources: [] }],
    ["of another origin", { sources: ["https://elsewhere.example/door"] }],
  ])("%s is asked for in band, once", async (_, scene) => {
    const { asked, medium, shown, world } = await show(scene);
    expect(shown.map(({ bytes }) => bytes)).toEqual([door]);
    expect(asked).toEqual([`${SERVICE} ${cidOf(medium.hash)}`]);
    expect(world.askedFor("fetch").length).toBeLessThanOrEqual(2);
  });

  // holds: bits-after-http
  test("that comes over HTTP is not asked for", async () => {
    const { asked, shown } = await show({ http: () => new Response(door) });
    expect([shown.length, asked]).toEqual([1, []]);
  });
});

// holds: bits-asked-where-offered
test.each<[string, Scene]>([
  ["of a service that does not say that it serves any", { features: [] }],
  ["that is too large", { bytes: new Uint8Array(BITS_BYTES + 1) }],
])("a medium %s is not asked for", async (_, scene) => {
  const { asked, shown } = await show(scene);
  expect([shown, asked]).toEqual([[], []]);
});

// holds: bits-verified
test.each<[string, Uint8Array | SchemeError]>([
  ["other bytes", new TextEncoder().encode("an open door!")],
  ["fewer bytes", door.subarray(1)],
  ["no bytes", new Uint8Array()],
  ["a refusal", new SchemeError("not-found")],
])("%s in band: the look is shown without, and it is asked for again later, and later", async (_, answered) => {
  const { world, asked, shown } = await show({ answered });
  expect([shown, asked.length]).toEqual([[], 1]);
  await world.clock.advance(3_600_000);
  expect(asked.length).toBeGreaterThan(1);
  expect(asked.length).toBeLessThan(12);
});
