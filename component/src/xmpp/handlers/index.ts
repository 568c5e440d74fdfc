// Every handler of the service.
import type { Limits } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import { discoHandlers } from "../disco.ts";
import { accessHandlers } from "./access.ts";
import { bitsHandler } from "./bits.ts";
import { checkHandler } from "./check.ts";
import { fetchHandler } from "./fetch.ts";
import type { Handler } from "./handler.ts";
import { pingHandler } from "./ping.ts";
import { publishHandler } from "./publish.ts";
import { syncHandler } from "./sync.ts";
import { uploadHandler } from "./upload.ts";
import { versionHandler } from "./version.ts";

export interface HandlersDeps {
  readonly services: Services;
  readonly software: { readonly name: string; readonly version: string };
  /** The service's name, for people. */
  readonly name: string;
  readonly limits: Limits;
  /** The origins media come from. */
  readonly origins: readonly string[];
}

export function createHandlers({ services, software, ...shown }: HandlersDeps): readonly Handler[] {
  const handlers = [
    checkHandler(services),
    fetchHandler(services),
    syncHandler(services),
    bitsHandler(services),
    publishHandler(services),
    ...accessHandlers(services),
    uploadHandler(services),
    pingHandler,
    versionHandler(software),
  ];
  return [...handlers, ...discoHandlers({ handlers, ...shown })];
}
