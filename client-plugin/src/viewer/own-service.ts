// The account's own service: asked at login, whoever is there, and the one that may have a scheme of the account's.
import { bareJid, SchemeError } from "@status-scheme/protocol/viewing";
import type { Stamp } from "@status-scheme/protocol";
import type { Login } from "./login.ts";
import type { Source } from "./questions.ts";
import type { Services } from "./services.ts";
import { domainOf } from "./source.ts";

export interface OwnService {
  /** The account's domain; undefined before the first session. */
  readonly domain: () => string | undefined;
  /** A new session of this account, bare or full JID. */
  readonly login: (jid: string) => void;
  /** Finds the service and begins to ask it. Resolves when it is found, or could not be. */
  readonly open: () => Promise<void>;
  /** Begins to ask it, if it is found and not asked yet. */
  readonly begin: () => void;
  /** Something about the account itself: what the service answered, or a notice, with the stamp it names. */
  readonly note: (stamp?: Stamp) => void;
  /** It is being looked for, or asked. */
  readonly isPending: () => boolean;
  /** Undefined where the domain lists none. @throws SchemeError `try-later` */
  readonly find: () => Promise<Source | undefined>;
  /** Whether it may have a scheme of the account's: not where its answer to the sync lists none. */
  readonly mayOwn: (service: string) => Promise<boolean>;
  readonly account: () => string;
}

export interface OwnServiceUses {
  readonly services: Pick<Services, "known" | "isDown" | "find" | "login">;
  readonly sync: Pick<Login, "begin" | "knowledge" | "answered">;
  /** It has a scheme of the account's, or may have. `stamp`: it is another than before, a notice says. */
  readonly onOwn: (stamp?: Stamp) => void;
}

export function createOwnService({ services, sync, onOwn }: OwnServiceUses): OwnService {
  let account = "";
  let domain: string | undefined;
  let isOpen = false;
  const known = (): Source | undefined => (isOpen && domain !== undefined ? services.known(domain)?.[0] : undefined);

  const own: OwnService = {
    account: () => account,
    domain: () => domain,
    login(jid) {
      account = bareJid(jid);
      domain = domainOf(account);
      isOpen = false;
      services.login(domain);
    },
    async open() {
      isOpen = true;
      await services.find(domain!);
    },
    begin() {
      const service = known();
      if (!service) return;
      sync.begin(service.jid);
      own.note();
    },
    note(stamp) {
      const service = known();
      const kind = service && sync.knowledge(service.jid, account).kind;
      // Of a service that is not asked so, nothing is known: it may have one.
      if (kind === "listed" || kind === "unknown") onOwn(stamp);
    },
    isPending() {
      if (domain === undefined || !services.known(domain)) return !services.isDown(domain ?? "");
      const service = known();
      return service !== undefined && sync.knowledge(service.jid, account).kind === "pending";
    },
    async find() {
      if (domain === undefined) throw new SchemeError("try-later", { reason: "not connected" });
      const [service] = await services.find(domain);
      if (!service && services.isDown(domain)) throw new SchemeError("try-later", { reason: "the domain is down" });
      return service;
    },
    async mayOwn(service) {
      await sync.answered(service);
      return sync.knowledge(service, account).kind !== "unlisted";
    },
  };
  return own;
}
