// Two servers that federate as in the field: Prosody for capulet.lit, ejabberd for montague.lit, TLS between them with
// certificates of one authority, and a link between them that can be cut.
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFederationCertificates } from "./certificate.ts";
import { startNameServer } from "./dns.ts";
import { startGuard } from "./guard.ts";
import { startLink } from "./link.ts";
import { freePorts } from "./ports.ts";
import { startTestbed, type Testbed, type TestbedOptions } from "./testbed.ts";

export interface FederationBed {
  /** On Prosody. */
  readonly capulet: Testbed;
  /** On ejabberd. */
  readonly montague: Testbed;
  /** Breaks the connections between the servers, both ways, until `mend`. */
  readonly cut: () => void;
  readonly mend: () => void;
  readonly stop: () => Promise<void>;
}

export interface FederationOptions {
  /** Contacts across the domains, by bare JID. */
  readonly friends: NonNullable<TestbedOptions["friends"]>;
  readonly capulet?: TestbedOptions;
  readonly montague?: TestbedOptions;
}

const DOMAINS = { capulet: "capulet.lit", montague: "montague.lit" } as const;

/** Starts both. Accounts by default: juliet and tybalt at capulet.lit, romeo and mercutio at montague.lit. */
export async function startFederation(options: FederationOptions): Promise<FederationBed> {
  const certificates = await mkdtemp(join(tmpdir(), "status-scheme-authority-"));
  const ends: (() => Promise<unknown>)[] = [startGuard(certificates).end];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    await makeFederationCertificates(certificates, Object.values(DOMAINS));
    const [capuletPort, montaguePort] = (await freePorts(2)) as [number, number];
    const [toCapulet, toMontague] = await Promise.all([startLink(capuletPort), startLink(montaguePort)]);
    ends.push(toCapulet.stop, toMontague.stop);
    const links = { [DOMAINS.capulet]: toCapulet.port, [DOMAINS.montague]: toMontague.port };
    const dns = await startNameServer(links);
    ends.push(dns.stop);
    const federation = (port: number) => ({ port, peers: links, nameServer: dns.port, certificates });
    const capulet = await startTestbed({
      accounts: ["juliet", "tybalt"],
      friends: options.friends,
      ...options.capulet,
      domain: DOMAINS.capulet,
      federation: federation(capuletPort),
    });
    ends.push(capulet.stop);
    const montague = await startTestbed({
      accounts: ["romeo", "mercutio"],
      friends: options.friends,
      ...options.montague,
      server: "ejabberd",
      domain: DOMAINS.montague,
      federation: federation(montaguePort),
    });
    ends.push(montague.stop);
    const both = (act: "cut" | "mend") => () => [toCapulet, toMontague].forEach((link) => link[act]());
    return { capulet, montague, cut: both("cut"), mend: both("mend"), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
