// From presence on the wire to pixels: one contact after the other changes state, and the page says when it was seen.
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { percentile } from "../measure.ts";
import type { Row } from "../report.ts";
import { random } from "../torture/random.ts";

/** Milliseconds of each change. */
export interface Latency {
  /** From the write of the presence to the end of the frame that painted the picture. */
  readonly all: readonly number[];
  /** Of these, from when the stanza came to the page. */
  readonly inPage: readonly number[];
}
export interface Change {
  /** Bare JID. */
  readonly contact: string;
  readonly act: () => void;
  /** Afterwards, and not measured. */
  readonly undo?: () => void;
}

/** Changes come at no fixed place of a frame. */
const GAP_MS = { least: 30, spread: 50 };
/** What is undone is seen, and whatever follows from it is done. */
const UNDO_MS = 100;
const CLOCK_TRIES = 20;

export async function measureLatency(page: Page, changes: readonly Change[]): Promise<Latency> {
  const ahead = await clockOf(page);
  const gap = random(1);
  const all: number[] = [];
  const inPage: number[] = [];
  for (const { contact, act, undo } of changes) {
    await page.evaluate((jid) => void (window.next = window.probe.nextPicture(jid)), contact);
    await sleep(GAP_MS.least + gap(GAP_MS.spread));
    const sent = now();
    act();
    const { arrived, shown } = await page.evaluate(() => window.next!);
    all.push(shown - ahead - sent);
    inPage.push(shown - arrived);
    if (!undo) continue;
    undo();
    await sleep(UNDO_MS);
    await page.evaluate(() => window.probe.rest());
  }
  return { all, inPage };
}

export function latencyRow(what: string, { all, inPage }: Latency): Row {
  return {
    what,
    figures: {
      "p50 ms": percentile(all, 50),
      "p95 ms": percentile(all, 95),
      "in the page p50 ms": percentile(inPage, 50),
      p95: percentile(inPage, 95),
      changes: all.length,
    },
  };
}

const now = () => performance.timeOrigin + performance.now();

/** How far the page's clock is ahead: by the question that was answered soonest. */
async function clockOf(page: Page): Promise<number> {
  let best = { took: Number.POSITIVE_INFINITY, ahead: 0 };
  for (let attempt = 0; attempt < CLOCK_TRIES; attempt += 1) {
    const asked = now();
    const theirs = await page.evaluate(() => window.probe.now());
    const took = now() - asked;
    if (took < best.took) best = { took, ahead: theirs - (asked + took / 2) };
  }
  return best.ahead;
}
