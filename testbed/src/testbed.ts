// A private, throw-away Prosody or ejabberd on loopback with accounts, contacts and a place for the component: what tests, the demo and
// the bench run against. Everything is in one temporary directory; several beds live side by side.
import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "./certificate.ts";
import { createClients, type Clients } from "./clients.ts";
import { startComponent, type ComponentOptions, type ComponentProcess } from "./component-process.ts";
import { startGuard, type Guard } from "./guard.ts";
import { freePorts } from "./ports.ts";
import { ejabberd, prepareEjabberd } from "./ejabberd.ts";
import { prepareProsody, prosody } from "./prosody.ts";
import { PortTaken } from "./server.ts";
import type { Federation, Ports, Subscription } from "./settings.ts";

export interface TestbedOptions {
  /** Default: Prosody. */
  readonly server?: "prosody" | "ejabberd";
  /** Default: capulet.lit. */
  readonly domain?: string;
  /** Accounts: a name, or a bare JID of a further domain. Default: juliet, romeo, mercutio, tybalt. */
  readonly accounts?: readonly string[];
  /** Contacts from the start; what the first is subscribed to, default `both`. Default: juliet, romeo and mercutio mutually. */
  readonly friends?: readonly (readonly [string, string, Subscription?])[];
  /** Whether the component may read rosters (XEP-0356). Default `get`. */
  readonly privilege?: "get" | "none";
  /** Whether the server knows of the component at all. Default true. */
  readonly component?: boolean;
  /** Further external components, with the same secret: names below the domain, or whole domains. */
  readonly components?: readonly string[];
  /** Further modules by the server's own names, e.g. Prosody's `privacy_lists` (XEP-0016). */
  readonly modules?: readonly string[];
  /** Further settings of an ejabberd, as its configuration has them: maps are merged, lists appended. */
  readonly ejabberd?: Readonly<Record<string, unknown>>;
  /** Ports to use; free ones otherwise. */
  readonly ports?: Partial<Ports>;
  /** Direct TLS for clients, with a self-signed certificate, on a port of its own beside the plain one. */
  readonly tls?: boolean;
  /** SCRAM rounds. Default 16: cheap. Many clients refuse fewer than 4096. */
  readonly rounds?: number;
  readonly logLevel?: "debug" | "info";
  /** Other servers: see federation.ts. */
  readonly federation?: Federation;
}

export interface Testbed extends Omit<Clients, "stop" | "answers"> {
  readonly domain: string;
  readonly componentDomain: string;
  readonly componentSecret: string;
  readonly uploadDomain: string;
  readonly roomsDomain: string;
  /** Of the SOCKS5 proxy (XEP-0065). */
  readonly proxyDomain: string;
  readonly ports: Ports;
  /** `xmpp://127.0.0.1:PORT` for clients. */
  readonly service: string;
  /** `ws://127.0.0.1:PORT/xmpp-websocket` (RFC 7395). */
  readonly websocket: string;
  /** `xmpp://127.0.0.1:PORT` for components. */
  readonly componentService: string;
  /** For whatever else belongs to this bed; removed by `stop`, or when this process ends in whatever way. */
  readonly directory: string;
  /** Ends processes that were started beside the server, should this process end without stopping them. */
  readonly guard: Guard;
  readonly jid: (account: string) => string;
  readonly password: (account: string) => string;
  /** The server's log. */
  readonly log: () => string;
  readonly serverPid: () => number | undefined;
  readonly stopServer: () => Promise<void>;
  /** Up again on the same ports with the same data. */
  readonly startServer: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** Starts the real component beside the server. Stopped with the testbed. */
  readonly startComponent: (options?: ComponentOptions) => Promise<ComponentProcess>;
  /** Stops clients, components and server, and removes everything. */
  readonly stop: () => Promise<void>;
}

const ACCOUNTS = ["juliet", "romeo", "mercutio", "tybalt"] as const;
const FRIENDS = [
  ["juliet", "romeo"],
  ["juliet", "mercutio"],
  ["romeo", "mercutio"],
] as const;
const PORT_TRIES = 10;

