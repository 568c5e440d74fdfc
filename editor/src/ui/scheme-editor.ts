// <scheme-editor>: a person's looks, made and published. Its properties and events; what is inside is face.ts, what it
// decides model/.
import { indexedDbStore } from "@status-scheme/client-plugin/indexed-db-store";
import type { SchemeStore } from "@status-scheme/client-plugin";
import { wordsFor } from "../i18n/index.ts";
import { createEditor } from "../model/index.ts";
import type { Editor, EditorSchemes } from "../model/index.ts";
import type { Ask } from "../stickers/index.ts";
import { createFace } from "./face.ts";
import type { Face } from "./face.ts";
import { sheets } from "./css/index.ts";
import type { StarterSource } from "./starter-sets.ts";

const PROPERTIES = ["schemes", "account", "starters", "closable"] as const;

/** Models that were left with something that is not published: the next editor of the same connection goes on with it. */
const left = new WeakMap<EditorSchemes, Editor>();

/** Where there are no elements, as on servers, the class is there and cannot be used. */
const Base =
  (globalThis as { HTMLElement?: typeof HTMLElement }).HTMLElement ?? (Object as unknown as typeof HTMLElement);

/** Fires `published`, and `close` where it is `closable`. The attribute `theme` is `light` or `dark`; else as the page. */
export class SchemeEditor extends Base {
  static readonly observedAttributes = ["account", "starters", "lang", "closable"];

  readonly #root = this.attachShadow({ mode: "open" });
  #schemes: EditorSchemes | undefined;
  #starters: StarterSource | undefined;
  #mounted: Mounted | undefined;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = sheets();
  }

  /** Whose scheme; the editor is there once it is set. */
  get schemes(): EditorSchemes | undefined {
    return this.#schemes;
  }
  set schemes(schemes: EditorSchemes | undefined) {
    this.#schemes = schemes;
    this.#remount();
  }
  /** The own bare JID. */
  get account(): string {
    return this.getAttribute("account") ?? "";
  }
  set account(account: string) {
    this.setAttribute("account", account);
  }
  /** Where the starter looks are: the URL of a folder of sets, or what gets them. Default: none. */
  get starters(): StarterSource | undefined {
    return this.#starters ?? this.getAttribute("starters") ?? undefined;
  }
  set starters(starters: StarterSource | undefined) {
    this.#starters = starters;
    this.#mounted?.face.setStarters(this.starters);
  }
  /** Whether there is a button that closes it. */
  get closable(): boolean {
    return this.hasAttribute("closable");
  }
  set closable(closable: boolean) {
    this.toggleAttribute("closable", closable);
  }
  /** Sends an iq: then the account's sticker packs can be imported. */
  ask: Ask | undefined;
  /**
   * Where a scheme is kept that is served from here, where the server has no service (draft, "Client-Stored Schemes"). Set
   * before `schemes`; default: this browser's IndexedDB. Undefined: that is not offered.
   */
  served: SchemeStore | undefined = indexedDbStore();
  /** The host deletes that when the person logs out (`forgetServed`): they are told before. Default false. */
  forgetsAtLogout = false;
  /** The model, while it is shown: the state of what is edited. */
  get editor(): Editor | undefined {
    return this.#mounted?.editor;
  }

  connectedCallback(): void {
    // Set before the element was defined, they would hide the accessors.
    for (const property of PROPERTIES) {
      if (!Object.hasOwn(this, property)) continue;
      const value = this[property];
      Reflect.deleteProperty(this, property);
      Object.assign(this, { [property]: value });
    }
    this.#remount();
  }
  disconnectedCallback(): void {
    // It may only have been moved.
    queueMicrotask(() => {
      if (!this.isConnected) this.#unmount();
    });
  }
  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now) return;
    if (name === "starters") this.#mounted?.face.setStarters(this.starters);
    else this.#remount();
  }

  #remount(): void {
    this.#unmount();
    if (!this.isConnected || !this.#schemes || this.account === "") return;
    const languages = [this.lang, document.documentElement.lang, ...navigator.languages].filter((tag) => tag !== "");
    const words = wordsFor(languages);
    const schemes = this.#schemes;
    const before = left.get(schemes);
    left.delete(schemes);
    const { account, served } = this;
    const editor = before ?? createEditor({ schemes, account, languages, ...(served && { served }) });
    const face = createFace({
      ...words,
      editor,
      // Texts are written in the language of the words before them.
      languages: [words.format.language, ...languages],
      name: this.account.split("@")[0]!,
      ask: () => this.ask,
      forgetsAtLogout: () => this.forgetsAtLogout,
      onPublished: () => this.dispatchEvent(new CustomEvent("published")),
      ...(this.closable && { onClose: () => this.dispatchEvent(new CustomEvent("close")) }),
    });
    face.setStarters(this.starters);
    this.#mounted = { schemes, editor, face };
    this.#root.replaceChildren(face.element);
    face.element.lang = words.format.language;
    if (!before) void editor.load();
  }
  #unmount(): void {
    if (this.#mounted) leave(this.#mounted);
    this.#mounted = undefined;
    this.#root.replaceChildren();
  }
}

interface Mounted {
  readonly schemes: EditorSchemes;
  readonly editor: Editor;
  readonly face: Face;
}

/** It may be closed in the middle of something: nothing of that is lost. */
function leave({ schemes, editor, face }: Mounted): void {
  face.stop();
  const { dirty, status } = editor.state();
  left.get(schemes)?.stop();
  left.delete(schemes);
  if (dirty || status.name === "publishing") left.set(schemes, editor);
  else editor.stop();
}
