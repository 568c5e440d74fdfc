// Who wants change notices: a viewer's directed presence to the service asks for them, and its end, or a notice that comes
// back, ends that wish (RFC 6121 4.6; draft, "Change Notices"). Nobody can subscribe to the service: it has no presence.
import { stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Log } from "../log.ts";
import type { Services } from "../service/api.ts";
import type { Address } from "./address.ts";
import { addressOf, isFor } from "./address.ts";
import type { Gate } from "./gate.ts";

export interface ListeningDeps {
  /** The component's own domain. */
  readonly domain: string;
  readonly listeners: Services["listeners"];
  readonly send: (stanza: Element) => Promise<void>;
  readonly gate: Gate;
  readonly log: Log;
}

export interface Listening {
  /** Takes every incoming presence. */
  readonly presence: (presence: Element) => void;
  /** Takes every incoming message; all but bounces are ignored. */
  readonly message: (message: Element) => void;
}

export function createListening({ domain, listeners, send, gate, log }: ListeningDeps): Listening {
  /** The last thing under way for a full JID: what it says next counts after that. */
  const underWay = new Map<string, Promise<void>>();

  const inTurn = ({ bare, whole }: Address, task: (fullJid: string) => Promise<void>) => {
    const leave = gate.enter(bare);
    if (!leave) return;
    const turn = (underWay.get(whole) ?? Promise.resolve())
      .then(() => task(whole))
      .catch((err: unknown) => log.error({ err }, "presence could not be handled"))
      .finally(() => {
        leave();
        if (underWay.get(whole) === turn) underWay.delete(whole);
      });
    underWay.set(whole, turn);
  };

  return {
    presence: ({ attrs }) => {
      const from = addressOf(attrs.from);
      if (!from || !isFor(domain, attrs.to)) return;
      if (attrs.type === "subscribe") {
        // RFC 6121 3.1.3: whoever will never be subscribed is told so.
        send(stanza("presence", { type: "unsubscribed", from: domain, to: from.bare })).catch(() => undefined);
      } else if (isClient(from)) {
        if (attrs.type === undefined) inTurn(from, listeners.available);
        else if (attrs.type === "unavailable") inTurn(from, listeners.unavailable);
      }
    },
    message: ({ attrs }) => {
      const from = addressOf(attrs.from);
      // All the messages we send are notices.
      if (attrs.type === "error" && from && isClient(from)) inTurn(from, listeners.unavailable);
    },
  };
}

/** A user's connected resource, by its full JID. */
function isClient({ local, resource }: Address): boolean {
  return local !== undefined && resource !== undefined;
}
