// What is heard of a look: nothing, until the person presses the button; then once, or the video's own sound until it is
// pressed again. One box at a time is heard on a page.
import type { ShownMedium } from "@status-scheme/client-plugin";
import { isAtHand } from "./at-hand.ts";

/** What there is to hear. `here` is not, yet: it is asked for at the first press. */
export type Audible =
  | { readonly kind: "audio"; readonly here?: ShownMedium }
  | { readonly kind: "video"; readonly video: HTMLVideoElement };

export interface Solo {
  /** The one that was heard before is silenced. */
  readonly take: (silence: () => void) => void;
}
export function createSolo(): Solo {
  let current = () => {};
  return {
    take(silence) {
      if (silence !== current) current();
      current = silence;
    },
  };
}

export interface SoundUses {
  readonly solo: Solo;
  /** Asks for the sound. */
  readonly load: () => void;
  readonly onChange: () => void;
  readonly onBroken: (medium: ShownMedium) => void;
}
export interface Sound {
  /** What there is to hear now; what is heard of something else ends. */
  readonly offer: (audible: Audible | undefined) => void;
  readonly press: () => void;
  readonly silence: () => void;
  /** `coming`: pressed, and not here yet. */
  readonly state: () => "silent" | "coming" | "heard";
}

export function createSound({ solo, load, onChange, onBroken }: SoundUses): Sound {
  let audible: Audible | undefined;
  let state: ReturnType<Sound["state"]> = "silent";
  let audio: HTMLAudioElement | undefined;

  const become = (next: typeof state) => {
    if (state === next) return;
    state = next;
    onChange();
  };
  const silence = () => {
    if (audio) {
      audio.onerror = audio.onended = null;
      audio.pause();
      audio.removeAttribute("src");
      audio = undefined;
    }
    if (audible?.kind === "video") audible.video.muted = true;
    become("silent");
  };
  const play = (medium: ShownMedium) => {
    const sound = new Audio();
    audio = sound;
    const fail = () => {
      if (audio !== sound) return;
      silence();
      onBroken(medium);
    };
    sound.onended = silence;
    sound.onerror = fail;
    if (isAtHand(medium.url)) sound.src = medium.url;
    sound.play().catch((error: unknown) => {
      // The press was too long ago, for this browser: it is pressed once more.
      if ((error as DOMException).name === "NotAllowedError") silence();
      else fail();
    });
    become("heard");
  };

  return {
    offer(next) {
      if (!isSame(audible, next)) silence();
      audible = next;
      if (state === "coming" && next?.kind === "audio" && next.here) play(next.here);
    },
    press() {
      if (!audible || state !== "silent") {
        silence();
        return;
      }
      solo.take(silence);
      if (audible.kind === "video") {
        audible.video.muted = false;
        become("heard");
      } else if (audible.here) {
        play(audible.here);
      } else {
        become("coming");
        load();
      }
    },
    silence,
    state: () => state,
  };
}

function isSame(a: Audible | undefined, b: Audible | undefined): boolean {
  if (a?.kind === "video") return b?.kind === "video" && a.video === b.video;
  if (a?.kind !== "audio") return a === b;
  // It came, or is the same still.
  return b?.kind === "audio" && (!a.here || a.here.bytes === b.here?.bytes);
}

/** Whether a video that has been playing has sound; where the browser does not tell, it may. */
export function hasSound(video: HTMLVideoElement): boolean {
  const { mozHasAudio, webkitAudioDecodedByteCount } = video as HTMLVideoElement & {
    readonly mozHasAudio?: boolean;
    readonly webkitAudioDecodedByteCount?: number;
  };
  return mozHasAudio ?? (webkitAudioDecodedByteCount === undefined || webkitAudioDecodedByteCount > 0);
}
