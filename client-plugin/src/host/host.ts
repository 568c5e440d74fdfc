// What the plugin's core needs of the XMPP client it lives in. One adapter a library (host/xmppjs.ts; Converse.js has its
// own workspace).
import type { Element } from "@status-scheme/protocol";
import type { StatusSchemeOptions } from "../api.ts";
import type { AudienceUses } from "./audience.ts";
import type { Offer } from "./disco.ts";

/** What the core tells an adapter. */
export interface HostOptions extends Omit<AudienceUses, "self"> {
  /** Resolves when subscribers are known, or could not be learned. */
  readonly audienceKnown: () => Promise<unknown>;
  /** Disco features of the plugin. */
  readonly features: readonly string[];
  /** What the host program answers to disco#info, where it told. */
  readonly disco?: StatusSchemeOptions["disco"];
}

export interface Host {
  /** Own full JID; undefined while offline. */
  readonly jid: () => string | undefined;
  /** Sends an IQ (get or set, without id) and resolves to the reply's stanza. @throws SchemeError, of the error on the wire */
  readonly ask: (iq: Element, timeoutMs?: number) => Promise<Element>;
  /** @throws SchemeError `try-later` while offline */
  readonly send: (stanza: Element) => Promise<void>;
  /**
   * Every incoming presence, message and IQ request (to look at, whoever answers it). Each `on…` returns a function that
   * takes the listener back.
   */
  readonly onStanza: (listener: (stanza: Element) => void) => () => void;
  /** A new session (not a resumed one): rosters and subscriptions start afresh. Called at once where already online. */
  readonly onOnline: (listener: () => void) => () => void;
  /** The connection is lost. Next comes either a new session or, where the stream is resumed (XEP-0198), `onResumed`. */
  readonly onOffline: (listener: () => void) => () => void;
  /** The session goes on: rosters, presence and directed presence are as they were. */
  readonly onResumed: (listener: () => void) => () => void;
  /**
   * Adds children to undirected available presence on its way out (draft, "Showing a State"): never to directed
   * presence, subscription stanzas or rooms. The last undirected presence is sent again by `refreshPresence`.
   */
  readonly decoratePresence: (decorate: () => readonly Element[]) => () => void;
  /**
   * Called with undirected available presence, decorated, that goes out now: what is sent in the listener itself goes
   * before it.
   */
  readonly onLeavingPresence: (listener: (presence: Element) => void) => () => void;
  /** Whether this JID, full or bare, gets our available presence (draft, section 8.1). */
  readonly isSeenBy: (jid: string) => boolean;
  /** Changes what those are told of this protocol by disco#info. Resolves when the caps of the next presence say so. */
  readonly offer: (offer: Offer) => Promise<void>;
  /** Sends the last undirected available presence again with fresh decoration; nothing if there was none. */
  readonly refreshPresence: () => Promise<void>;
  /**
   * While `isHeld` says so, undirected available presence goes nowhere: of an invisible person, a host program that
   * reconnects or notices that they are away must not tell. `onSentPresence` still learns of it.
   */
  readonly holdPresence: (isHeld: () => boolean) => () => void;
  /**
   * Called with each undirected presence the host sends, before decoration (to learn of the host's own states); at once
   * with the last, where that was available.
   */
  readonly onSentPresence: (listener: (presence: Element) => void) => () => void;
  /**
   * Answers an incoming IQ; undefined passes it on to the host's other handlers. `next` asks those first: undefined where
   * none of them answers.
   */
  readonly answer: (
    type: "get" | "set",
    xmlns: string,
    name: string,
    handler: (
      from: string | undefined,
      payload: Element,
      next: () => Promise<Element | true | undefined>,
    ) => Promise<Element | true | undefined>,
  ) => void;
  readonly stop: () => void;
}
