// The catalogue of a client.
import type { Catalogue } from "../kit/check.ts";
import { clientStored } from "./checks/client-stored.ts";
import { learning } from "./checks/learning.ts";
import { media } from "./checks/media.ts";
import { viewing } from "./checks/viewing.ts";
import { UNTRIED } from "./untried.ts";
import type { ClientWorld } from "./world.ts";

/** In this order: what a login alone shows comes first, and what spoils the client's trust in the contact last. */
const [beforeSync, afterSync] = [viewing.slice(0, 5), viewing.slice(5)];
export const CLIENT: Catalogue<ClientWorld> = {
  checks: [...beforeSync, ...media, ...afterSync, ...learning, ...clientStored],
  untried: UNTRIED,
};
