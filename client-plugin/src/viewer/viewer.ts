// The viewer's side: contacts' presence in, what to show out (draft, "Viewer's Use Cases").
import { bareJid, SchemeError } from "@status-scheme/protocol/viewing";
import type { Element, ErrorCode, Scheme } from "@status-scheme/protocol";
import { accountOf } from "../addresses.ts";
import type { Cache, Shown, StatusSchemeOptions, ViewerSide, Warning, WarningCode } from "../api.ts";
import type { Host } from "../host/host.ts";
import { createPart, importClientSource, importReport } from "../parts.ts";
import type { PeerCaps, Peers } from "../peers/peer-caps.ts";
import type { Transfers } from "../transfer/api.ts";
import { createBackOff } from "./back-off.ts";
import type { ClientSource } from "./client-source.ts";
import { peersOf, wantedOf } from "./clients.ts";
import { createContact } from "./contact.ts";
import type { ContactUses } from "./contact.ts";
import { createContacts } from "./contacts.ts";
import type { Deps } from "./deps.ts";
import { ownLanguages } from "./languages.ts";
import { createLogin } from "./login.ts";
import { createMediaOnDemand } from "./media-on-demand.ts";
import { readNotice } from "./notices.ts";
import { createOwnService } from "./own-service.ts";
import type { OwnService, OwnServiceUses } from "./own-service.ts";
import { createPreferences } from "./preferences.ts";
import { createPresenceTracker } from "./presence-tracker.ts";
import { createQuestions } from "./questions.ts";
import { createQueue } from "./queue.ts";
import { createRoster } from "./roster.ts";
import type { Roster } from "./roster.ts";
import { createSchemeCache } from "./scheme-cache.ts";
import { createServices } from "./services.ts";
import { createSourceFinder, domainOf } from "./source.ts";
import { shownResource } from "./state.ts";
import { createView } from "./view.ts";

export interface ViewerUses {
  readonly host: Host;
  readonly options: StatusSchemeOptions;
  readonly deps: Deps;
  /** One that does not fail. */
  readonly cache: Cache;
  readonly onLook: (shown: Shown) => void;
  readonly onSettled: () => void;
  readonly onOwn: OwnServiceUses["onOwn"];
  readonly warn: (warning: Warning) => void;
  readonly transfers: () => Promise<Transfers>;
  readonly peerCaps: () => Promise<PeerCaps>;
  /** Nobody is to notice that we are there. */
  readonly isInvisible: () => boolean;
}

export interface Viewer extends ViewerSide {
  /** The service of the account's domain. */
  readonly ownService: OwnService["find"];
  readonly mayOwn: OwnService["mayOwn"];
  readonly roster: Pick<Roster, "isSubscriber" | "isMutual" | "attempted">;
  /** Contacts' clients that are there. */
  readonly peers: Peers;
  readonly stop: () => void;
}

const CONCURRENCY = 4;
const WARNINGS: Partial<Record<ErrorCode, WarningCode>> = { "bad-medium": "bad-medium", "limit-exceeded": "too-large" };

