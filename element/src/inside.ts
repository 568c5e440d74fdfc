// What is inside an element that is on the screen or near it: which picture now, what to ask for, what may move, what there
// is to hear.
import type { Shown, ShownMedium } from "@status-scheme/client-plugin";
import type { MediumKind } from "@status-scheme/protocol";
import { createButton } from "./button.ts";
import { choose, isToBeHad } from "./choose.ts";
import type { Choice, Motion } from "./choose.ts";
import { createFrame } from "./frame.ts";
import { tame } from "./label.ts";
import type { Again, Page } from "./page.ts";
import { createSound, hasSound } from "./sound.ts";
import type { Audible } from "./sound.ts";
import type { Words } from "./words.ts";

export interface InsideUses {
  readonly root: ShadowRoot;
  readonly page: Pick<Page, "stage" | "solo" | "drawPlain" | "turn">;
  /** Of this element. */
  readonly again: Again;
  /** Gets a medium that the look has; it comes with another look, or not at all. */
  readonly load: (kind: MediumKind) => void;
}
export interface Scene {
  readonly shown: Shown | undefined;
  /** What of the look is not here can be had. */
  readonly canLoad: boolean;
  /** What is said of it. */
  readonly label: string;
  readonly name: string;
  readonly words: Words;
  readonly size: number;
  readonly motion: Motion;
  /** Whether there is to be a button where there is something to hear. */
  readonly sound: boolean;
  /** On the screen itself, of a tab that can be seen. */
  readonly isSeen: boolean;
  readonly isTabHidden: boolean;
}
export interface Inside {
  readonly show: (scene: Scene) => void;
  /** There is a button inside. */
  readonly hasButton: () => boolean;
  /** Nothing of the look before is to be seen while the next one comes, nor was any of it asked for: it is somebody else's. */
  readonly forget: () => void;
  readonly remove: () => void;
}

/** For what is on its way; then what is next in order is shown. */
const PATIENCE_MS = 8_000;

export function createInside({ root, page, again, load }: InsideUses): Inside {
  const { stage, turn } = page;
  const soon = () => turn.soon(again);
  /** Bytes that cannot be shown. */
  const broken = new WeakSet<Uint8Array>();
  /** Of this look. */
  const asked = new Set<MediumKind>();
  let look = "";
  let patience: ReturnType<typeof setTimeout> | undefined;
  let isImpatient = false;
  let button: HTMLButtonElement | undefined;

  const onBroken = (medium: ShownMedium) => {
    broken.add(medium.bytes);
    soon();
  };
  const box = document.createElement("div");
  box.className = "box";
  box.setAttribute("part", "look");
  box.setAttribute("aria-hidden", "true"); // the element itself says it all
  root.append(box);
  const frame = createFrame({ box, drawPlain: page.drawPlain, onBroken, onShown: soon });
  const ask = (kind: MediumKind) => {
    if (asked.has(kind)) return;
    asked.add(kind);
    load(kind);
  };
  const sound = createSound({ solo: page.solo, load: () => ask("audio"), onChange: soon, onBroken });

  const calm = () => {
    clearTimeout(patience);
    patience = undefined;
  };
  const note = (shown: Shown | undefined) => {
    const now = shown?.look ? `${shown.contact} ${String(shown.stamp)} ${shown.look.state}` : "";
    if (now === look) return;
    look = now;
    asked.clear();
    calm();
    isImpatient = false;
  };
  const wait = ({ picture }: Choice) => {
    if (picture.kind !== "skeleton") return;
    patience ??= setTimeout(() => {
      isImpatient = true;
      soon();
    }, PATIENCE_MS);
  };
  const isGood = (medium: ShownMedium) => !broken.has(medium.bytes) && isPlayable(medium);

  const audibleIn = ({ shown, motion, sound: isWanted, canLoad }: Scene): Audible | undefined => {
    if (!shown?.look || !isWanted || motion === "off") return undefined;
    const audio = shown.look.media.find(({ kind }) => kind === "audio");
    if (audio) return broken.has(audio.bytes) ? undefined : { kind: "audio", here: audio };
    if (canLoad && isToBeHad(shown.look, "audio")) return { kind: "audio" };
    const video = frame.video();
    return video && video.currentTime > 0 && hasSound(video) ? { kind: "video", video } : undefined;
  };
  const showButton = (audible: Audible | undefined, { name, words }: Scene) => {
    if (!audible) {
      button?.remove();
      button = undefined;
      return;
    }
    button ??= root.appendChild(createButton(sound.press));
    const state = sound.state();
    const label = (state === "silent" ? words.hear : words.silence).replace("{name}", () => tame(name));
    for (const [attribute, value] of [
      ["aria-label", label],
      ["title", label],
      ["data-state", state],
      ["aria-busy", String(state === "coming")],
    ] as const) {
      if (button.getAttribute(attribute) !== value) button.setAttribute(attribute, value);
    }
  };

  return {
    show(scene) {
      const { shown, label, size, motion, isSeen, isTabHidden } = scene;
      note(shown);
      if (box.title !== label) box.title = label;
      const isCast = stage.isCast(again);
      const choice = choose(shown, {
        motion,
        size,
        // A video in a hidden tab waits where it is; an animation cannot.
        isMoving: isCast && (!isTabHidden || frame.video() !== undefined),
        isImpatient,
        isGood,
      });
      if (choice.mover && isSeen) stage.enter(again, { kind: choice.mover, size });
      else stage.leave(again);
      // What moves is fetched when it is to be seen moving.
      if (choice.missing && isCast && !isTabHidden) ask(choice.missing);
      wait(choice);
      frame.rest(isTabHidden);
      frame.show(choice.picture, motion === "animate");
      if (isTabHidden) sound.silence();
      const audible = audibleIn(scene);
      sound.offer(audible);
      showButton(audible, scene);
    },
    hasButton: () => button !== undefined,
    forget() {
      note(undefined);
      frame.clear();
    },
    remove() {
      calm();
      stage.leave(again);
      sound.offer(undefined);
      frame.clear();
      root.replaceChildren();
    },
  };
}

const answers = new Map<string, boolean>();
/** By what it says it is; whether that is true, the browser says when it is shown. */
function isPlayable({ kind, mediaType }: ShownMedium): boolean {
  if (kind !== "video") return true;
  let answer = answers.get(mediaType);
  if (answer === undefined) {
    answer = document.createElement("video").canPlayType(mediaType) !== "";
    if (answers.size < MOST_ANSWERS) answers.set(mediaType, answer);
  }
  return answer;
}
/** Types that people's schemes name: any number of them. */
const MOST_ANSWERS = 64;
