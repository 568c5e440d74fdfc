// Whom the pages of the web case show: owners with looks that the service stores, who go online and change their states
// when they are told to.
import { Element, encodeShowing, stanza, type BaseState, type Stamp } from "@status-scheme/protocol";
import { startTestbed, type Testbed } from "@status-scheme/testbed";
import { startBareSharp } from "../decoding.ts";
import { publishPictures } from "../upload.ts";
import { openWire, type Wire } from "../wire.ts";

/** The states of those who have a look for each. */
export const STATES = ["available", "chat", "away", "dnd"] as const satisfies readonly BaseState[];
export type State = (typeof STATES)[number];

export interface Owner {
  /** Bare JID. */
  readonly jid: string;
  /** As they were uploaded: JPEG. */
  readonly pictures: Readonly<Partial<Record<State, Uint8Array>>>;
  /** Sends presence with the hint. */
  readonly enter: (state: State) => void;
  readonly leave: () => void;
}
export interface People {
  readonly bed: Testbed;
  /** Contacts of mercutio, and of tybalt, who has no others: a look of 512 pixels for each state. */
  readonly players: readonly Owner[];
  /** Contacts of romeo: one small look. The first of them are contacts of mercutio as well, with one of 512 pixels. */
  readonly guests: readonly Owner[];
  /** Those first ones. */
  readonly newcomers: readonly Owner[];
  readonly stop: () => Promise<void>;
}
export interface Counts {
  readonly players: number;
  readonly guests: number;
  readonly newcomers: number;
}

/** Those who publish at once. */
const AT_ONCE = 8;

/** Nobody is online. */
export async function gather(counts: Counts): Promise<People> {
  const players = Array.from({ length: counts.players }, (_, index) => `player${index}`);
  const guests = Array.from({ length: counts.guests }, (_, index) => `guest${index}`);
  const newcomers = guests.slice(0, counts.newcomers);
  const plans = [
    ...players.map((name) => ({ name, states: STATES, picture: "look" as const })),
    ...guests.map((name, index) => ({
      name,
      states: STATES.slice(0, 1),
      picture: index < counts.newcomers ? ("look" as const) : ("small look" as const),
    })),
  ];
  const starting = startTestbed({
    accounts: ["romeo", "mercutio", "tybalt", ...players, ...guests],
    friends: [
      ...guests.map((name) => ["romeo", name] as const),
      ...players.map((name) => ["tybalt", name] as const),
      ...[...players, ...newcomers].map((name) => ["mercutio", name] as const),
    ],
    // Converse refuses fewer.
    rounds: 4_096,
  });
  const [bed, pictures] = await Promise.all([starting, makePictures(plans)]);
  const wires: Wire[] = [];
  const stop = async () => {
    await Promise.all(wires.map((wire) => wire.close()));
    await bed.stop();
  };
  try {
    await bed.startComponent();
    const owners = await inTurns(
      plans.map(({ name }, index) => async () => {
        const wire = await openWire(bed, name);
        wires.push(wire);
        return ownerOf(bed, wire, pictures[index]!);
      }),
    );
    const [first, rest] = [owners.slice(0, players.length), owners.slice(players.length)];
    return { bed, players: first, guests: rest, newcomers: rest.slice(0, counts.newcomers), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Pictures = Readonly<Partial<Record<State, Uint8Array>>>;
interface Plan {
  readonly states: readonly State[];
  readonly picture: "look" | "small look";
}

/** No two are alike. */
async function makePictures(plans: readonly Plan[]): Promise<Pictures[]> {
  const sharp = startBareSharp();
  try {
    let seed = 0;
    const all: Pictures[] = [];
    for (const { states, picture } of plans) {
      const made: Partial<Record<State, Uint8Array>> = {};
      for (const state of states) made[state] = await sharp.make(picture, (seed += 1));
      all.push(made);
    }
    return all;
  } finally {
    await sharp.stop();
  }
}

async function ownerOf({ componentDomain: by }: Testbed, wire: Wire, pictures: Pictures): Promise<Owner> {
  const looks = Object.entries(pictures).map(
    ([state, bytes]) => ({ state, kind: "image", mediaType: "image/jpeg", bytes }) as const,
  );
  const stamp: Stamp = await publishPictures(wire, by, looks);
  return {
    jid: wire.jid,
    pictures,
    enter(state) {
      const show = state === "available" ? [] : [showOf(state)];
      wire.send(stanza("presence", {}, ...show, encodeShowing({ stamp, by })).toString());
    },
    leave: () => wire.send(stanza("presence", { type: "unavailable" }).toString()),
  };
}

function showOf(state: State): Element {
  const show = new Element("show");
  show.append(state);
  return show;
}

/** In their order, some at once. */
async function inTurns<T>(jobs: readonly (() => Promise<T>)[]): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < jobs.length; index = next++) done[index] = await jobs[index]!();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return done;
}
