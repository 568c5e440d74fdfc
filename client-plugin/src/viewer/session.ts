// The viewer's sessions (RFC 6121 section 1.4; draft, "At Login"): the roster first, then everybody in it; presence and
// notices, as long as one lasts; and when the login flow has ended.
import type { Element } from "@status-scheme/protocol";
import type { Host } from "../host/host.ts";
import type { BackOff } from "./back-off.ts";
import type { Contacts } from "./contacts.ts";
import type { Deps } from "./deps.ts";
import type { Login } from "./login.ts";
import { readNotice } from "./notices.ts";
import type { OwnService } from "./own-service.ts";
import type { PresenceTracker } from "./presence-tracker.ts";
import type { Roster } from "./roster.ts";
import type { SchemeCache } from "./scheme-cache.ts";
import type { Services } from "./services.ts";

export interface Session {
  readonly isConnected: () => boolean;
  /** Connected, and the roster is known: contacts can be asked about. */
  readonly isOnline: () => boolean;
  /** Ends the login flow where the own service has answered and no contact waits for anything. */
  readonly settle: () => void;
  readonly stop: () => void;
}
export interface SessionUses {
  readonly host: Host;
  readonly deps: Deps;
  readonly cache: SchemeCache;
  readonly presence: PresenceTracker;
  readonly roster: Roster;
  readonly contacts: Contacts;
  readonly services: Pick<Services, "known">;
  readonly login: Login;
  readonly own: OwnService;
  readonly backOff: BackOff;
  readonly onSettled: () => void;
}

export function createSession(uses: SessionUses): Session {
  const { host, deps, cache, presence, roster, contacts, services, login, own, backOff, onSettled } = uses;
  let isConnected = false;
  /** We have not told the server that we are gone. */
  let isAvailable = true;
  let phase: "starting" | "online" | "settled" = "starting";
  /** Counts sessions, so that what belongs to an earlier one is known as such. */
  let count = 0;
  let cancelRetry = () => {};

  const start = async (attempt: number): Promise<void> => {
    try {
      await Promise.all([cache.open(own.account()), roster.read()]);
    } catch (error) {
      if (attempt !== count) return;
      const wait = backOff.fail("roster", error) - deps.now();
      cancelRetry = deps.after(wait, () => void start(attempt));
      return;
    }
    if (attempt !== count) return;
    backOff.clear("roster");
    phase = "online";
    presence.keep((jid) => roster.contacts.has(jid));
    // Removed meanwhile, from another device.
    for (const jid of cache.owners()) if (!roster.contacts.has(jid)) void cache.drop(jid);
    for (const jid of roster.contacts) {
      if (presence.has(jid) || cache.owners().has(jid)) contacts.lookAt(jid);
    }
    await own.open();
    if (attempt !== count) return;
    own.begin();
    // Those who are no contacts any more among them.
    contacts.lookAtAll();
  };

  const onPresence = (stanza: Element) => {
    const jid = presence.take(stanza);
    if (jid !== undefined && phase !== "starting") contacts.lookAt(jid);
  };
  const onMessage = (stanza: Element) => {
    const notice = readNotice(stanza, services.known);
    if (!notice) return;
    if (notice.scheme) contacts.push(notice.from, notice.scheme);
    else contacts.get(notice.owner)?.learn(notice.from, notice.stamp);
    const known = login.knowledge(notice.from, notice.owner);
    // Said twice: a service does that when it was killed before it knew that it had been said.
    if (known.kind === "listed" && known.stamp === notice.stamp) contacts.get(notice.owner)?.hurry();
    login.learn(notice.from, notice.owner, notice.stamp);
    contacts.lookAt(notice.owner);
    if (notice.owner === own.account()) own.note(notice.stamp);
  };
  const undo = [
    host.onStanza((stanza) => {
      if (stanza.name === "presence") onPresence(stanza);
      else if (stanza.name === "message") onMessage(stanza);
    }),
    host.onOffline(() => {
      isConnected = false;
      contacts.lookAtAll();
    }),
    host.onSentPresence(({ attrs }) => {
      const wasAvailable = isAvailable;
      isAvailable = attrs.type !== "unavailable";
      if (isAvailable === wasAvailable) return;
      // RFC 6121 4.5.2 and 4.6.3: contacts' presence stops coming, and the services have heard that nobody listens.
      if (isAvailable) login.reset(false);
      else presence.forget();
      own.begin();
      contacts.lookAtAll();
    }),
    host.onResumed(() => {
      isConnected = true;
      contacts.lookAtAll();
    }),
    host.onOnline(() => {
      isConnected = true;
      phase = "starting";
      cancelRetry();
      presence.reset();
      login.reset(count > 0);
      isAvailable = true;
      const before = own.account();
      own.login(host.jid()!);
      // What one account may see is not shown to another (draft, "Caching").
      if (own.account() !== before) {
        roster.forget();
        contacts.forget();
        backOff.forget();
      }
      void start(++count);
    }),
  ];

  return {
    isConnected: () => isConnected,
    isOnline: () => isConnected && phase !== "starting",
    settle() {
      if (!isConnected || phase !== "online" || own.isPending() || !contacts.areSettled()) return;
      phase = "settled";
      onSettled();
    },
    stop() {
      count++;
      isConnected = false;
      cancelRetry();
      for (const takeBack of undo) takeBack();
    },
  };
}
