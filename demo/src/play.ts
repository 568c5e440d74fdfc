// The play: what juliet does, and whether romeo's client shows it.
import { setTimeout as sleep } from "node:timers/promises";
import type { LookDraft, Warning } from "@status-scheme/client-plugin";
import type { StampedScheme } from "@status-scheme/protocol";
import { expectation, GREY, type Expectation } from "./expectation.ts";
import type { Actor, Stage } from "./stage.ts";
import { learns } from "./stranger.ts";
import { describe, type Transcript } from "./transcript.ts";
import { becomes } from "./watch.ts";

export interface Play {
  /** romeo saw what he should, and tybalt nothing. */
  readonly ok: boolean;
  readonly romeo: Actor;
}

const STEP_MS = 10_000;
/** So that a person can follow; the times shown are without it. */
const PAUSE_MS = 300;
const MEETING = "in_a_meeting";

/** Plays it. @param looks juliet's scheme as its folder has it @throws AbortError when `stopped` */
export async function play(
  stage: Stage,
  looks: readonly LookDraft[],
  transcript: Transcript,
  stopped: AbortSignal,
): Promise<Play> {
  const warn = ({ message }: Warning) => transcript.note(`(${message})`);
  const [romeo, tybalt] = await Promise.all([stage.enter("romeo"), stage.enter("tybalt")]);
  await Promise.all([romeo, tybalt].map(({ scheme }) => scheme.setState("available")));
  const juliet = await stage.enter("juliet", warn);

  let ok = true;
  let texts = new Map(looks.map(({ state, text }) => [state, text ?? []]));
  let scheme: StampedScheme;
  const see = async (action: string, act: () => Promise<unknown>, expected: () => Expectation) => {
    await sleep(PAUSE_MS, undefined, { signal: stopped });
    const start = performance.now();
    await act();
    const why = await becomes(
      romeo.scheme,
      juliet.jid,
      expected(),
      AbortSignal.any([stopped, AbortSignal.timeout(STEP_MS)]),
    );
    stopped.throwIfAborted();
    const ms = Math.round(performance.now() - start);
    if (why !== undefined) ok = false;
    transcript.step(
      action,
      describe(romeo.scheme.shown(juliet.jid)),
      why === undefined ? { ok: true, ms } : { ok: false, why },
    );
  };
  const enters = (state: string, lookState = state) =>
    [() => juliet.scheme.setState(state), () => expectation(state, texts, scheme, lookState)] as const;

  transcript.heading("What romeo's client shows");
  await see(
    "juliet is not logged in",
    () => romeo.settled,
    () => GREY,
  );
  await see(
    "publishes her looks and logs in",
    async () => {
      scheme = await juliet.scheme.publish(looks);
      await juliet.scheme.setState("available");
    },
    () => expectation("available", texts, scheme),
  );
  await see("goes away", ...enters("away"));
  await see("does not want to be disturbed", ...enters("dnd"));
  await see("is in a meeting (a state she made)", ...enters(MEETING));
  await see("would like to chat (no look made)", ...enters("chat", "available"));
  await see("is available again", ...enters("available"));
  const [before] = looks.filter(({ state }) => state === "available");
  const edits = (look: LookDraft) =>
    [
      async () => {
        scheme = await juliet.scheme.edit(look);
        texts = new Map(texts).set(look.state, look.text ?? []);
      },
      () => expectation(look.state, texts, scheme),
    ] as const;
  const media = looks.find(({ state }) => state === "away")?.media ?? [];
  const parting = { state: "available", text: [{ lang: "en", text: "Parting is such sweet sorrow" }], media };
  await see("edits that look", ...edits(parting));
  await see(
    "goes invisible",
    () => juliet.scheme.setInvisible(true),
    () => expectation("offline", texts, scheme),
  );
  await see(
    "comes back",
    () => juliet.scheme.setInvisible(false),
    () => expectation("available", texts, scheme),
  );
  await see("likes the old look better", ...edits(before!));

  transcript.heading("What tybalt learns, who is no contact of hers");
  const learned = await learns(tybalt, stage.service, juliet.jid);
  if (learned !== undefined) ok = false;
  transcript.step(
    "tybalt asks in every way",
    learned ?? "nothing",
    learned === undefined ? { ok: true } : { ok: false, why: learned },
  );

  transcript.heading("What romeo's client shows");
  await see(
    "juliet goes offline",
    () => juliet.xmpp.stop(),
    () => expectation("offline", texts, scheme),
  );
  return { ok, romeo };
}
