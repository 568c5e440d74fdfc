// An owner on ejabberd, and a viewer on a Prosody that federates with it.
import { afterAll, beforeAll } from "@jest/globals";
import { startFederatedWorld, type FederatedWorld } from "../support/federated-world.ts";
import { testOwnerAt } from "../support/owner-elsewhere.ts";

let both: FederatedWorld;
beforeAll(async () => {
  both = await startFederatedWorld({ friends: [["juliet@capulet.lit", "romeo@montague.lit"]] });
});
afterAll(() => both.stop());

testOwnerAt("montague", () => both);
