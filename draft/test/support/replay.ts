// A flow of the draft, played against the service: requests are fed in as they stand, answers must be the examples, exactly.
// What nobody can foretell because it is opaque (tokens, versions, URLs, a notice's id) is bound at first sight: from then on
// the example's word and the service's mean the same thing, in both directions.
import { NS, NS_HTTP_UPLOAD, NS_URL_DATA, parseXml } from "@status-scheme/protocol";
import type { Element } from "@status-scheme/protocol";
import type { Example } from "../../src/index.ts";
import { canonical, mapped } from "./canonical.ts";
import { SERVICE, startService } from "./service.ts";
import type { RunningService, ServiceOptions } from "./service.ts";

export interface Flow extends ServiceOptions {
  /** What is done before a step and not shown. `real`: the service's word for an example's opaque one. */
  readonly before?: Readonly<
    Record<number, (service: RunningService, real: (word: string) => string) => Promise<void>>
  >;
}
export interface Played {
  readonly id: string;
  /** As text (canonical.ts). */
  readonly expected: string;
  readonly actual: string;
}

const OPAQUE = [
  `${NS} sync token`,
  `${NS} sync since`,
  `${NS} access version`,
  `${NS} current version`,
  `${NS_HTTP_UPLOAD} put url`,
  `${NS_HTTP_UPLOAD} get url`,
  `${NS_URL_DATA} url-data target`,
  "message id",
];
const isOpaque = (owner: Element, attribute: string): boolean => {
  return [`${owner.getNS() ?? ""} ${owner.getName()} ${attribute}`, `${owner.name} ${attribute}`].some((place) =>
    OPAQUE.includes(place),
  );
};
/** Between requests, so that nothing is "just now". */
const MINUTE = 60_000;
/** When a flow without a stamp begins. */
const NOON = Date.parse("2026-11-22T12:00:00.000Z");

/** Plays the examples of a flow in the order of their steps; each of the service's, and what it said beside them. */
export async function replay(examples: readonly Example[], flow: Flow = {}): Promise<Played[]> {
  const steps = examples
    .toSorted((a, b) => a.step! - b.step!)
    .map(({ id, step, xml }) => ({ id, step: step!, stanza: parseXml(xml) }));
  const service = await startService(flow);
  const words = createWords();
  const played: Played[] = [];
  const stamps = steps.map(({ stanza }) => stampOf(stanza)).filter((time) => time !== undefined);
  service.now = Math.min(NOON, ...stamps) - MINUTE;
  try {
    for (const { id, step, stanza } of steps) {
      await flow.before?.[step]?.(service, words.real);
      if (stanza.attrs.from === SERVICE) {
        const said = takeLike(stanza, service.sent);
        const actual = said ? canonical(words.toExample(said, stanza)) : "(nothing)";
        played.push({ id, expected: canonical(stanza), actual });
        continue;
      }
      const answer = steps.find((other) => other.step === step + 1)?.stanza;
      service.now = Math.max(service.now + MINUTE, stampOf(answer) ?? 0);
      service.feed(mapped(stanza, (value, owner, name) => (isOpaque(owner, name) ? words.real(value) : value)));
      await service.idle();
    }
    const unasked = service.sent.map((stanza) => ({
      id: "beside the flow",
      expected: "(nothing)",
      actual: canonical(stanza),
    }));
    return [...played, ...unasked];
  } finally {
    await service.stop();
  }
}

/** The time a publish was answered at: its stamp. */
function stampOf(stanza: Element | undefined): number | undefined {
  if (stanza?.attrs.type !== "result") return undefined;
  const stamp = stanza.getChild("publish", NS)?.getChild("scheme")?.attrs.stamp;
  return stamp === undefined ? undefined : Date.parse(stamp);
}

/** Takes the first stanza of that kind to that address. */
function takeLike(expected: Element, sent: Element[]): Element | undefined {
  const index = sent.findIndex(({ name, attrs }) => name === expected.name && attrs.to === expected.attrs.to);
  return index < 0 ? undefined : sent.splice(index, 1)[0];
}

function createWords() {
  const [reals, examples] = [new Map<string, string>(), new Map<string, string>()];
  const bind = (example: string, real: string) => {
    if (reals.has(example) || examples.has(real)) return;
    reals.set(example, real);
    examples.set(real, example);
  };
  const pair = (expected: Element, actual: Element) => {
    for (const [name, value] of Object.entries(expected.attrs)) {
      if (isOpaque(expected, name) && actual.attrs[name] !== undefined) bind(String(value), actual.attrs[name]);
    }
    const children = actual.getChildElements();
    for (const [index, child] of expected.getChildElements().entries()) {
      const other = children[index];
      if (other?.name === child.name) pair(child, other);
    }
  };
  return {
    real: (word: string) => reals.get(word) ?? word,
    /** The service's stanza in the example's words. */
    toExample: (actual: Element, expected: Element) => {
      pair(expected, actual);
      return mapped(actual, (value, owner, name) => (isOpaque(owner, name) ? (examples.get(value) ?? value) : value));
    },
  };
}
