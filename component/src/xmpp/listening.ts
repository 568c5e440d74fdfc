// Who wants change notices: a viewer's directed presence to the service asks for them, and its end, or a notice that comes
// back, ends that wish (RFC 6121 4.6; draft, "Change Notices"). Nobody can subscribe to the service: it has no presence.
import { stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Address } from "./address.ts";
import { addressOf, isFor } from "./address.ts";
import type { LastWords } from "./last-words.ts";

export interface ListeningDeps {
  /** The component's own domain. */
  readonly domain: string;
  readonly words: Pick<LastWords, "hear">;
  readonly send: (stanza: Element) => Promise<void>;
}

export interface Listening {
  /** Takes every incoming presence. */
  readonly presence: (presence: Element) => void;
  /** Takes every incoming message; all but bounces are ignored. */
  readonly message: (message: Element) => void;
}

export function createListening({ domain, words, send }: ListeningDeps): Listening {
  return {
    presence: ({ attrs }) => {
      const from = addressOf(attrs.from);
      if (!from || !isFor(domain, attrs.to)) return;
      if (attrs.type === "subscribe") {
        // RFC 6121 3.1.3: whoever will never be subscribed is told so.
        send(stanza("presence", { type: "unsubscribed", from: domain, to: from.bare })).catch(() => undefined);
      } else if (isClient(from)) {
        if (attrs.type === undefined) words.hear(from, "available");
        else if (attrs.type === "unavailable") words.hear(from, "unavailable");
      }
    },
    message: ({ attrs }) => {
      const from = addressOf(attrs.from);
      // All the messages we send are notices.
      if (attrs.type === "error" && from && isClient(from)) words.hear(from, "unavailable");
    },
  };
}

/** A user's connected resource, by its full JID. */
function isClient({ local, resource }: Address): boolean {
  return local !== undefined && resource !== undefined;
}
