// Runs in every page before its own scripts: when presence of a contact came to the page, when another picture of theirs was
// on the screen, and which object URLs there are. `probe` of types.ts.
import type { Probe, Sight } from "./types.ts";

/** Whole in itself: it goes to the page as text. */
export function installProbe(): void {
  const arrivals = new Map<string, number>();
  const urls = new Set<string>();
  // The clock of the machine, by which sender and page can be compared.
  const now = () => performance.timeOrigin + performance.now();
  window.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener("message", ({ data }) => {
        const at = now();
        const head = /^<presence\b[^>]*\sfrom=["']([^"'/]+)/.exec(String(data));
        if (head) arrivals.set(head[1]!, at);
      });
    }
  };
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (blob) => {
    const url = createObjectURL.call(URL, blob);
    urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    urls.delete(url);
    revokeObjectURL.call(URL, url);
  };
  const imageOf = (contact: string) => {
    const place = document.querySelector(`[data-picture-of="${contact}"], status-look[contact="${contact}"]`);
    const image = (place?.shadowRoot ?? place)?.querySelector("img");
    return image?.complete && image.naturalWidth > 0 ? image : undefined;
  };
  const probe: Probe = {
    now,
    nextPicture(contact) {
      arrivals.delete(contact);
      const before = imageOf(contact)?.src;
      const late = now() + 20_000;
      return new Promise<Sight>((resolve, reject) => {
        const look = () => {
          const image = imageOf(contact);
          if (now() > late) return reject(new Error(`no other picture of ${contact} came`));
          if (!image || image.src === before) return requestAnimationFrame(look);
          // This frame paints it; when the next begins, it has been on the screen.
          return requestAnimationFrame(() => resolve({ arrived: arrivals.get(contact) ?? Number.NaN, shown: now() }));
        };
        look();
      });
    },
    objectUrls: () => urls.size,
    /** Until nothing is to be done for some frames. */
    async rest() {
      for (let frame = 0; frame < 3; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
      await new Promise((resolve) => requestIdleCallback(resolve));
    },
  };
  Object.assign(window, { probe });
}

/** Likewise. Converse writes all that it has of a session at each change: with hundreds of contacts, it does little else. */
export function keepSessionInMemory(): void {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
    clear: () => items.clear(),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
  Object.defineProperty(window, "sessionStorage", { value: storage });
}
