// Cold contact: a viewer with an empty cache logs in, twenty contacts are there, and the client of each serves six looks. In
// band, as browsers have it, and by the server's proxy; against the same media sent as bare blocks of IBB with as many under
// way, and against the same looks stored by the service, whose media come over HTTP.
import { BASE_STATES } from "@status-scheme/protocol";
import { startTestbed, type Testbed } from "@status-scheme/testbed";
import type { Account } from "../account.ts";
import type { OwnersSettings } from "../cold/owners.ts";
import type { ViewerFigures, ViewerSettings } from "../cold/viewer.ts";
import { startBareSharp } from "../decoding.ts";
import { cpuMs, median } from "../measure.ts";
import type { Bar, BenchCase, Row } from "../report.ts";
import { startScript, type Script } from "../script.ts";
import { publishPictures } from "../upload.ts";
import { openWire, type Wire } from "../wire.ts";

const SERVERS = ["prosody", "ejabberd"] as const;
/** The first is the one that is shown. */
const STATES = BASE_STATES;
const MEDIUM_BYTES = 60_000;
/** Of owners: as many as a viewer has sessions under way. */
const PROCESSES = 2;
const KB = 1_000;
/** More say nothing new, and take their time. */
const MOST_RUNS = 3;

const BARE = "bare";
/** What the owners have, and how the viewer gets it. */
const WAYS = {
  "in band": { viewer: "romeo", mode: "browser", resource: "orchard" },
  "bare blocks": { viewer: "romeo", mode: "bare", resource: BARE },
  "by the proxy": { viewer: "romeo", mode: "sockets", resource: "orchard" },
  "server-stored": { viewer: "mercutio", mode: "sockets", resource: "orchard" },
} as const;
type Way = keyof typeof WAYS;

interface Figures extends ViewerFigures {
  readonly ownersMs: number;
  readonly serverMs: number;
  readonly componentMs: number;
}

export const coldCase: BenchCase = async ({ runs, quick, log }) => {
  const count = quick ? 4 : 20;
  const rows: Row[] = [];
  const bars: Bar[] = [];
  for (const server of SERVERS) {
    log(`cold: ${server}, ${count} owners`);
    const all = await measure(server, count, Math.min(runs, MOST_RUNS), log);
    for (const [way, figures] of Object.entries(all)) {
      if (figures.length > 0) rows.push(rowOf(`${server}, ${way}`, figures));
    }
    const ratio = (of: "shownMs" | "allMs") =>
      median(all["in band"].map((one, run) => all["bare blocks"][run]![of] / one[of]));
    rows.push({ what: `${server}, bare / in band`, figures: { "shown ×": ratio("shownMs"), "all ×": ratio("allMs") } });
    bars.push({
      what: `all looks, bare blocks / in band, ${server}`,
      value: ratio("allMs"),
      bound: 0.5,
      must: "atLeast",
      unit: "×",
    });
  }
  return {
    name: "cold",
    about: `login with an empty cache, ${count} owners online, ${STATES.length} looks of ${MEDIUM_BYTES / KB} KB each`,
    rows,
    bars,
  };
};

function rowOf(what: string, figures: readonly Figures[]): Row {
  const of = (key: keyof Figures, unit = 1) => median(figures.map((one) => one[key])) / unit;
  return {
    what,
    figures: {
      "shown s": of("shownMs", 1_000),
      "all s": of("allMs", 1_000),
      stanzas: of("stanzas"),
      sessions: of("sessions"),
      MB: of("bytes", KB * KB),
      "of media": of("mediaBytes", KB * KB),
      "viewer ms": of("cpuMs"),
      "owners ms": of("ownersMs"),
      "server ms": of("serverMs"),
      "component ms": of("componentMs"),
      "viewer's memory MB": of("mb"),
    },
  };
}

