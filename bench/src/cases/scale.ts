// `sync` and `check` with a thousand, a hundred thousand and a million stored schemes: askers with rosters of 100 contacts, of
// whom 5 % changed since. All three services run side by side and are asked in turns, so that whatever else the machine
// does meets each alike.
import { statSync } from "node:fs";
import { join } from "node:path";
import { decodeSyncResult, encodeCheckRequest, encodeSyncRequest, type Stamp } from "@status-scheme/protocol";
import { startTestbed, type Testbed } from "@status-scheme/testbed";
import { fillStore } from "../filled-store.ts";
import { load, median, percentile, residentMb, type Load } from "../measure.ts";
import type { BenchCase, Row } from "../report.ts";
import { publishText } from "../schemes.ts";
import { openWire, type Wire } from "../wire.ts";

const WINDOW = 64;
const ASKERS = 20;
/** Owners with an account, whom the askers have in their rosters; of all other owners there is only what is stored. */
const ACCOUNTS = 1_000;
const ROSTER = 100;
/** Every so many of the owners publish once more. */
const CHANGED_EVERY = 20;
/** Contacts of the owners that nobody here asks about. */
const OTHERS_CONTACTS = 3;

interface Asker {
  readonly wire: Wire;
  /** A sync since before the changes. */
  readonly sync: string;
  /** A check of each contact, with the stamp from before the changes. */
  readonly checks: readonly string[];
}
interface Scale {
  readonly size: number;
  readonly bed: Testbed;
  readonly askers: readonly Asker[];
  readonly pids: Readonly<Record<"server" | "component", number>>;
  readonly fileMb: number;
  readonly startSeconds: number;
  readonly checks: Load[];
  readonly syncs: Load[];
}

export const scaleCase: BenchCase = async ({ runs, quick, log }) => {
  const sizes = quick ? [1_000, 10_000] : [1_000, 100_000, 1_000_000];
  const [checks, syncs] = quick ? [400, 100] : [6_000, 2_000];
  const beds: Testbed[] = [];
  try {
    const scales: Scale[] = [];
    for (const size of sizes) {
      log(`scale: ${size} schemes are stored`);
      scales.push(await begin(size, (bed) => beds.push(bed)));
    }
    for (let run = 1; run <= runs; run += 1) {
      log(`scale: run ${run} of ${runs}`);
      // Every contact once before, so that each list is as fresh as a grant takes: reading rosters is measured nowhere here.
      for (const scale of scales) await askAll(scale, ASKERS * ROSTER);
      for (const scale of scales) scale.checks.push(await askAll(scale, checks));
      for (const scale of scales) scale.syncs.push(await syncAll(scale, syncs));
    }
    const memory = scales.map(({ pids }) => residentMb(pids.component));
    for (const { askers } of scales) await Promise.all(askers.map(({ wire }) => wire.close()));

    const [least, most] = [scales[0]!, scales.at(-1)!];
    const growth = (of: "checks" | "syncs") => median(most[of].map((one, run) => p99(one) / p99(least[of][run]!)));
    return {
      name: "scale",
      about: `rosters of ${ROSTER}, ${100 / CHANGED_EVERY} % changed, window ${WINDOW}: ${checks} checks and ${syncs} syncs a run`,
      rows: scales.flatMap((scale, index) => [
        {
          what: `${scale.size} schemes`,
          figures: { "start s": scale.startSeconds, MB: memory[index]!, "file MB": scale.fileMb },
        },
        row("  check", scale.checks),
        row("  sync", scale.syncs),
      ]),
      bars: [
        {
          what: `p99 of check, ${most.size} / ${least.size}`,
          value: growth("checks"),
          bound: 1.3,
          must: "atMost",
          unit: "×",
        },
        {
          what: `p99 of sync, ${most.size} / ${least.size}`,
          value: growth("syncs"),
          bound: 1.3,
          must: "atMost",
          unit: "×",
        },
        { what: `start-up with ${most.size}`, value: most.startSeconds, bound: 3, must: "atMost", unit: " s" },
        { what: `memory with ${most.size}`, value: memory.at(-1)!, bound: 400, must: "atMost", unit: " MB" },
      ],
    };
  } finally {
    await Promise.all(beds.map((bed) => bed.stop()));
  }
};

const p99 = ({ latencies }: Load) => percentile(latencies, 99);

function row(what: string, of: readonly Load[]): Row {
  return {
    what,
    figures: {
      "per s": median(of.map(({ rate }) => rate)),
      "p50 ms": median(of.map(({ latencies }) => median(latencies))),
      "p99 ms": median(of.map(p99)),
      "server µs": median(of.map(({ cpu }) => cpu["server"]! * 1000)),
      "component µs": median(of.map(({ cpu }) => cpu["component"]! * 1000)),
    },
  };
}

