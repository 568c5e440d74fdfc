// One connection to the server as an external component (XEP-0114), from opening to closing. The only importer of
// @xmpp/component, and so the place of its traps: those that @status-scheme/guards keeps, and those marked below.
// A connection is used once; link.ts makes the next.
import { ask, guardErrors, guardParser, guardSocket } from "@status-scheme/guards";
import type { Oversized } from "@status-scheme/guards";
import { element, NS_PING, SchemeError, stanza } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import xmppjs from "@xmpp/component";
import type { Component } from "@xmpp/component";
import type { Socket } from "node:net";
import { watchSilence } from "./silence.ts";
import type { Patience } from "./silence.ts";

export interface ConnectionOptions {
  /** `xmpp://HOST[:PORT]` */
  readonly service: string;
  readonly domain: string;
  readonly secret: string;
  /** The largest stanza read. */
  readonly stanzaBytes: number;
  /** Milliseconds that opening may take, all in all. Default 10 s. */
  readonly openMs?: number;
  /** With a server that has gone silent. Default: a minute to a minute and a half. */
  readonly patience?: Patience;
}

/** What a connection tells of. */
export interface ConnectionEvents {
  /** The server has accepted the handshake. Told before any stanza. */
  readonly online: () => void;
  readonly stanza: (stanza: Element) => void;
  /** A stanza was too big to be read, and is gone; the connection goes on. */
  readonly oversized: (stanza: Oversized) => void;
  /** A defect that did not end the connection. */
  readonly defect: (error: unknown) => void;
}

export interface Connection {
  /** Resolves when the stanza is with the operating system. @throws SchemeError `try-later` where it is not online */
  readonly send: (stanza: Element) => Promise<void>;
  /** Sends an IQ and resolves to its result. @throws SchemeError the error replied, or `try-later` */
  readonly ask: (iq: Element, timeoutMs: number) => Promise<Element>;
  /** Resolves when it is over, to the first thing that went wrong, if any; also where it never came up. */
  readonly closed: Promise<unknown>;
  /** Closes the stream in order, or what there is of it. */
  readonly close: () => Promise<void>;
}

const OPEN_MS = 10_000;
/** What the server may take for one step of closing, or of opening. */
const STEP_MS = 5_000;
const PATIENCE: Patience = { quietMs: 30_000, spacingMs: 5_000, tries: 6 };
const DEFAULT_PORT = 5347;
const MAX_DEPTH = 32;
/** Of a stanza's bytes, to an element: lists of contacts have more, and elements without any cost memory many times their size. */
const BYTES_PER_ELEMENT = 16;
/** Beyond this much unsent, nothing more is read: who does not take answers gets no more of them. */
const MAX_UNSENT_BYTES = 4_194_304;

type Insides = Component & {
  socketParameters: (service: string) => { host: string; port: number };
  connect: (service: string) => Promise<void>;
  open: (options: { domain: string }) => Promise<unknown>;
};