/** Starts a testbed. @throws Error with one line that says what to install where Prosody is missing */
export async function startTestbed(options: TestbedOptions = {}): Promise<Testbed> {
  const { server: kind = "prosody", domain = "capulet.lit", federation } = options;
  const accounts = options.accounts ?? ACCOUNTS;
  const friends = options.friends ?? (options.accounts ? [] : FRIENDS);
  const jid = (account: string) => (account.includes("@") ? account : `${account}@${domain}`);
  const below = (name: string) => (name.includes(".") ? name : `${name}.${domain}`);
  const passwords = new Map(accounts.map((account) => [jid(account), randomBytes(9).toString("base64url")]));
  const password = (account: string) => {
    const found = passwords.get(jid(account));
    if (found === undefined) throw new Error(`The testbed has no account ${account}.`);
    return found;
  };

  const directory = await mkdtemp(join(tmpdir(), "status-scheme-"));
  const guard = startGuard(directory);
  try {
    if (options.tls) await makeCertificate(directory, domain);
    const componentDomain = below("schemes");
    const componentSecret = randomBytes(16).toString("hex");
    const components = [
      ...(options.component === false ? [] : [componentDomain]),
      ...(options.components ?? []).map(below),
    ];
    const otherDomains = new Set([...passwords.keys()].map((account) => account.split("@")[1]!));
    otherDomains.delete(domain);
    const server = kind === "prosody" ? prosody(directory, guard) : await ejabberd(directory, guard);
    const prepare = kind === "prosody" ? prepareProsody : prepareEjabberd;
    const startServer = (ports: Ports) =>
      server.start([
        ports.c2s,
        ports.http,
        ...(components.length > 0 ? [ports.component] : []),
        ...(options.tls ? [ports.tls] : []),
        ...(federation ? [federation.port] : []),
      ]);
    const ports = await onFreePorts(options.ports ?? {}, async (ports) => {
      await prepare(
        {
          directory,
          ports,
          domain,
          otherDomains: [...otherDomains],
          components,
          secret: componentSecret,
          privileged: options.privilege === "none" || options.component === false ? undefined : componentDomain,
          modules: options.modules ?? [],
          ejabberd: options.ejabberd ?? {},
          tls: options.tls ?? false,
          rounds: options.rounds ?? 16,
          logLevel: options.logLevel ?? "info",
          federation,
        },
        withContacts([...passwords], friends, jid),
      );
      await startServer(ports);
    });
    const service = `xmpp://127.0.0.1:${ports.c2s}`;
    const componentService = `xmpp://127.0.0.1:${ports.component}`;
    const websocket = `ws://127.0.0.1:${ports.http}/xmpp-websocket`;
    const { stop: stopClients, answers, ...clients } = createClients({ service, websocket, jid, password });
    const processes: ComponentProcess[] = [];
    return {
      ...clients,
      domain,
      componentDomain,
      componentSecret,
      uploadDomain: below("upload"),
      roomsDomain: below("rooms"),
      proxyDomain: below("proxy"),
      ports,
      service,
      websocket,
      componentService,
      directory,
      guard,
      jid,
      password,
      log: server.log,
      serverPid: server.pid,
      stopServer: server.stop,
      startServer: () => startServer(ports),
      restart: async () => {
        await server.stop();
        await startServer(ports);
      },
      startComponent: async (componentOptions) => {
        const started = await startComponent(
          {
            domain,
            componentDomain,
            componentSecret,
            componentService,
            directory,
            guard,
            answers: (to) => answers(accounts[0]!, to),
          },
          componentOptions,
        );
        processes.push(started);
        return started;
      },
      stop: async () => {
        await stopClients();
        await Promise.all(processes.map((started) => started.stop()));
        await server.stop();
        await guard.end();
      },
    };
  } catch (error) {
    await guard.end();
    throw error;
  }
}

function withContacts(
  accounts: readonly [string, string][],
  friends: NonNullable<TestbedOptions["friends"]>,
  jid: (account: string) => string,
) {
  const mirrored = { to: "from", from: "to", both: "both" } as const;
  const contacts = new Map(accounts.map(([account]) => [account, new Map<string, Subscription>()]));
  for (const [a, b, subscription = "both"] of friends) {
    contacts.get(jid(a))?.set(jid(b), subscription);
    contacts.get(jid(b))?.set(jid(a), mirrored[subscription]);
  }
  return accounts.map(([account, password]) => ({ jid: account, password, contacts: contacts.get(account)! }));
}

/** Between choosing a free port and binding it another process may take it: then with others, unless they were asked for. */
async function onFreePorts(wanted: Partial<Ports>, start: (ports: Ports) => Promise<void>): Promise<Ports> {
  for (let attempt = 1; ; attempt += 1) {
    const [c2s, component, http, tls, proxy] = (await freePorts(5)) as [number, number, number, number, number];
    const ports = { c2s, component, http, tls, proxy, ...wanted };
    try {
      await start(ports);
      return ports;
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === PORT_TRIES || Object.keys(wanted).length > 0) throw error;
    }
  }
}
