// An operator's command while the service does not run: on its store and media, and with it gone again.
import { createSerial } from "../blob/serial.ts";
import type { Config } from "../config.ts";
import { createModeration } from "../service/moderation.ts";
import { createBlobs, createStore } from "../stores.ts";
import type { Answer } from "./answer.ts";
import { obey } from "./request.ts";
import type { CommandRequest } from "./request.ts";

/** What it changes in schemes viewers hear of when the service runs again. @throws Error */
export async function obeyOffline(config: Config, by: string, request: CommandRequest): Promise<Answer> {
  if (config.store.kind === "memory")
    throw new Error("the service does not run, and a store in memory is gone with it");
  const [store, blobs] = [createStore(config), createBlobs(config, Date.now)];
  await store.open();
  try {
    await blobs.open();
    const moderation = createModeration({
      ...{ store, blobs, purge: store.purge, clock: Date.now },
      notices: { wake: () => undefined, around: (_owner, _viewers, change) => change() },
      inTurn: createSerial(),
      track: (work) => work,
    });
    return await obey(moderation, by, request);
  } finally {
    await blobs.close();
    await store.close();
  }
}
