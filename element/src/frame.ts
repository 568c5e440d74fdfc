// The inside of one box: shows a picture as soon as the browser has it, and what was there before until then. A medium
// that cannot be shown is told of, and never seen.
import { DEFAULT_LIMITS } from "@status-scheme/protocol/viewing";
import type { BaseState } from "@status-scheme/protocol";
import type { ShownMedium } from "@status-scheme/client-plugin";
import { isAtHand } from "./at-hand.ts";
import type { Picture } from "./choose.ts";
import { tame } from "./label.ts";
import { mayMove } from "./may-move.ts";

export interface FrameUses {
  readonly box: HTMLElement;
  readonly drawPlain: (show: BaseState) => Element;
  /** The browser cannot show it. */
  readonly onBroken: (medium: ShownMedium) => void;
  /** Another node is in the box. */
  readonly onShown: () => void;
}
export interface Frame {
  /** The same picture again costs nothing. `moves`: a skeleton may breathe. */
  readonly show: (picture: Picture, moves: boolean) => void;
  /** The video in the box, if it is one. */
  readonly video: () => HTMLVideoElement | undefined;
  /** A video in the box stays where it is, until it goes on. */
  readonly rest: (isResting: boolean) => void;
  /** Nothing is in the box, and nothing runs. */
  readonly clear: () => void;
}

type MediaNode = HTMLImageElement | HTMLVideoElement;
type MediaPicture = Extract<Picture, { medium: ShownMedium }>;

/** More are not decoded: a few bytes can say that they are any number of pixels. */
const MOST_PIXELS = DEFAULT_LIMITS["image-pixels"];

export function createFrame({ box, drawPlain, onBroken, onShown }: FrameUses): Frame {
  /** What is in the box, or about to be. */
  let key: string | undefined;
  let coming: MediaNode | undefined;
  let isResting = false;

  const drop = (node: Node | undefined | null) => {
    if (!(node instanceof HTMLVideoElement)) return;
    node.pause();
    node.removeAttribute("src");
    node.load(); // gives the decoder back
  };
  const put = (node: Element) => {
    drop(box.firstChild);
    box.replaceChildren(node);
    onShown();
  };
  const video = () => (box.firstChild instanceof HTMLVideoElement ? box.firstChild : undefined);
  const cancel = () => {
    const node = coming;
    coming = undefined;
    drop(node);
  };

  const load = ({ kind, medium }: MediaPicture) => {
    const isVideo = kind === "video";
    const node: MediaNode = isVideo ? createVideo() : createImage();
    coming = node;
    // What is in the box may fail later, too: at a frame that is broken.
    const isCurrent = () => coming === node || (coming === undefined && box.firstChild === node);
    const fail = () => {
      if (!isCurrent()) return;
      if (coming === node) cancel();
      onBroken(medium);
    };
    const arrive = () => {
      if (coming !== node) return;
      if (pixelsOf(node) > MOST_PIXELS) {
        fail();
        return;
      }
      coming = undefined;
      // What moves is in its place by another name: a still is one, whatever its bytes say.
      put(kind === "image" && mayMove(medium.bytes) ? freeze(node) : node);
      if (!(node instanceof HTMLVideoElement)) return;
      // By then it is known whether it has sound.
      node.addEventListener("timeupdate", onShown, { once: true });
      if (!isResting) start(node, fail);
    };
    node.addEventListener("error", fail);
    node.addEventListener(isVideo ? "loadeddata" : "load", arrive);
    const { url } = medium;
    if (isAtHand(url)) node.src = url;
    else queueMicrotask(fail);
  };

  return {
    show(picture, moves) {
      const wanted = keyOf(picture, moves);
      if (wanted === key) return;
      key = wanted;
      cancel();
      if ("medium" in picture) load(picture);
      else put(draw(picture, moves, drawPlain));
    },
    video,
    rest(resting) {
      if (isResting === resting) return;
      isResting = resting;
      if (resting) video()?.pause();
      else
        video()
          ?.play()
          .catch(() => {}); // it did before
    },
    clear() {
      key = undefined;
      cancel();
      drop(box.firstChild);
      box.replaceChildren();
    },
  };
}

function keyOf(picture: Picture, moves: boolean): string {
  if ("medium" in picture) return `${picture.kind} ${picture.medium.url}`;
  if (picture.kind === "text") return `text ${picture.show} ${picture.text}`;
  return picture.kind === "plain" ? `plain ${picture.show}` : `skeleton ${moves}`;
}

function draw(picture: Exclude<Picture, MediaPicture>, moves: boolean, drawPlain: FrameUses["drawPlain"]): Element {
  if (picture.kind === "plain") return drawPlain(picture.show);
  const node = document.createElement("div");
  node.className = picture.kind;
  if (picture.kind === "skeleton") {
    node.classList.toggle("moves", moves);
    return node;
  }
  const text = tame(picture.text);
  const length = [...text].length;
  node.classList.add(picture.show, length <= 16 ? "short" : length <= 48 ? "medium" : "long");
  node.appendChild(document.createElement("span")).textContent = text;
  return node;
}

function createImage(): HTMLImageElement {
  const image = new Image();
  image.alt = "";
  image.draggable = false;
  image.decoding = "sync"; // is there with the frame that it comes in
  return image;
}

/** Its first frame. */
function freeze(node: MediaNode): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  const { naturalWidth: width, naturalHeight: height } = node as HTMLImageElement;
  const scale = Math.min(1, DEFAULT_LIMITS["image-side"] / Math.max(width, height));
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  canvas.getContext("2d")?.drawImage(node, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function createVideo(): HTMLVideoElement {
  const video = document.createElement("video");
  Object.assign(video, { muted: true, defaultMuted: true, loop: true, playsInline: true, preload: "auto" });
  Object.assign(video, { disablePictureInPicture: true, disableRemotePlayback: true });
  return video;
}

function start(video: HTMLVideoElement, fail: () => void): void {
  video.play().catch((error: unknown) => {
    // Paused meanwhile is nobody's failure; where even silent videos may not play, the still is shown.
    if ((error as DOMException).name === "NotAllowedError") fail();
  });
}

function pixelsOf(node: MediaNode): number {
  return node instanceof HTMLVideoElement ? node.videoWidth * node.videoHeight : node.naturalWidth * node.naturalHeight;
}
