// Juliet's client, which serves, and Romeo's, played by hand: both there anew for each test of the file that imports this,
// and nothing left of the sessions behind it.
import { afterAll, afterEach, beforeAll, beforeEach } from "@jest/globals";
import { startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import type { ServeOptions } from "../../../src/transfer/api.ts";
import { loginTransfer, makeScheme, nothingLeft, serve } from "./people.ts";
import type { Served, ServingPerson, TransferPerson } from "./people.ts";
import { loginScripted } from "./scripted.ts";
import type { Scripted } from "./scripted.ts";

export let bed: Testbed;
export let owner: TransferPerson;
export let viewer: Scripted;
export let served: Served;
/** What `begin` began. */
export let serving: ServingPerson;
/** The owner serves from now on: each test's first step. */
export const begin = (options: Partial<ServeOptions> = {}) => void (serving = serve(owner, served, options));

beforeAll(async () => {
  bed = await startTestbed({ component: false });
});
afterAll(() => bed.stop());
beforeEach(async () => {
  [owner, viewer] = await Promise.all([loginTransfer(bed, "juliet", { ibbBytes: 8_000 }), loginScripted(bed, "romeo")]);
  served = makeScheme(bed.jid("juliet"), { dnd: 6_000, away: 9_000 });
});
afterEach(async () => {
  await serving.serving.stop();
  await nothingLeft(owner).finally(() => Promise.all([owner.xmpp.stop(), viewer.xmpp.stop()]));
});
