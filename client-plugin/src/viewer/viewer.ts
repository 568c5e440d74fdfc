// The viewer's side, put together: contacts' presence in, what to show out (draft, "Viewer's Use Cases").
import { bareJid, SchemeError } from "@status-scheme/protocol/viewing";
import type { ErrorCode, Scheme } from "@status-scheme/protocol";
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
import { connectedAfter } from "./deps.ts";
import type { Deps } from "./deps.ts";
import { ownLanguages, pickText } from "./languages.ts";
import type { Reader } from "./languages.ts";
import { createLogin } from "./login.ts";
import { createMediaOnDemand } from "./media-on-demand.ts";
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
import { createSession } from "./session.ts";
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
  const languages = options.languages ?? ownLanguages();
  const read: Reader = (texts) => pickText(texts, languages);
  const view = createView(read, onLook);
  const backOff = createBackOff(deps);
  const peers = peersOf(presence);
  const wanted = wantedOf({ presence, cache, preferences, now: deps.now });
  const clientSource = createPart(importClientSource, ({ createClientSource }) =>
    createClientSource({ ...uses, cache, questions, queue, peers, wanted }),
  );
  const fromClient: ClientSource["medium"] = async (...given) => (await clientSource.load()).medium(...given);
  const media = createMediaOnDemand({ deps, ask: host.ask, queue, cache, backOff, read, fromClient });
  const mayNotice = (domain: string) => domain === own.domain() || !isInvisible();
  const askingDeps = { ...deps, after: connectedAfter(deps, host) };
  const services = createServices({
    ask: host.ask,
    deps: askingDeps,
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
    deps: askingDeps,
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
    isOnline: () => session.isOnline(),
    onFailure: (contact, error) => {
      const code = WARNINGS[(error as Partial<SchemeError>).code ?? "internal"] ?? "fetch-failed";
      warn({ code, message: error instanceof Error ? error.message : String(error), contact, error });
    },
    lookAgain: (jid) => contacts.lookAt(jid),
  };
  const contacts = createContacts({
    isContact: (jid) => roster.contacts.has(jid),
    create: (jid) => createContact(jid, contactUses),
    hide: view.forget,
    onGone: (jid) => void cache.drop(jid),
    onLooked: () => session.settle(),
  });

  const session = createSession({
    host,
    deps: askingDeps,
    cache,
    presence,
    roster,
    contacts,
    services,
    login,
    own,
    backOff,
    onSettled,
  });

  /** Who serves the contact's scheme; the contact's domain is asked where that is not known. @throws SchemeError `try-later` */
  const servedBy = async (jid: string) => {
    if (!session.isOnline()) throw new SchemeError("try-later", { reason: "not connected" });
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
      if (!session.isConnected()) throw new SchemeError("try-later", { reason: "not connected" });
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
      session.stop();
      roster.stop();
      contacts.stop();
      queue.stop(new SchemeError("try-later", { reason: "stopped" }));
      login.stop();
      services.stop();
      media.stop();
    },
  };
}
