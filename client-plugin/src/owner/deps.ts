// What the owner's side uses.
import type { Limits } from "@status-scheme/protocol";
import type { OngoingState, StatusSchemeEvents } from "../api.ts";
import type { Host } from "../host/host.ts";
import type { PeerCaps, Peers } from "../peers/peer-caps.ts";
import type { Transfers } from "../transfer/api.ts";
import type { Deps } from "../viewer/deps.ts";

/** The service of the account's own domain. */
export interface OwnService {
  readonly jid: string;
  readonly limits: Limits;
  /** Of its media's URLs. */
  readonly origins: readonly string[];
}

export type Emit = <E extends "own" | "warning">(event: E, ...args: StatusSchemeEvents[E]) => void;

export interface OwnerUses {
  readonly host: Host;
  readonly deps: Pick<Deps, "now" | "random" | "after" | "fetch">;
  /** The account's own service, asked for or remembered; undefined where its domain lists none. */
  readonly service: () => Promise<OwnService | undefined>;
  /** Whether that service may have a scheme of the account's, for all it said at login. */
  readonly mayOwn: (service: string) => Promise<boolean>;
  readonly emit: Emit;
  /** Whether presence carries hints. */
  readonly hint: boolean;
  /** Whether the scheme is pushed at changes of state. */
  readonly push: boolean;
  /** Features that the client tells of anyway. */
  readonly features: readonly string[];
  /** Own limit on a file in band between clients. */
  readonly ibbBytes: number | undefined;
  /** Sessions with contacts' clients. */
  readonly transfers: () => Promise<Transfers>;
  readonly peers: Peers;
  readonly peerCaps: () => Promise<PeerCaps>;
  /** The state that an earlier run left. */
  readonly state?: OngoingState | undefined;
  /** Replaces the way media are uploaded, XMLHttpRequest in browsers and `fetch` elsewhere. */
  readonly fetch?: typeof fetch | undefined;
}
