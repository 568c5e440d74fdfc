// One `check`, against the nearest thing XMPP has (a PEP avatar metadata get, XEP-0084) and against a bare component's echo:
// rate at window 64, and CPU of server and component per operation.
import { encodeCheckRequest, element } from "@status-scheme/protocol";
import { startTestbed } from "@status-scheme/testbed";
import { load, median, percentile, type Load } from "../measure.ts";
import { getAvatarMetadata, publishAvatarMetadata } from "../pep.ts";
import type { BenchCase } from "../report.ts";
import { publishText } from "../schemes.ts";
import { startScript } from "../script.ts";
import { openWire } from "../wire.ts";

const WINDOW = 64;
const NS_ECHO = "urn:example:echo";
/** Several, because the service bounds how much one may ask. */
const ASKERS = ["romeo", "mercutio", "benvolio", "rosaline"];

export const checkCase: BenchCase = async ({ runs, quick, log }) => {
  const count = quick ? 400 : 6_000;
  const bed = await startTestbed({
    accounts: ["juliet", ...ASKERS],
    friends: ASKERS.map((asker) => ["juliet", asker] as const),
    components: ["echo"],
  });
  try {
    const service = await bed.startComponent();
    const echoDomain = `echo.${bed.domain}`;
    const echo = await startScript(bed, "./echo-component.ts", {
      service: bed.componentService,
      domain: echoDomain,
      password: bed.componentSecret,
    });
    const juliet = await openWire(bed, "juliet");
    const stamp = await publishText(juliet, bed.componentDomain, "At home");
    await publishAvatarMetadata(juliet);
    const askers = await Promise.all(ASKERS.map((asker) => openWire(bed, asker)));
    for (const asker of askers) asker.send("<presence/>");

    const owner = juliet.jid;
    const asker = (index: number) => askers[index % askers.length]!;
    const question = encodeCheckRequest({ owner, stamp }).toString();
    const echoed = element(NS_ECHO, "echo", { owner, stamp }).toString();
    const operations = {
      check: async (index: number) => {
        const reply = await asker(index).ask("get", bed.componentDomain, question);
        if (!reply.includes("status='current'")) throw new Error(reply);
      },
      pep: (index: number) => getAvatarMetadata(asker(index), owner),
      echo: (index: number) => asker(index).ask("get", echoDomain, echoed),
    };
    const pids = { server: bed.serverPid()!, component: service.pid()!, echo: echo.pid };
    const results: Record<keyof typeof operations, Load[]> = { check: [], pep: [], echo: [] };
    const measureAll = async (keep: boolean, share = 1) => {
      for (const name of ["check", "pep", "echo"] as const) {
        const result = await load(operations[name], { count: count * share, window: WINDOW, pids });
        if (keep) results[name].push(result);
      }
    };
    await measureAll(false, 0.5);
    for (let run = 1; run <= runs; run += 1) {
      log(`check: run ${run} of ${runs}`);
      await measureAll(true);
    }
    await Promise.all([juliet, ...askers].map((wire) => wire.close()));
    await echo.stop();

    const row = (what: string, of: readonly Load[], component: "component" | "echo" | undefined) => ({
      what,
      figures: {
        "per s": median(of.map(({ rate }) => rate)),
        "p99 ms": median(of.map(({ latencies }) => percentile(latencies, 99))),
        "server µs": median(of.map(({ cpu }) => cpu["server"]! * 1000)),
        "component µs": component === undefined ? "-" : median(of.map(({ cpu }) => cpu[component]! * 1000)),
      },
    });
    const ratios = results.check.map((one, index) => one.rate / results.pep[index]!.rate);
    const costs = results.check.map((one, index) => one.cpu["component"]! / results.echo[index]!.cpu["echo"]!);
    return {
      name: "check",
      about: `one check, ${count} times at window ${WINDOW}`,
      rows: [
        row("check", results.check, "component"),
        row("PEP avatar metadata get", results.pep, undefined),
        row("bare component echo", results.echo, "echo"),
      ],
      bars: [
        { what: "rate, check / PEP get", value: median(ratios), bound: 1.8, must: "atLeast", unit: "×" },
        { what: "component CPU, check / echo", value: median(costs), bound: 1.5, must: "atMost", unit: "×" },
      ],
    };
  } finally {
    await bed.stop();
  }
};