/** Begins to open a connection. */
export function connect(options: ConnectionOptions, events: ConnectionEvents): Connection {
  const { service, domain, secret, stanzaBytes, openMs = OPEN_MS, patience = PATIENCE } = options;
  const entity = xmppjs.component({ service, domain, password: secret }) as Insides;
  const { promise: closed, resolve: end } = Promise.withResolvers<unknown>();
  let failure: unknown;
  let isOnline = false;
  let stopWatching: (() => void) | undefined;

  const abort = (reason?: unknown) => {
    failure ??= reason;
    if (entity.socket) entity.socket.destroy?.();
    else end(failure);
  };

  // Trap: it reconnects for ever with a fixed delay, also after `conflict` and `not-authorized`.
  entity.reconnect.stop();
  // Trap: its own dispatch answers every IQ it has no handler for, and echoes the payload whole.
  entity.removeAllListeners("element");
  // Trap: of IPv6 addresses it understands [::1] alone.
  entity.socketParameters = addressOf;
  entity.timeout = STEP_MS;
  guardSocket(entity);
  const maxElements = stanzaBytes / BYTES_PER_ELEMENT;
  guardParser(entity, { maxBytes: stanzaBytes, maxDepth: MAX_DEPTH, maxElements, onOversized: events.oversized });
  guardErrors(entity, (error) => {
    failure ??= error;
    if (!isOnline) abort();
  });

  const deliver = (stanza: Element) => {
    try {
      events.stanza(stanza);
    } catch (error) {
      events.defect(error);
    }
  };
  // Trap: what comes in one packet with the handshake's answer is told of before `online`, when it cannot be answered.
  const early: Element[] = [];
  entity.on("stanza", (stanza: Element) => (isOnline ? deliver(stanza) : early.push(stanza)));
  entity.once("online", () => {
    isOnline = true;
    clearTimeout(opening);
    stopWatching = watchSilence({
      heard: () => heardOn(entity.socket as unknown as Socket | null),
      // XEP-0199, to ourselves by way of the server: of all addresses this one is surely its to route.
      ask: () =>
        void ask(entity, stanza("iq", { type: "get", from: domain, to: domain }, element(NS_PING, "ping"))).catch(
          () => undefined,
        ),
      onSilence: () => abort(new Error("nothing comes from it any more, though asked for")),
      patience,
    });
    events.online();
    for (const stanza of early.splice(0)) deliver(stanza);
  });
  entity.once("disconnect", () => {
    clearTimeout(opening);
    stopWatching?.();
    end(failure);
    // Trap: whoever waits for a step of the opening is not told, and waits on.
    if (!isOnline) entity.emit("error", failure);
  });
  // Trap: a server that closes the stream and not the socket is waited for for ever.
  entity.once("close", () => entity.socket?.end());

  const write = together(async (text) => {
    if (entity.status !== "online") throw new SchemeError("try-later", { reason: "not connected" });
    const written = entity.write(text);
    holdBack(entity.socket as unknown as Socket, patience.quietMs + patience.tries * patience.spacingMs, () =>
      abort(new Error("it takes nothing any more of what is sent")),
    );
    await written;
  });

  // Trap: its start() leaves a rejection behind that nobody handles where the stream does not open, and waits for ever
  // for a socket that never connects.
  const opening = setTimeout(() => abort(new Error("no answer in time")), openMs);
  entity
    .connect(service)
    .then(() => entity.open({ domain }))
    .catch(abort);

  return {
    closed,
    send: (stanza) => {
      // XEP-0114 section 3: each stanza says from whom it is.
      stanza.attrs.from ??= domain;
      return write(stanza.toString());
    },
    ask: (iq, timeoutMs) => ask(entity, iq, timeoutMs),
    close: async () => {
      clearTimeout(opening);
      if (isOnline && entity.socket) await entity.stop();
      abort();
      await closed;
    },
  };
}

/**
 * Back-pressure: xmpp.js writes whatever the socket takes, and reads on. `onHung`: the server takes not a byte for so long,
 * which is all that can be known of it meanwhile.
 */
function holdBack(socket: Socket, hungMs: number, onHung: () => void): void {
  if (socket.writableLength <= MAX_UNSENT_BYTES || socket.isPaused()) return;
  socket.pause();
  socket.setTimeout(hungMs, onHung);
  socket.once("drain", () => {
    socket.setTimeout(0, onHung);
    socket.resume();
  });
}

/** Bytes; undefined while we do not read on (`holdBack`). */
function heardOn(socket: Socket | null): number | undefined {
  return socket?.isPaused() ? undefined : socket?.bytesRead;
}

/** What is sent in one turn leaves by one write: each costs a fifth of what a small answer costs in all. */
function together(write: (text: string) => Promise<void>): (text: string) => Promise<void> {
  let waiting = "";
  let leaving: Promise<void> | undefined;
  const leave = () => {
    const text = waiting;
    waiting = "";
    leaving = undefined;
    return write(text);
  };
  return (text) => {
    waiting += text;
    leaving ??= new Promise<void>((resolve) => process.nextTick(resolve)).then(leave);
    return leaving;
  };
}

function addressOf(service: string): { host: string; port: number } {
  const { hostname, port } = new URL(service);
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? DEFAULT_PORT : Number(port) };
}