async function measure(
  server: (typeof SERVERS)[number],
  count: number,
  runs: number,
  log: (line: string) => void,
): Promise<Readonly<Record<Way, Figures[]>>> {
  const names = Array.from({ length: count }, (_, index) => `owner${index}`);
  const stored = Array.from({ length: count }, (_, index) => `stored${index}`);
  const bed = await startTestbed({
    server,
    accounts: ["romeo", "mercutio", ...names, ...stored],
    friends: [...names.map((name) => ["romeo", name] as const), ...stored.map((name) => ["mercutio", name] as const)],
  });
  const owners: Script[] = [];
  try {
    const service = await bed.startComponent();
    // Media over HTTP pass no server: one is enough.
    const ways = (Object.keys(WAYS) as Way[]).filter((way) => server === "prosody" || way !== "server-stored");
    const wires = ways.includes("server-stored") ? await publishAll(bed, stored) : [];
    for (let process = 0; process < PROCESSES; process += 1) {
      const accounts = names.filter((_, index) => index % PROCESSES === process).map((name) => accountOf(bed, name));
      const settings: OwnersSettings = { accounts, states: STATES, mediumBytes: MEDIUM_BYTES, bare: BARE };
      owners.push(await startScript(bed, "./cold/owners.ts", settings));
    }
    const all: Record<Way, Figures[]> = { "in band": [], "bare blocks": [], "by the proxy": [], "server-stored": [] };
    for (let run = 1; run <= runs; run += 1) {
      log(`cold: ${server}, run ${run} of ${runs}`);
      for (const way of ways) {
        const pids = { owners: owners.map(({ pid }) => pid), server: [bed.serverPid()!], component: [service.pid()!] };
        all[way].push(await login(bed, way, count, pids));
      }
    }
    await Promise.all(wires.map((wire) => wire.close()));
    return all;
  } finally {
    await Promise.all(owners.map((script) => script.stop()));
    await bed.stop();
  }
}

/** One viewer's process, from its login until everything is there. */
async function login(
  bed: Testbed,
  way: Way,
  owners: number,
  pids: Readonly<Record<"owners" | "server" | "component", readonly number[]>>,
): Promise<Figures> {
  const { viewer: name, mode, resource } = WAYS[way];
  const about = { mode, owners, looks: STATES.length, mediumBytes: MEDIUM_BYTES };
  const viewer = await startScript(bed, "./cold/viewer.ts", {
    ...accountOf(bed, name),
    resource,
    ...about,
  } satisfies ViewerSettings);
  const cpuOf = (those: readonly number[]) => those.reduce((sum, pid) => sum + cpuMs(pid), 0);
  try {
    const before = { owners: cpuOf(pids.owners), server: cpuOf(pids.server), component: cpuOf(pids.component) };
    const figures = JSON.parse(await viewer.line()) as ViewerFigures;
    return {
      ...figures,
      ownersMs: cpuOf(pids.owners) - before.owners,
      serverMs: cpuOf(pids.server) - before.server,
      componentMs: cpuOf(pids.component) - before.component,
    };
  } finally {
    await viewer.stop();
  }
}

function accountOf({ service, domain, password }: Testbed, username: string): Account {
  return { service, domain, username, password: password(username) };
}

/** Owners whose looks the service stores, online in the first of their states. */
async function publishAll(bed: Testbed, names: readonly string[]): Promise<Wire[]> {
  const sharp = startBareSharp();
  try {
    let seed = 0;
    const wires: Wire[] = [];
    for (const name of names) {
      const wire = await openWire(bed, name);
      const pictures = [];
      for (const state of STATES) {
        const bytes = await sharp.make("look", (seed += 1));
        pictures.push({ state, kind: "image", mediaType: "image/jpeg", bytes } as const);
      }
      await publishPictures(wire, bed.componentDomain, pictures);
      wire.send("<presence/>");
      wires.push(wire);
    }
    return wires;
  } finally {
    await sharp.stop();
  }
}
