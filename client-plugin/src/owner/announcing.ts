// Telling contacts that are there of the own scheme: loaded when there is something to tell (parts.ts), that is in push
// mode, and where this client serves the scheme.
import type { StampedScheme } from "@status-scheme/protocol";
import type { Announcer } from "../announce/announcer.ts";
import { createPart, importAnnouncer } from "../parts.ts";
import { createMayAsk } from "../serve/may-ask.ts";
import type { Serving } from "../serve/serving.ts";
import type { OwnerUses } from "./deps.ts";

export interface Announcing {
  /** There is another version of the scheme. */
  readonly schemeChanged: () => void;
  readonly stop: () => void;
}

export interface AnnouncingUses extends Pick<OwnerUses, "host" | "deps" | "peers" | "peerCaps" | "push"> {
  readonly held: () => StampedScheme | undefined;
  readonly serving: () => Serving | undefined;
  /** Whether a contact may see what the service has. */
  readonly allows: (contact: string) => boolean;
  readonly isInvisible: () => boolean;
}

export function createAnnouncing(uses: AnnouncingUses): Announcing {
  const { host, deps, peers, push, held, serving, allows, isInvisible } = uses;
  const mayAskService = createMayAsk({ host, allows, isInvisible });
  const load = async () => {
    const [{ createAnnouncer }, caps] = await Promise.all([importAnnouncer(), uses.peerCaps()]);
    return { createAnnouncer, caps };
  };
  const part = createPart(load, ({ createAnnouncer, caps }): Announcer =>
    createAnnouncer({
      host,
      deps,
      peers,
      caps,
      mayAsk: (jid) => (serving()?.mayAsk ?? mayAskService)(jid),
      scheme: held,
      isServed: () => serving() !== undefined,
      isPushing: push,
      isInvisible,
    }),
  );
  if (push) part.load().catch(() => undefined); // a change of the scheme tries again
  return {
    schemeChanged() {
      if (push || serving())
        part.load().then(
          ({ schemeChanged }) => schemeChanged(),
          () => undefined,
        );
    },
    stop: part.stop,
  };
}
