// Plays sounds and videos in a real browser, on a page of another origin, as a web client would.
import { startBrowser } from "@status-scheme/testbed";
import type { Page } from "playwright-core";

export interface Playable {
  readonly kind: "audio" | "video";
  readonly url: string;
}
export interface Played {
  /** What the element says is wrong. */
  readonly error?: string;
  readonly ended: boolean;
  readonly seconds: number;
  /** Of a video. */
  readonly width: number;
  readonly height: number;
  /** Seconds, once sought to the middle of the first second. */
  readonly soughtTo: number;
  /** The statuses of answers to range requests. */
  readonly ranges: readonly number[];
}

/** One after another, each sought first and then played from its beginning. */
export async function playOn(media: readonly Playable[]): Promise<Played[]> {
  const browser = await startBrowser({
    html: '<!doctype html><link rel="icon" href="data:,">',
    args: ["--autoplay-policy=no-user-gesture-required"],
  });
  try {
    const page = await browser.open();
    const played: Played[] = [];
    for (const one of media) played.push(await play(page, one));
    return played;
  } finally {
    await browser.close();
  }
}

async function play(page: Page, playable: Playable): Promise<Played> {
  const ranges: number[] = [];
  const listener = async (response: {
    url(): string;
    status(): number;
    request(): { allHeaders(): Promise<object> };
  }) => {
    if (response.url() === playable.url && "range" in (await response.request().allHeaders()))
      ranges.push(response.status());
  };
  page.on("response", listener);
  const result = await page.evaluate(async ({ kind, url }) => {
    const element = document.createElement(kind);
    element.crossOrigin = "anonymous";
    element.muted = true;
    const event = (name: string) =>
      new Promise<void>((resolve, reject) => {
        element.addEventListener(name, () => resolve(), { once: true });
        element.addEventListener("error", () => reject(new Error(element.error?.message)), { once: true });
      });
    const sizeOf = (one: HTMLMediaElement | HTMLVideoElement) =>
      "videoWidth" in one ? { width: one.videoWidth, height: one.videoHeight } : { width: 0, height: 0 };
    try {
      element.src = url;
      await event("loadeddata");
      element.currentTime = 0.5;
      await event("seeked");
      const soughtTo = element.currentTime;
      element.currentTime = 0;
      await event("seeked");
      const ending = event("ended");
      await element.play();
      await ending;
      return { ended: element.ended, seconds: element.duration, soughtTo, ...sizeOf(element) };
    } catch (error) {
      return { error: String(error), ended: false, seconds: element.duration, soughtTo: 0, ...sizeOf(element) };
    }
  }, playable);
  page.off("response", listener);
  return { ...result, ranges };
}
