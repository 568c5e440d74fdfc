// What the owner's side uses.
import type { Limits } from "@status-scheme/protocol";
import type { StatusSchemeEvents } from "../api.ts";
import type { Host } from "../host/host.ts";
import type { Deps } from "../viewer/deps.ts";

/** The service of the account's own domain. */
export interface OwnService {
  readonly jid: string;
  readonly limits: Limits;
}

export type Emit = <E extends "own" | "warning">(event: E, ...args: StatusSchemeEvents[E]) => void;

export interface OwnerUses {
  readonly host: Host;
  readonly deps: Pick<Deps, "now" | "random" | "after">;
  /** The account's own service, asked for or remembered; undefined where its domain lists none. */
  readonly service: () => Promise<OwnService | undefined>;
  /** Whether that service may have a scheme of the account's, for all it said at login. */
  readonly mayOwn: (service: string) => Promise<boolean>;
  readonly emit: Emit;
  /** Whether presence carries hints. */
  readonly hint: boolean;
  /** Replaces the way media are uploaded, XMLHttpRequest in browsers and `fetch` elsewhere. */
  readonly fetch?: typeof fetch | undefined;
}
