// What a bed asks of its server, whichever it is.
export interface Ports {
  readonly c2s: number;
  readonly component: number;
  readonly http: number;
  /** Direct TLS, where it is switched on. */
  readonly tls: number;
  /** SOCKS5 bytestreams (XEP-0065). */
  readonly proxy: number;
}

/** How servers of other domains are reached, and how they reach this one. */
export interface Federation {
  /** Where this server takes connections of other servers. */
  readonly port: number;
  /** Domain, with everything below it -> port on loopback. */
  readonly peers: Readonly<Record<string, number>>;
  /** The port of a name server that says the same (dns.ts). */
  readonly nameServer: number;
  /** Holds `ca.crt`, whom both sides trust, and `<domain>.key` and `.crt`. */
  readonly certificates: string;
}

export interface ServerSettings {
  readonly directory: string;
  readonly ports: Ports;
  /** The main domain, with uploads at `upload.`, rooms at `rooms.` and a proxy at `proxy.` below it. */
  readonly domain: string;
  /** Further domains with accounts of their own. */
  readonly otherDomains: readonly string[];
  /** External components (XEP-0114), all with the same secret. */
  readonly components: readonly string[];
  readonly secret: string;
  /** The component that may read rosters (XEP-0356); undefined: the module is not even loaded. */
  readonly privileged: string | undefined;
  /** Further modules of the domains, by the server's own names. */
  readonly modules: readonly string[];
  /** Further settings of an ejabberd, as its configuration has them: maps are merged, lists appended. */
  readonly ejabberd: Readonly<Record<string, unknown>>;
  /** Direct TLS on a port of its own, with the certificate in the directory. */
  readonly tls: boolean;
  /** SCRAM rounds of stored passwords, where the server lets us choose. */
  readonly rounds: number;
  readonly logLevel: "debug" | "info";
  /** Undefined: an island. */
  readonly federation: Federation | undefined;
}

/** What an account is subscribed to. */
export type Subscription = "to" | "from" | "both";

export interface Account {
  readonly jid: string;
  readonly password: string;
  /** Bare JIDs and what the account is subscribed to. */
  readonly contacts: ReadonlyMap<string, Subscription>;
}
