// The owner's side without a service (draft, section 8): begins and ends serving, which loads on demand (parts.ts), and
// keeps it right from one session to the next.
import type { StampedScheme } from "@status-scheme/protocol";
import type { OwnerSide } from "../api.ts";
import { createInTurn } from "../in-turn.ts";
import { createPart, importServing } from "../parts.ts";
import type { Serving } from "../serve/serving.ts";
import type { ContactLists } from "./contact-lists.ts";
import type { OwnerUses } from "./deps.ts";
import type { HintUses } from "./hint.ts";

export interface ClientStored extends Pick<OwnerSide, "serve" | "stopServing"> {
  /** What serves now; undefined: nothing, the service stores the scheme. */
  readonly now: () => Serving | undefined;
  readonly served: HintUses["served"];
  /** The person becomes invisible, or goes: says so to those who are being served. */
  readonly leave: () => Promise<void>;
  readonly stop: () => void;
}

export interface ClientStoredUses extends Pick<OwnerUses, "host" | "deps" | "transfers" | "features" | "ibbBytes"> {
  readonly self: () => string;
  readonly lists: ContactLists;
  readonly elsewhere: () => StampedScheme | undefined;
  /** The JID of the account's own service, as far as it is known. */
  readonly knownService: () => string | undefined;
  readonly isInvisible: () => boolean;
  /** What is served, or who may see it, is another than before. `scheme`: a new version. */
  readonly onChange: (scheme?: StampedScheme) => void;
}

export function createClientStored(uses: ClientStoredUses): ClientStored {
  const { host, self, lists, elsewhere, isInvisible, onChange } = uses;
  let serving: Serving | undefined;
  let isStopped = false;
  /** Only one thing is served. */
  const inTurn = createInTurn();
  const end = async () => {
    const ending = serving;
    serving = undefined;
    await ending?.stop();
  };
  const part = createPart(importServing, ({ createServing }) => createServing);
  const stopWatching = host.onSentPresence(({ attrs }) => {
    if (attrs.type === "unavailable") void serving?.leave();
  });

  return {
    serve: (source = {}) =>
      inTurn(async () => {
        const owner = self();
        const [createServing, transfers] = await Promise.all([part.load(), uses.transfers()]);
        await end();
        try {
          serving = await createServing({
            ...uses,
            source,
            owner,
            lists,
            transfers,
            isInvisible,
            elsewhere: elsewhere(),
            isStopped: () => isStopped,
            onChange: (scheme) => {
              if (serving) onChange(scheme);
            },
          });
        } finally {
          // Where that failed, what was served before is served no more.
          onChange(serving?.held());
        }
        return serving.held();
      }),
    stopServing: () =>
      inTurn(async () => {
        await end();
        onChange();
      }),
    now: () => serving,
    served: () => {
      const scheme = serving?.held();
      return scheme && { scheme, isSeenByAll: serving!.isSeenByAll() };
    },
    leave: async () => serving?.leave(),
    stop() {
      isStopped = true;
      stopWatching();
      void end();
    },
  };
}