export function createViewer(uses: ViewerUses): Viewer {
  const { host, options, deps, onLook, onSettled, onOwn, warn, isInvisible } = uses;
  const { hint = true, sync = true, concurrency = CONCURRENCY } = options;
  const preferences = createPreferences(options, () => contacts.lookAtAll());
  const cache = createSchemeCache(uses.cache, deps);
  const questions = createQuestions(host);
  const queue = createQueue({ concurrency, after: deps.after });
  const presence = createPresenceTracker({ hint });
  const view = createView(options.languages ?? ownLanguages(), onLook);
  const backOff = createBackOff(deps);
  const peers = peersOf(presence);
  const wanted = wantedOf({ presence, cache, preferences, now: deps.now });
  const clientSource = createPart(importClientSource, ({ createClientSource }) =>
    createClientSource({ ...uses, cache, questions, queue, peers, wanted }),
  );
  const fromClient: ClientSource["medium"] = async (...given) => (await clientSource.load()).medium(...given);
  const media = createMediaOnDemand({ deps, ask: host.ask, queue, cache, backOff, fromClient });
  let isConnected = false;
  /** We have not told the server that we are gone. */
  let isAvailable = true;
  let phase: "starting" | "online" | "settled" = "starting";
  /** Counts sessions, so that what belongs to an earlier one is known as such. */
  let session = 0;
  let cancelRetry = () => {};

  const mayNotice = (domain: string) => domain === own.domain() || !isInvisible();
  const services = createServices({
    ask: host.ask,
    deps,
    cache,
    service: options.service,
    mayAsk: mayNotice,
    onChange: () => {
      own.begin();
      contacts.lookAtAll();
    },
  });
  const login = createLogin({
    sync: questions.sync,
    send: host.send,
    cache,
    deps,
    isEnabled: sync,
    onChange: () => {
      own.note();
      contacts.lookAtAll();
    },
    onUnsupported: services.doubt,
  });
  const own = createOwnService({ services, sync: login, onOwn });
  const sourceFor = createSourceFinder({
    services,
    mayNotice: (contact, isClient) =>
      isClient ? roster.isMutual(contact) && !isInvisible() : mayNotice(domainOf(contact)),
    onForeign: (contact, by) =>
      warn({ code: "foreign-service", message: `${by} is not a service that ${contact}'s domain lists`, contact }),
  });
  const roster = createRoster(host, (jid) => {
    presence.keep((one) => roster.contacts.has(one));
    contacts.lookAt(jid);
  });

  const contactUses: ContactUses = {
    deps,
    cache,
    login,
    questions,
    inTurn: {
      check: (...question) => queue.run(() => questions.check(...question), { of: question[0].jid }),
      fetch: (...question) =>
        queue.run(
          async () => {
            const { fetch } = question[0].isClient ? await clientSource.load() : questions;
            return fetch(...question);
          },
          { of: question[0].jid },
        ),
    },
    backOff,
    media,
    preferences,
    view,
    takesPushes: options.takePushes ?? false,
    presence,
    sourceFor,
    isOnline: () => isConnected && phase !== "starting",
    onFailure: (contact, error) => {
      const code = WARNINGS[(error as Partial<SchemeError>).code ?? "internal"] ?? "fetch-failed";
      warn({ code, message: error instanceof Error ? error.message : String(error), contact, error });
    },
    lookAgain: (jid) => contacts.lookAt(jid),
  };
  const contacts = createContacts({
    isContact: (jid) => roster.contacts.has(jid),
    create: (jid) => createContact(jid, contactUses),
    onGone: (jid) => {
      view.forget(jid);
      void cache.drop(jid);
    },
    onLooked: () => settle(),
  });

  /** The login flow ends when the own service has answered and no contact waits for anything. */
  const settle = () => {
    if (!isConnected || phase !== "online" || own.isPending() || !contacts.areSettled()) return;
    phase = "settled";
    onSettled();
  };

  const start = async (attempt: number): Promise<void> => {
    try {
      await Promise.all([cache.open(own.account()), roster.read()]);
    } catch (error) {
      if (attempt !== session) return;
      const wait = backOff.fail("roster", error) - deps.now();
      cancelRetry = deps.after(wait, () => void start(attempt));
      return;
    }
    if (attempt !== session) return;
    backOff.clear("roster");
    phase = "online";
    presence.keep((jid) => roster.contacts.has(jid));
    // Removed meanwhile, from another device.
    for (const jid of cache.owners()) if (!roster.contacts.has(jid)) void cache.drop(jid);
    for (const jid of roster.contacts) {
      if (presence.has(jid) || cache.owners().has(jid)) contacts.lookAt(jid);
    }
    await own.open();
    if (attempt !== session) return;
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
      login.reset(session > 0);
      isAvailable = true;
      own.login(host.jid()!);
      void start(++session);
    }),
  ];

  /** Who serves the contact's scheme; the contact's domain is asked where that is not known. @throws SchemeError `try-later` */
  const servedBy = async (jid: string) => {
    if (!contactUses.isOnline()) throw new SchemeError("try-later", { reason: "not connected" });
    const resource = shownResource(presence.resources(jid));
    const served = sourceFor(jid, resource);
    if (served.unknown !== "pending") return served;
    await services.find(domainOf(jid));
    return sourceFor(jid, resource);
  };
  const reports = createPart(importReport, ({ createReport }) =>
    createReport({ ask: host.ask, shown: view.shown, servedBy }),
  );
  return {
    ownService: async () => {
      if (!isConnected) throw new SchemeError("try-later", { reason: "not connected" });
      return own.find();
    },
    mayOwn: own.mayOwn,
    roster,
    peers,
    contacts: () => [...roster.contacts],
    prefer: preferences.set,
    load: (contact, kind) => contacts.get(accountOf(contact) ?? "")?.load(kind) ?? false,
    shown(contact) {
      const jid = accountOf(contact);
      return jid !== undefined && roster.contacts.has(jid) ? view.shown(jid) : undefined;
    },
    report: async (draft) => (await reports.load())(draft),
    async check(address): Promise<Scheme | undefined> {
      const jid = bareJid(address);
      const served = await servedBy(jid);
      const contact = contacts.get(jid);
      if (contact) return contact.check(served);
      // Of someone who is no contact nothing is shown.
      const passing = createContact(jid, { ...contactUses, lookAgain: () => undefined });
      return passing.check(served).finally(passing.stop);
    },
    stop() {
      session++;
      isConnected = false;
      cancelRetry();
      for (const takeBack of undo) takeBack();
      roster.stop();
      contacts.stop();
      queue.stop(new SchemeError("try-later", { reason: "stopped" }));
      login.stop();
      services.stop();
      media.stop();
    },
  };
}
