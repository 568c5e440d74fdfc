// The viewer's side: contacts' presence in, what to show out (draft, "Viewer's Use Cases").
import { bareJid, SchemeError } from "@status-scheme/protocol";
import type { Element, Scheme } from "@status-scheme/protocol";
import type { Cache, Shown, StatusSchemeOptions, ViewerSide, Warning } from "../api.ts";
import type { Host } from "../host/host.ts";
import { createBackOff } from "./back-off.ts";
import { createContact } from "./contact.ts";
import type { Contact, ContactUses } from "./contact.ts";
import type { Deps } from "./deps.ts";
import { createFetcher } from "./fetcher.ts";
import { ownLanguages } from "./languages.ts";
import { createLogin } from "./login.ts";
import { createMediaGetter } from "./media.ts";
import { createMediaUrls } from "./media-urls.ts";
import { readNotice } from "./notices.ts";
import { createPresenceTracker } from "./presence-tracker.ts";
import { createQuestions } from "./questions.ts";
import type { Source } from "./questions.ts";
import { createQueue } from "./queue.ts";
import { createRoster } from "./roster.ts";
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
  readonly warn: (warning: Warning) => void;
  /** Nobody is to notice that we are there. */
  readonly isInvisible: () => boolean;
}

export interface Viewer extends ViewerSide {
  /** The service of the account's domain; undefined where it lists none. @throws SchemeError `try-later` */
  readonly ownService: () => Promise<Source | undefined>;
  /** Whether that service may have a scheme of the account's: not where its answer to the sync lists none. */
  readonly mayOwn: (service: string) => Promise<boolean>;
  readonly stop: () => void;
}

const CONCURRENCY = 4;

