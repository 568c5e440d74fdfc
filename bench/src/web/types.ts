// What the pages of the web case offer to the bench.

/** Times in milliseconds since the epoch, as the page's clock has it. */
export interface Sight {
  /** The stanza came to the page. */
  readonly arrived: number;
  /** The frame that painted the picture was over. */
  readonly shown: number;
}
export interface Probe {
  readonly now: () => number;
  /** Resolves when another picture than now is on the screen for this contact. */
  readonly nextPicture: (contact: string) => Promise<Sight>;
  /** Object URLs that were made and not given back. */
  readonly objectUrls: () => number;
  readonly rest: () => Promise<void>;
}
export interface PageLogin {
  readonly service: string;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
}
/** Of the page with elements, and of the bare one. */
export interface LookPage {
  /** Resolves when the account is there, and all that its login brings. `contacts`: whose pictures have a place. */
  readonly start: (login: PageLogin, contacts: readonly string[]) => Promise<void>;
  /** The bare page's pictures, in base64: by contact and state. */
  readonly keep?: (pictures: Readonly<Record<string, Readonly<Record<string, string>>>>) => Promise<void>;
  /** Elements that show this animation, and nothing else is on the page. */
  readonly animate?: (count: number, animation: string) => void;
}

declare global {
  interface Window {
    probe: Probe;
    page: LookPage;
    /** What is waited for. */
    next?: Promise<Sight>;
  }
}
