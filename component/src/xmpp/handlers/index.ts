// Every handler of the service.
import type { Limits } from "@status-scheme/protocol";
import type { Services } from "../../service/api.ts";
import { discoHandlers } from "../disco.ts";
import { commandNodes } from "../command-nodes.ts";
import { accessHandlers } from "./access.ts";
import { bitsHandler } from "./bits.ts";
import { checkHandler } from "./check.ts";
import { commandHandler } from "./command.ts";
import { fetchHandler } from "./fetch.ts";
import type { Handler } from "./handler.ts";
import { pingHandler } from "./ping.ts";
import { publishHandler } from "./publish.ts";
import { reportHandler } from "./report.ts";
import { syncHandler } from "./sync.ts";
import { uploadHandler } from "./upload.ts";
import { versionHandler } from "./version.ts";

export interface HandlersDeps {
  readonly services: Services;
  /** The service's own domain. */
  readonly domain: string;
  /** Bare JIDs of those who may give operators' commands. */
  readonly admins: readonly string[];
  readonly software: { readonly name: string; readonly version: string };
  /** The service's name, for people. */
  readonly name: string;
  readonly limits: Limits;
  /** The origins media come from. */
  readonly origins: readonly string[];
}

export function createHandlers({ services, software, domain, admins, ...shown }: HandlersDeps): readonly Handler[] {
  const isAdmin = (asker: string) => admins.includes(asker);
  const nodes = commandNodes({ domain, isAdmin });
  const handlers = [
    checkHandler(services),
    fetchHandler(services),
    syncHandler(services),
    bitsHandler(services),
    publishHandler(services),
    ...accessHandlers(services),
    uploadHandler(services),
    reportHandler(services),
    commandHandler({ services, isAdmin }),
    pingHandler,
    versionHandler(software),
  ];
  return [...handlers, ...discoHandlers({ handlers, nodes, ...shown })];
}
