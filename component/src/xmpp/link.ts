// Keeps a connection to the server up: in the background, for ever, whether the server is not there yet, restarts, or
// refuses. What is to be sent while there is none is refused at once: the server has bounced the requests it had, and
// who has something of his own to say hears that it was not sent.
import { SchemeError } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import { setTimeout as wait } from "node:timers/promises";
import type { Log } from "../log.ts";
import type { Backoff } from "./backoff.ts";
import type { Connection, ConnectionEvents, ConnectionOptions } from "./connection.ts";
import { explain } from "./failure.ts";

/** What the link tells of. */
export interface Receiver extends Omit<ConnectionEvents, "defect"> {
  /** What the server told us of itself holds no longer. */
  readonly offline: () => void;
}

export interface Link {
  /** Begins to connect. */
  readonly start: (receiver: Receiver) => void;
  readonly stop: () => Promise<void>;
  /** Ends the connection there is in order, to make the next after the usual wait. */
  readonly renew: () => void;
  readonly isOnline: () => boolean;
  /** @throws SchemeError `try-later` while there is no connection */
  readonly send: (stanza: Element) => Promise<void>;
  /** Resolves to the result of an IQ. @throws SchemeError the error replied, or `try-later` */
  readonly ask: (iq: Element, timeoutMs: number) => Promise<Element>;
}

export interface LinkDeps {
  readonly server: ConnectionOptions;
  readonly connect: (options: ConnectionOptions, events: ConnectionEvents) => Connection;
  readonly backoff: Backoff;
  /** Milliseconds since some point of time. */
  readonly clock: () => number;
  readonly log: Log;
}

/** A connection that held for so long was a good one: its loss is answered at once. */
const STABLE_MS = 60_000;

export function createLink({ server, connect, backoff, clock, log }: LinkDeps): Link {
  const stopping = new AbortController();
  let connection: Connection | undefined;
  let isOnline = false;
  /** This end is ours. */
  let isRenewing = false;
  let running: Promise<void> = Promise.resolve();

  const run = async (receiver: Receiver) => {
    while (!stopping.signal.aborted) {
      let onlineSince = Number.POSITIVE_INFINITY;
      connection = connect(server, {
        ...receiver,
        online: () => {
          isOnline = true;
          onlineSince = clock();
          log.info({ domain: server.domain, service: server.service }, "connected to the server");
          receiver.online();
        },
        defect: (err) => log.error({ err }, "a stanza could not be handled"),
      });
      const reason = await connection.closed;
      connection = undefined;
      if (isOnline) receiver.offline();
      isOnline = false;
      if (stopping.signal.aborted) break;
      if (clock() - onlineSince >= STABLE_MS) backoff.reset();
      const delay = backoff.next();
      if (!isRenewing) log.warn({ retryAfterMs: delay }, explain(reason, server));
      isRenewing = false;
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  return {
    start: (receiver) => {
      running = run(receiver);
    },
    stop: async () => {
      stopping.abort();
      await connection?.close();
      await running;
    },
    renew: () => {
      if (!connection) return;
      isRenewing = true;
      void connection.close();
    },
    isOnline: () => isOnline,
    send: async (stanza) => {
      if (!connection) throw offline();
      await connection.send(stanza);
    },
    ask: async (iq, timeoutMs) => {
      if (!connection) throw offline();
      return connection.ask(iq, timeoutMs);
    },
  };
}

function offline(): SchemeError {
  return new SchemeError("try-later", { reason: "not connected" });
}
