// Ten thousand presences through the plugin, half with a hint unequal to what is held: the CPU of a viewer's process, against
// @xmpp/client alone that receives the same presences and asks the same questions.
import { Element, encodeShowing, stanza, toStamp, type Stamp } from "@status-scheme/protocol";
import { startTestbed, type Testbed } from "@status-scheme/testbed";
import { cpuMs, median } from "../measure.ts";
import type { ViewerFigures, ViewerSettings } from "../presence-viewer.ts";
import type { BenchCase } from "../report.ts";
import { publishText } from "../schemes.ts";
import { startScript } from "../script.ts";
import { openWire, type Wire } from "../wire.ts";

/** One presence of each is a round. The next begins when all questions of the last are answered: none is left out. */
const OWNERS = 100;

interface Owner {
  readonly wire: Wire;
  readonly stamp: Stamp;
}
interface Figures extends ViewerFigures {
  readonly cpu: number;
}

export const presenceCase: BenchCase = async ({ runs, quick, log }) => {
  const count = quick ? 1_000 : 10_000;
  const names = Array.from({ length: OWNERS }, (_, index) => `owner${index}`);
  const bed = await startTestbed({
    accounts: ["romeo", ...names],
    friends: names.map((name) => ["romeo", name] as const),
  });
  try {
    await bed.startComponent();
    const owners: Owner[] = [];
    for (const name of names) {
      const wire = await openWire(bed, name);
      owners.push({ wire, stamp: await publishText(wire, bed.componentDomain, "Here") });
    }
    const all: Record<ViewerSettings["mode"], Figures[]> = { alone: [], asking: [], plugin: [] };
    for (let at = 1; at <= runs; at += 1) {
      log(`presence: run ${at} of ${runs}`);
      for (const mode of ["alone", "asking", "plugin"] as const)
        all[mode].push(await measure(bed, owners, count, mode));
    }
    await Promise.all(owners.map(({ wire }) => wire.close()));
    const row = (what: string, some: readonly Figures[]) => ({
      what,
      figures: {
        "CPU ms": median(some.map(({ cpu }) => cpu)),
        "questions asked": median(some.map(({ asked }) => asked)),
      },
    });
    const value = median(all.plugin.map((one, index) => one.cpu / all.asking[index]!.cpu));
    return {
      name: "presence",
      about: `${count} presences of ${OWNERS} contacts, every second one with a stamp that is not held`,
      rows: [
        row("@xmpp/client alone", all.alone),
        row("@xmpp/client alone, asking as often", all.asking),
        row("@xmpp/client with the plugin", all.plugin),
      ],
      bars: [{ what: "CPU, plugin / client alone, asking as often", value, bound: 1.15, must: "atMost", unit: "×" }],
    };
  } finally {
    await bed.stop();
  }
};

/** The CPU of one viewer's process from when it is settled until it received everything and was answered everything. */
async function measure(
  bed: Testbed,
  owners: readonly Owner[],
  count: number,
  mode: ViewerSettings["mode"],
): Promise<Figures> {
  const { service, domain, componentDomain } = bed;
  const account = { username: "romeo", password: bed.password("romeo") };
  const settings: ViewerSettings = { service, domain, componentDomain, ...account, mode, round: OWNERS };
  const viewer = await startScript(bed, "./presence-viewer.ts", settings);
  try {
    const before = cpuMs(viewer.pid);
    let figures: ViewerFigures = { asked: 0 };
    for (let index = 0; index < count; index += 1) {
      const { wire, stamp } = owners[index % OWNERS]!;
      // The last round is of equal hints, so that the next viewer has nothing to ask at its login.
      const isUnequal = Math.floor(index / OWNERS) % 2 === 0;
      const hint = encodeShowing({ stamp: isUnequal ? toStamp(index) : stamp, by: componentDomain });
      wire.send(stanza("presence", {}, text("status", isUnequal ? "ask" : "show"), hint).toString());
      if (index % OWNERS === OWNERS - 1) figures = JSON.parse(await viewer.line()) as ViewerFigures;
    }
    const cpu = cpuMs(viewer.pid) - before;
    if (mode !== "alone" && figures.asked !== count / 2) throw new Error(`${mode}: ${figures.asked} questions`);
    return { cpu, ...figures };
  } finally {
    await viewer.stop();
  }
}

function text(name: string, content: string): Element {
  const result = new Element(name);
  result.append(content);
  return result;
}
