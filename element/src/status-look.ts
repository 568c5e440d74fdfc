// <status-look>: a contact's look. Its attributes and properties, and when it looks again; what is inside is inside.ts, what
// it decides choose.ts, what it shares with others page.ts. Off screen it is a label and an empty box of its size.
import type { Shown } from "@status-scheme/client-plugin";
import { bareJid } from "@status-scheme/protocol/viewing";
import type { MediumKind } from "@status-scheme/protocol";
import { createInside } from "./inside.ts";
import type { Inside } from "./inside.ts";
import { labelOf } from "./label.ts";
import { pageOf } from "./page.ts";
import type { Page } from "./page.ts";
import type { MotionPreference } from "./preferences.ts";
import type { LookSource } from "./source.ts";

const SIZES = { least: 16, usual: 32, most: 256 };
const PROPERTIES = ["contact", "name", "size", "motion", "sound", "source", "shown"] as const;

/** Where there are no elements, as on servers, the class is there and cannot be used. */
const Base =
  (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (Object as unknown as typeof HTMLElement);

export class StatusLook extends Base {
  static readonly observedAttributes = ["contact", "name", "size", "motion", "sound", "lang"];

  readonly #page: Page = pageOf();
  readonly #internals = this.attachInternals();
  readonly #root = this.attachShadow({ mode: "open" });
  #source: LookSource | undefined;
  #given: Shown | undefined;
  #isNear = false;
  #isSeen = false;
  /** While it is in the document. */
  #end: (() => void) | undefined;
  #watched: { readonly source: LookSource; readonly contact: string; readonly end: () => void } | undefined;
  #inside: Inside | undefined;
  /** As the style sheet says. */
  #sized: number | undefined;
  readonly #again = () => this.#update();

  constructor() {
    super();
    this.#root.adoptedStyleSheets = this.#page.sheets(undefined);
    this.#internals.role = "img";
  }

  /** A bare JID. */
  get contact(): string {
    return this.getAttribute("contact") ?? "";
  }
  set contact(contact: string) {
    this.setAttribute("contact", contact);
  }
  /** What the contact is called. Default: the JID. */
  get name(): string {
    return this.getAttribute("name") ?? "";
  }
  set name(name: string) {
    this.setAttribute("name", name);
  }
  /** Pixels of either side, 16 to 256. */
  get size(): number {
    const size = Math.round(Number(this.getAttribute("size") ?? SIZES.usual));
    return size > 0 ? Math.min(Math.max(size, SIZES.least), SIZES.most) : SIZES.usual;
  }
  set size(size: number) {
    this.setAttribute("size", String(size));
  }
  /** `auto`: as the page's preference says. */
  get motion(): MotionPreference {
    return (this.getAttribute("motion") as MotionPreference | null) ?? "auto";
  }
  set motion(motion: MotionPreference) {
    this.setAttribute("motion", motion);
  }
  /** A button where there is something to hear. */
  get sound(): boolean {
    return this.#page.preferences.sound(this.getAttribute("sound"));
  }
  set sound(sound: boolean) {
    this.setAttribute("sound", sound ? "" : "off");
  }
  /** Where the look comes from. Default: where `showLooks` says. */
  get source(): LookSource | undefined {
    return this.#source;
  }
  set source(source: LookSource | undefined) {
    this.#source = source;
    this.#soon();
  }
  /** What is shown; set, it is that, whatever the source says. */
  get shown(): Shown | undefined {
    return this.#given ?? (this.#watched && this.#watched.source.shown(this.#watched.contact));
  }
  set shown(shown: Shown | undefined) {
    this.#given = shown;
    this.#soon();
  }

  connectedCallback(): void {
    // Set before the element was defined, they would hide the accessors.
    for (const property of PROPERTIES) {
      if (!Object.hasOwn(this, property)) continue;
      const value = this[property];
      Reflect.deleteProperty(this, property);
      Object.assign(this, { [property]: value });
    }
    this.#soon();
  }
  disconnectedCallback(): void {
    this.#soon(); // it may only have been moved
  }
  attributeChangedCallback(): void {
    this.#soon();
  }

  #soon(): void {
    this.#page.turn.soon(this.#again);
  }

  #update(): void {
    if (!this.isConnected) {
      this.#end?.();
      return;
    }
    this.#end ??= this.#begin();
    this.#resize();
    this.#watch();
    const { preferences } = this.#page;
    const shown = this.shown;
    const name = this.name || this.contact;
    const { words, language } = this.#page.dictionary.find(this.#languages());
    const label = labelOf(shown, { name, words, language, now: Date.now() });
    if (this.#isNear) {
      this.#inside ??= this.#fill();
      this.#inside.show({
        shown,
        canLoad: !this.#given,
        label,
        name,
        words,
        size: this.size,
        motion: preferences.motion(this.getAttribute("motion")),
        sound: this.sound,
        isSeen: this.#isSeen,
        isTabHidden: document.hidden,
      });
    } else {
      this.#empty();
    }
    this.#tell(label);
  }

  #begin(): () => void {
    const { elements, near, seen } = this.#page;
    elements.add(this.#again);
    let endSeen: (() => void) | undefined;
    const see = () => {
      endSeen ??= seen.observe(this, (isSeen) => {
        this.#isSeen = isSeen;
        this.#soon();
      });
    };
    const unsee = () => {
      endSeen?.();
      endSeen = undefined;
      this.#isSeen = false;
    };
    const endNear = near.observe(this, (isNear) => {
      this.#isNear = isNear;
      // Browsers look at all that is observed in every frame: what is far from the screen is observed once, not twice.
      if (isNear) see();
      else unsee();
      this.#soon();
    });
    return () => {
      endNear();
      unsee();
      elements.delete(this.#again);
      this.#end = undefined;
      this.#isNear = false;
      this.#watched?.end();
      this.#watched = undefined;
      this.#empty();
    };
  }

  #resize(): void {
    const size = this.hasAttribute("size") ? this.size : undefined;
    if (size === this.#sized) return;
    this.#sized = size;
    this.#root.adoptedStyleSheets = this.#page.sheets(size);
  }

  #watch(): void {
    const contact = addressOf(this.contact);
    const source = contact === undefined ? undefined : (this.#source ?? this.#page.source);
    if (this.#watched?.source === source && (!source || this.#watched?.contact === contact)) return;
    this.#watched?.end();
    this.#watched = undefined;
    this.#inside?.forget();
    if (!source || contact === undefined) return;
    this.#watched = { source, contact, end: this.#page.watching.watch(source, contact, () => this.#soon()) };
  }

  #fill(): Inside {
    const load = (kind: MediumKind) => {
      if (!this.#given && this.#watched) this.#watched.source.load(this.#watched.contact, kind);
    };
    return createInside({ root: this.#root, page: this.#page, again: this.#again, load });
  }
  #empty(): void {
    this.#inside?.remove();
    this.#inside = undefined;
  }

  /** To those who do not see it. What is a picture has no button in it. */
  #tell(label: string): void {
    const role = this.#inside?.hasButton() ? "group" : "img";
    if (this.#internals.role !== role) this.#internals.role = role;
    if (this.#internals.ariaLabel !== label) this.#internals.ariaLabel = label;
  }

  #languages(): readonly string[] {
    return [this.lang, document.documentElement.lang, ...navigator.languages].filter((tag) => tag !== "");
  }
}

/** Bare and normalised; undefined: no JID. */
function addressOf(text: string): string | undefined {
  try {
    return text === "" ? undefined : bareJid(text);
  } catch {
    return undefined;
  }
}
