// The own scheme: what the service has of it, also where another device of the owner changed it.
import { decodeChanged, decodeFetchResult, encodeFetchRequest, NS, SchemeError } from "@status-scheme/protocol";
import type { Element, Stamp, StampedScheme } from "@status-scheme/protocol";
import type { ServiceCaller } from "./service.ts";

export interface OwnScheme {
  /** As last seen; undefined where there is none, or nothing was asked yet. A cleared one has no looks. */
  readonly held: () => StampedScheme | undefined;
  /** Asks the service. @throws SchemeError */
  readonly fetch: () => Promise<StampedScheme | undefined>;
  /** Asks for all of it, whatever is held: with URLs that are good now. @throws SchemeError */
  readonly renew: () => Promise<StampedScheme | undefined>;
  /** It was published from here. */
  readonly hold: (scheme: StampedScheme) => void;
  /** There is none, as long as none was published from here meanwhile. */
  readonly holdNone: () => void;
  /** A change notice (draft, "Change Notices") about the own scheme: resolves once the change is here. */
  readonly onMessage: (message: Element) => Promise<void>;
}

/** `onChange`: there is another scheme than before, by stamp. */
export function createOwnScheme(caller: ServiceCaller, onChange: (scheme: StampedScheme) => void): OwnScheme {
  let held: StampedScheme | undefined;
  /** Whose scheme is known, or known not to be there: the first that is learned is no change. */
  let knownOf: string | undefined;
  const hold = (scheme: StampedScheme) => {
    const isChange = knownOf === scheme.owner && held?.stamp !== scheme.stamp;
    held = scheme;
    knownOf = scheme.owner;
    if (isChange) onChange(scheme);
  };

  /** Of another account, after the client was given one. */
  const isOthers = () => {
    try {
      return held?.owner !== caller.self();
    } catch {
      return false; // offline
    }
  };
  const ask = async (stampHeld: () => Stamp | undefined) => {
    const owner = caller.self();
    if (isOthers()) held = undefined;
    try {
      const stamp = stampHeld();
      const request = encodeFetchRequest({ owner, ...(stamp !== undefined && { stamp }) });
      const result = decodeFetchResult(await caller.ask("get", request));
      if (result.status === "changed") {
        if (result.scheme.owner !== owner) throw new SchemeError("bad-request", { what: "owner" });
        hold(result.scheme);
      }
    } catch (error) {
      if ((error as Partial<SchemeError>).code !== "not-found") throw error;
      held = undefined;
      knownOf = owner;
    }
    return held;
  };
  const fetch = () => ask(() => held?.stamp);

  return {
    held: () => (isOthers() ? undefined : held),
    fetch,
    renew: () => ask(() => undefined),
    hold,
    holdNone: () => (knownOf = caller.self()),
    onMessage: async (message) => {
      const changed = message.getChild("changed", NS);
      if (!changed || message.attrs.type === "error" || message.attrs.from !== caller.known()?.jid) return;
      const { owner, stamp } = decodeChanged(changed);
      if (owner === caller.self() && stamp !== held?.stamp) await fetch();
    },
  };
}
