// What an editor asks of the owner's side: bytes of what is published, and limits.
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { DEFAULT_LIMITS } from "@status-scheme/protocol";
import type { Medium } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { statusScheme } from "../../src/index.ts";
import { sha256 } from "../../src/digest.ts";
import { createOwnMedium } from "../../src/owner/own-medium.ts";
import { realDeps } from "../../src/viewer/deps.ts";
import { loginOwner, picture } from "./people.ts";

let bed: Testbed;
beforeAll(async () => {
  bed = await startTestbed();
  await bed.startComponent({ config: { limits: { "scheme-looks": 7 } } });
});
afterAll(() => bed?.stop());

const text = [{ lang: "en", text: "Busy" }];
const looksWith = (bytes: Uint8Array) =>
  [{ state: "dnd", text, media: [{ kind: "image", bytes, mediaType: "image/png" }] }] as const;

test("a service's limits, and the bytes of what it stores, also where the first URL is not good any more", async () => {
  const { owner, xmpp } = await loginOwner(bed, "juliet");
  expect(await owner.limits()).toEqual({ limits: { ...DEFAULT_LIMITS, "scheme-looks": 7 }, keeper: "service" });
  const scheme = await owner.publish(looksWith(await picture("red")));
  const [medium] = scheme.looks[0]!.media;
  const bytes = await owner.ownMedium(medium!);
  expect(await sha256(bytes)).toBe(medium!.hash);
  await expect(owner.ownMedium({ ...medium!, hash: "bm90aGluZw==" })).rejects.toMatchObject({ code: "no-such-medium" });

  let renewed = 0;
  const { origin, pathname } = new URL(medium!.sources[0]!);
  const stale: Medium = { ...medium!, sources: [`${origin}${pathname.slice(0, -8)}AAAAAAAA`] };
  const withMedium = (one: Medium) => ({ ...scheme, looks: [{ ...scheme.looks[0]!, media: [one] }] });
  const ownMedium = createOwnMedium({
    caller: { find: async () => ({ jid: "", limits: DEFAULT_LIMITS, origins: [origin] }) },
    own: {
      held: () => withMedium(stale),
      fetch: async () => withMedium(stale),
      renew: async () => {
        renewed += 1;
        return withMedium(medium!);
      },
    },
    deps: realDeps(),
  });
  expect(await ownMedium(medium!)).toEqual(bytes);
  expect(renewed).toBe(1);
  await owner.clear();
  await xmpp.stop();
});

test("the default limits, and what is kept here, while this client serves", async () => {
  const xmpp = bed.client("romeo");
  const romeo = statusScheme(xmpp);
  await xmpp.start();
  try {
    const bytes = await picture("green");
    const scheme = await romeo.serve({ looks: looksWith(bytes) });
    expect(await romeo.limits()).toEqual({ limits: DEFAULT_LIMITS, keeper: "client" });
    const [medium] = scheme!.looks[0]!.media;
    expect(await romeo.ownMedium(medium!)).toEqual(new Uint8Array(bytes));
    const other = { ...medium!, hash: "bm90aGluZw==" };
    await expect(romeo.ownMedium(other)).rejects.toMatchObject({ code: "no-such-medium" });
    await romeo.stopServing();
    expect((await romeo.limits()).keeper).toBe("service");
  } finally {
    await romeo.stop();
    await xmpp.stop();
  }
});