export function createViewer({
  host,
  options,
  deps,
  onLook,
  onSettled,
  warn,
  isInvisible,
  ...uses
}: ViewerUses): Viewer {
  const { hint = true, sync = true, concurrency = CONCURRENCY, kinds = ["image"] } = options;
  const cache = createSchemeCache(uses.cache, deps);
  const questions = createQuestions(host);
  const queue = createQueue(concurrency);
  const presence = createPresenceTracker({ hint });
  const view = createView(options.languages ?? ownLanguages(), onLook);
  const urls = createMediaUrls(deps);
  const backOff = createBackOff(deps);
  const contacts = new Map<string, Contact>();
  const toLookAt = new Set<string>();
  const undo: (() => void)[] = [];
  let ownDomain: string | undefined;
  let isConnected = false;
  /** We have not told the server that we are gone. */
  let isAvailable = true;
  let phase: "starting" | "online" | "settled" = "starting";
  /** Counts sessions, so that what belongs to an earlier one is known as such. */
  let session = 0;
  let cancelRetry = () => {};

  const services = createServices({
    ask: host.ask,
    deps,
    cache,
    service: options.service,
    onChange: () => {
      begin();
      lookAtAll();
    },
  });
  const login = createLogin({
    sync: questions.sync,
    send: host.send,
    cache,
    deps,
    isEnabled: sync,
    onChange: () => lookAtAll(),
    onUnsupported: services.doubt,
  });
  const sourceFor = createSourceFinder({
    services,
    mayNotice: (contact, isClient) =>
      isClient ? roster.isMutual(contact) && !isInvisible() : domainOf(contact) === ownDomain || !isInvisible(),
    onForeign: (contact, by) =>
      warn({ code: "foreign-service", message: `${by} is not a service that ${contact}'s domain lists`, contact }),
  });
  const roster = createRoster(host, (jid, isContact) => {
    presence.keep((one) => roster.contacts.has(one));
    if (isContact) lookAt(jid);
    else forget(jid);
  });

  const contactUses: ContactUses = {
    deps,
    cache,
    login,
    questions,
    backOff,
    kinds,
    urls,
    view,
    presence,
    sourceFor,
    fetcher: createFetcher({ queue, questions, cache, getMedium: createMediaGetter(deps) }),
    isOnline: () => isConnected && phase !== "starting",
    onFailure: (contact, error) => {
      const code = error instanceof SchemeError && error.code === "bad-medium" ? error.code : "fetch-failed";
      warn({ code, message: error instanceof Error ? error.message : String(error), contact, error });
    },
    lookAgain: (jid) => lookAt(jid),
  };

  /** The own service is asked, whoever is there; others when a contact of theirs is. */
  const begin = () => {
    const [own] = (phase !== "starting" && services.known(ownDomain!)) || [];
    if (own) login.begin(own.jid);
  };
  /** Soon, and once for whatever arrives together. */
  const lookAt = (jid: string) => {
    if (toLookAt.size === 0) queueMicrotask(lookNow);
    toLookAt.add(jid);
  };
  const lookAtAll = () => {
    for (const jid of contacts.keys()) lookAt(jid);
    settle();
  };
  const lookNow = () => {
    const jids = [...toLookAt];
    toLookAt.clear();
    for (const jid of jids) {
      if (!roster.contacts.has(jid)) continue;
      const contact = contacts.get(jid) ?? createContact(jid, contactUses);
      contacts.set(jid, contact);
      contact.look();
    }
    settle();
  };
  const forget = (jid: string) => {
    contacts.get(jid)?.stop();
    contacts.delete(jid);
    view.forget(jid);
    void cache.drop(jid);
  };

  const isLoginPending = (domain: string): boolean => {
    const known = services.known(domain);
    if (!known) return !services.isDown(domain);
    return known[0] !== undefined && login.knowledge(known[0].jid, "").kind === "pending";
  };
  /** The login flow ends when the own service has answered and no contact waits for anything. */
  const settle = () => {
    if (!isConnected || phase !== "online" || toLookAt.size > 0 || isLoginPending(ownDomain!)) return;
    for (const contact of contacts.values()) if (contact.isPending()) return;
    phase = "settled";
    onSettled();
  };

  const start = async (account: string, attempt: number): Promise<void> => {
    try {
      await Promise.all([cache.open(account), roster.read()]);
    } catch (error) {
      if (attempt !== session) return;
      const wait = backOff.fail("roster", error) - deps.now();
      cancelRetry = deps.after(wait, () => void start(account, attempt));
      return;
    }
    if (attempt !== session) return;
    backOff.clear("roster");
    phase = "online";
    presence.keep((jid) => roster.contacts.has(jid));
    for (const jid of roster.contacts) {
      if (presence.has(jid) || cache.owners().has(jid)) lookAt(jid);
    }
    await services.find(domainOf(account));
    if (attempt !== session) return;
    begin();
    settle();
  };

  const onPresence = (stanza: Element) => {
    const jid = presence.take(stanza);
    if (jid !== undefined && phase !== "starting") lookAt(jid);
  };
  const onMessage = (stanza: Element) => {
    const notice = readNotice(stanza, services.known);
    if (!notice) return;
    contacts.get(notice.owner)?.learn(notice.from, notice.stamp);
    login.learn(notice.from, notice.owner, notice.stamp);
    lookAt(notice.owner);
  };
  undo.push(
    host.onStanza((stanza) => {
      if (stanza.name === "presence") onPresence(stanza);
      else if (stanza.name === "message") onMessage(stanza);
    }),
    host.onOffline(() => {
      isConnected = false;
      lookAtAll();
    }),
    host.onSentPresence(({ attrs }) => {
      const wasAvailable = isAvailable;
      isAvailable = attrs.type !== "unavailable";
      if (isAvailable === wasAvailable) return;
      // RFC 6121 4.5.2 and 4.6.3: contacts' presence stops coming, and the services have heard that nobody listens.
      if (isAvailable) login.reset(false);
      else presence.forget();
      begin();
      lookAtAll();
    }),
    host.onResumed(() => {
      isConnected = true;
      lookAtAll();
    }),
    host.onOnline(() => {
      isConnected = true;
      phase = "starting";
      cancelRetry();
      presence.reset();
      login.reset(session > 0);
      isAvailable = true;
      const account = bareJid(host.jid()!);
      ownDomain = domainOf(account);
      services.login(ownDomain);
      void start(account, ++session);
    }),
  );

  const normal = (jid: string): string | undefined => {
    try {
      return bareJid(jid);
    } catch {
      return undefined;
    }
  };
  return {
    async ownService() {
      const later = () => new SchemeError("try-later", { reason: "not connected" });
      if (!isConnected || ownDomain === undefined) throw later();
      const [own] = await services.find(ownDomain);
      if (!own && services.isDown(ownDomain)) throw later();
      return own;
    },
    async mayOwn(service) {
      await login.answered(service);
      const account = host.jid();
      return account === undefined || login.knowledge(service, bareJid(account)).kind !== "unlisted";
    },
    contacts: () => [...roster.contacts],
    shown(contact) {
      const jid = normal(contact);
      return jid !== undefined && roster.contacts.has(jid) ? view.shown(jid) : undefined;
    },
    async check(address): Promise<Scheme | undefined> {
      const jid = bareJid(address);
      if (!contactUses.isOnline()) throw new SchemeError("try-later", { reason: "not connected" });
      const resource = shownResource(presence.resources(jid));
      let served = sourceFor(jid, resource);
      if (served.unknown === "pending") {
        await services.find(domainOf(jid));
        served = sourceFor(jid, resource);
      }
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
      for (const contact of contacts.values()) contact.stop();
      queue.stop(new SchemeError("try-later", { reason: "stopped" }));
      login.stop();
      services.stop();
      urls.stop();
    },
  };
}
