// Login with a thousand contacts online and nothing changed: what the plugin asks, against what PEP sends to a client that
// wants the same contacts' avatar metadata (`+notify`, XEP-0163 section 4.3).
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { statusScheme } from "@status-scheme/client-plugin";
import { fileCache } from "@status-scheme/client-plugin/file-cache";
import { fixStreamManagement, guardSocket } from "@status-scheme/guards";
import { byteLength, element, encodeShowing, NS_ROSTER, stanza, type Element } from "@status-scheme/protocol";
import { startTestbed, type Testbed } from "@status-scheme/testbed";
import type { Client } from "@xmpp/client";
import { cpuMs, median } from "../measure.ts";
import { publishAvatarMetadata, wantAvatars } from "../pep.ts";
import type { BenchCase } from "../report.ts";
import { publishText } from "../schemes.ts";
import { openWire } from "../wire.ts";

interface Traffic {
  readonly asked: number;
  readonly received: number;
  readonly bytes: number;
  /** Milliseconds of the server's and the component's CPU, from connecting to the end of the login. */
  readonly serverMs: number;
  readonly componentMs: number;
  readonly seconds: number;
}
type Direction = "in" | "out";
interface Login {
  /** Which stanzas count. */
  readonly counts: (stanza: Element, direction: Direction) => boolean;
  /** Logs in, until all is there. */
  readonly act: (client: Client) => Promise<void>;
}
/** Of what was published half a minute before, a service tells whoever begins to listen. */
const SETTLE_MS = 31_000;
type Pids = Readonly<Record<"server" | "component", number>>;

export const loginCase: BenchCase = async ({ runs, quick, log }) => {
  const count = quick ? 50 : 1_000;
  const contacts = Array.from({ length: count }, (_, index) => `contact${index}`);
  const bed = await startTestbed({
    accounts: ["romeo", ...contacts],
    friends: contacts.map((contact) => ["romeo", contact] as const),
  });
  try {
    const service = await bed.startComponent();
    log(`login: ${count} contacts publish a scheme and an avatar`);
    for (const contact of contacts) {
      const owner = await openWire(bed, contact);
      const stamp = await publishText(owner, bed.componentDomain, `Looks of ${contact}`);
      await publishAvatarMetadata(owner);
      owner.send(stanza("presence", {}, encodeShowing({ stamp, by: bed.componentDomain })).toString());
    }
    if (!quick) await sleep(SETTLE_MS);
    const pids = { server: bed.serverPid()!, component: service.pid()! };
    const first = await login(bed, pids, withPlugin(bed));
    const all: Record<"plain" | "plugin" | "pep", Traffic[]> = { plain: [], plugin: [], pep: [] };
    for (let run = 1; run <= runs; run += 1) {
      log(`login: run ${run} of ${runs}`);
      all.plain.push(await login(bed, pids, plain));
      all.plugin.push(await login(bed, pids, withPlugin(bed)));
      all.pep.push(await login(bed, pids, withPep(count)));
    }
    const of = (some: readonly Traffic[], key: keyof Traffic) => median(some.map((one) => one[key]));
    const row = (what: string, some: readonly Traffic[]) => ({
      what,
      figures: {
        "IQs asked": of(some, "asked"),
        "stanzas received": of(some, "received"),
        bytes: of(some, "bytes"),
        "server ms": of(some, "serverMs"),
        "component ms": of(some, "componentMs"),
        "login s": of(some, "seconds"),
      },
    });
    return {
      name: "login",
      about: `login with ${count} contacts, nothing changed (stanzas of schemes and avatars; CPU of the whole login)`,
      rows: [
        row("roster and presence alone", all.plain),
        row("status schemes", all.plugin),
        row("status schemes, the very first time", [first]),
        row("PEP +notify (avatar metadata)", all.pep),
      ],
      bars: [
        { what: "IQs asked", value: of(all.plugin, "asked"), bound: 1, must: "atMost", unit: "" },
        { what: "bytes both ways", value: of(all.plugin, "bytes"), bound: 1023, must: "atMost", unit: " bytes" },
      ],
    };
  } finally {
    await bed.stop();
  }
};

/** One login of romeo's, with its stanzas counted. */
async function login(bed: Testbed, pids: Pids, { counts, act }: Login): Promise<Traffic> {
  const client = bed.client("romeo", { resource: "orchard" });
  fixStreamManagement(client);
  guardSocket(client);
  const traffic = { asked: 0, received: 0, bytes: 0 };
  client.on("send", (sent: Element) => {
    if (!counts(sent, "out")) return;
    traffic.bytes += byteLength(sent);
    if (sent.is("iq")) traffic.asked += 1;
  });
  client.on("element", (got: Element) => {
    if (!counts(got, "in")) return;
    traffic.bytes += byteLength(got);
    traffic.received += 1;
  });
  const started = performance.now();
  const before = { server: cpuMs(pids.server), component: cpuMs(pids.component) };
  await act(client);
  const figures = {
    ...traffic,
    serverMs: cpuMs(pids.server) - before.server,
    componentMs: cpuMs(pids.component) - before.component,
    seconds: (performance.now() - started) / 1000,
  };
  client.reconnect.stop();
  await client.stop();
  return figures;
}

const askRoster = (client: Client) =>
  client.iqCaller.request(stanza("iq", { type: "get" }, element(NS_ROSTER, "query")), 30_000);

/** The server has sent everything that a login brings: it works off a stream's stanzas in order. */
const isDone = (client: Client) =>
  client.iqCaller.request(stanza("iq", { type: "get" }, element("urn:xmpp:ping", "ping")), 60_000);

const plain: Login = {
  counts: () => false,
  act: async (client) => {
    await client.start();
    await askRoster(client);
    await client.send(stanza("presence", {}));
    await isDone(client);
  },
};

/** All that is exchanged with the service counts, and with the own domain, which lists it. */
function withPlugin(bed: Testbed): Login {
  return {
    counts: ({ attrs }, direction) =>
      [bed.componentDomain, bed.domain].includes(attrs[direction === "in" ? "from" : "to"]!),
    act: async (client) => {
      const schemes = statusScheme(client, { cache: fileCache(join(bed.directory, "romeo")) });
      const settled = new Promise<void>((resolve) => void schemes.once("settled", resolve));
      await client.start();
      await client.send(stanza("presence", {}));
      await Promise.all([settled, isDone(client)]);
      await schemes.stop();
    },
  };
}

function withPep(count: number): Login {
  let missing = count;
  const isEvent = (el: Element) => el.getChild("event", "http://jabber.org/protocol/pubsub#event") !== undefined;
  return {
    counts: (el, direction) => direction === "in" && isEvent(el),
    act: async (client) => {
      const all = Promise.withResolvers<undefined>();
      client.on("element", (el: Element) => {
        if (isEvent(el) && (missing -= 1) === 0) all.resolve(undefined);
      });
      const late = setTimeout(() => all.reject(new Error(`PEP left out ${missing} of ${count}`)), 60_000);
      const caps = wantAvatars(client);
      await client.start();
      await askRoster(client);
      await client.send(stanza("presence", {}, caps));
      await all.promise.finally(() => clearTimeout(late));
    },
  };
}
