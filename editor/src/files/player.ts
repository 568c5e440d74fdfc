// Sounds and videos, opened by the browser: how long they are and how large, and a place in them.
import { FileProblem } from "./api.ts";

export interface Player {
  readonly element: HTMLMediaElement;
  /** Milliseconds; undefined where the file does not say. */
  readonly length: number | undefined;
  readonly close: () => void;
}

const TIMEOUT_MS = 10_000;
/** Beyond the end of everything: files without a length are searched to their end by it. */
const FAR = 1e7;

/** @throws FileProblem `broken`, or `not-supported` where the browser has no decoder for it */
export async function openMoving(file: Blob, kind: "audio" | "video"): Promise<Player> {
  const element = document.createElement(kind);
  const url = URL.createObjectURL(file);
  const close = () => {
    element.removeAttribute("src");
    element.load();
    URL.revokeObjectURL(url);
  };
  try {
    element.preload = "auto";
    element.muted = true;
    element.src = url;
    await happens(element, kind === "video" ? "loadeddata" : "loadedmetadata");
    if (element.duration === Infinity) {
      element.currentTime = FAR;
      await happens(element, "durationchange");
    }
    const { duration } = element;
    return { element, length: Number.isFinite(duration) ? Math.round(1_000 * duration) : undefined, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Resolves when the picture of that time is there. @throws FileProblem `broken` */
export async function seek(element: HTMLMediaElement, seconds: number): Promise<void> {
  const there = Math.max(0, Math.min(seconds, element.duration || 0));
  if (element.currentTime === there) return;
  element.currentTime = there;
  await happens(element, "seeked");
}

function happens(element: HTMLMediaElement, event: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = new AbortController();
    const { signal } = done;
    const end = (problem?: FileProblem) => {
      clearTimeout(timer);
      done.abort();
      if (problem) reject(problem);
      else resolve();
    };
    const timer = setTimeout(() => end(new FileProblem("broken")), TIMEOUT_MS);
    const onError = () => {
      const isUnknown = element.error?.code === MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED;
      end(new FileProblem(isUnknown ? "not-supported" : "broken"));
    };
    element.addEventListener(event, () => end(), { signal });
    element.addEventListener("error", onError, { signal });
  });
}