/** Server, filled store and component; the askers know all, and then some owners publish. */
async function begin(size: number, onBed: (bed: Testbed) => void): Promise<Scale> {
  // Those with an account are spread over all names.
  const spread = size / ACCOUNTS;
  const name = (index: number) => `owner${String(index).padStart(7, "0")}`;
  const names = Array.from({ length: ACCOUNTS }, (_, index) => name(index * spread));
  const askerNames = Array.from({ length: ASKERS }, (_, index) => `asker${index}`);
  const contactsOf = (asker: number) =>
    Array.from({ length: ROSTER }, (_, index) => (asker * (ACCOUNTS / ASKERS) + index * 7) % ACCOUNTS);
  const friends = askerNames.flatMap((asker, index) =>
    contactsOf(index).map((owner) => [asker, names[owner]!] as const),
  );
  const bed = await startTestbed({ accounts: [...askerNames, ...names], friends });
  onBed(bed);

  const askersOf = Map.groupBy(friends, ([, owner]) => owner);
  const path = join(bed.directory, "filled.sqlite");
  const others = (index: number) =>
    Array.from({ length: OTHERS_CONTACTS }, (_, at) => bed.jid(name((index + (at + 1) * 7_919) % size)));
  const known = (index: number) => (askersOf.get(name(index)) ?? []).map(([asker]) => bed.jid(asker));
  await fillStore(path, size, {
    ownerAt: (index) => bed.jid(name(index)),
    contactsOf: (index) => (index % spread === 0 ? known(index) : others(index)),
  });
  const service = await bed.startComponent({ config: { store: { path } } });
  await service.stop();
  const started = performance.now();
  await service.start();
  const startSeconds = (performance.now() - started) / 1000;

  const logins = await Promise.all(
    askerNames.map(async (asker) => {
      const wire = await openWire(bed, asker);
      return { wire, ...(await syncWhole(wire, bed.componentDomain)) };
    }),
  );
  for (let index = 0; index < ACCOUNTS; index += CHANGED_EVERY) {
    const owner = await openWire(bed, names[index]!);
    await publishText(owner, bed.componentDomain, "Somewhere else");
    await owner.close();
  }
  const askers = logins.map(({ wire, token, stamps }, index) => ({
    wire,
    sync: encodeSyncRequest({ since: token }).toString(),
    checks: contactsOf(index).map((at) => {
      const owner = bed.jid(names[at]!);
      return encodeCheckRequest({ owner, stamp: stamps.get(owner)! }).toString();
    }),
  }));
  const pids = { server: bed.serverPid()!, component: service.pid()! };
  return { size, bed, askers, pids, fileMb: statSync(path).size / 2 ** 20, startSeconds, checks: [], syncs: [] };
}

/** Everything an asker sees, and the token after it. */
async function syncWhole(wire: Wire, service: string): Promise<{ token: string; stamps: Map<string, Stamp> }> {
  const stamps = new Map<string, Stamp>();
  let since: string | undefined;
  for (;;) {
    const reply = await wire.request("get", service, encodeSyncRequest(since === undefined ? {} : { since }));
    const { token, more, changed } = decodeSyncResult(reply.getChildElements()[0]!);
    for (const { owner, stamp } of changed) stamps.set(owner, stamp);
    if (!more && stamps.size !== ROSTER) throw new Error(`${wire.jid} sees ${stamps.size} of ${ROSTER}`);
    if (!more) return { token, stamps };
    since = token;
  }
}

function askAll({ bed, askers, pids }: Scale, count: number): Promise<Load> {
  const ask = async (index: number) => {
    const { wire, checks } = askers[index % ASKERS]!;
    const reply = await wire.ask("get", bed.componentDomain, checks[Math.floor(index / ASKERS) % ROSTER]!);
    if (!/status='c(urrent|hanged)'/.test(reply)) throw new Error(reply);
  };
  return load(ask, { count, window: WINDOW, pids });
}

function syncAll({ bed, askers, pids }: Scale, count: number): Promise<Load> {
  const ask = async (index: number) => {
    const { wire, sync } = askers[index % ASKERS]!;
    const reply = await wire.ask("get", bed.componentDomain, sync);
    if (reply.split("<changed").length - 1 !== ROSTER / CHANGED_EVERY) throw new Error(reply);
  };
  return load(ask, { count, window: WINDOW, pids });
}
