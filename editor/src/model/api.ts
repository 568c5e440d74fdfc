// The editor without its face: a person's scheme while they change it, and what becomes of it. Everything here is plain
// values; a page draws `EditorState` and calls `Editor`. Problems and failures have codes and numbers, no sentences: words
// are the page's, in the person's language.
import type {
  LookDraft,
  OwnLimits,
  SchemeStore,
  Shown,
  StateOptions,
  StatusScheme,
} from "@status-scheme/client-plugin";
import type {
  Access,
  AccessChange,
  LimitName,
  Limits,
  LocalText,
  Look,
  Medium,
  MediumKind,
  SchemeError,
  Stamp,
} from "@status-scheme/protocol";

/** What a state of one's own may be based on. */
export type Base = NonNullable<Look["show"]>;

/** A medium as edited: `bytes` of this person's, not published yet, or `stored`, which the published scheme has. */
export interface EditedMedium {
  readonly kind: MediumKind;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  readonly bytes?: Uint8Array;
  readonly stored?: Medium;
  /** For previews; absent while a stored medium's bytes are not here (`Editor.loadMedia`). */
  readonly url?: string;
  readonly desc: readonly LocalText[];
  /** Pixels, where known. */
  readonly width?: number;
  readonly height?: number;
  /** Milliseconds, where known. */
  readonly length?: number;
  /** Of an animation, where known. */
  readonly frames?: number;
}
export interface EditedLook {
  /** A base state, or a token of the person's own. */
  readonly state: string;
  /** The base of a state of one's own; absent on base states. */
  readonly show?: Base;
  /** As typed. One text a language; "" is no language in particular. None is empty. */
  readonly text: readonly LocalText[];
  /** At most one of each kind. */
  readonly media: readonly EditedMedium[];
}

/** A medium to be put into a look: what `files/` makes of a file. */
export interface NewMedium {
  readonly kind: MediumKind;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly desc?: readonly LocalText[];
  readonly width?: number;
  readonly height?: number;
  readonly length?: number;
  /** Of an animation. */
  readonly frames?: number;
}

export type ProblemCode =
  /** `limit`, `allowed`, `actual`. */
  | "limit-exceeded"
  /** The look has neither a text nor any medium. */
  | "empty-look"
  /** No text, and a medium without a description: people who do not see it learn nothing. */
  | "undescribed"
  /** Something moves and there is no image beside it; only where no service makes one. */
  | "no-still"
  | "control-characters"
  | "bad-language"
  /** The name of a state of one's own is not 1 to 64 of a-z, 0-9 and _. */
  | "bad-state"
  /** The service refused this medium: not of a format it takes, or broken. */
  | "bad-medium"
  /** The service's operator does not let this medium be shown. */
  | "blocked-medium"
  /** The service refused this look for another reason: `reason`, in English. */
  | "refused";
/** What is wrong, and at which field. What has no `state` is about the scheme as a whole. */
export interface Problem {
  readonly code: ProblemCode;
  readonly state?: string;
  readonly field?: "state" | "text" | "desc" | "medium";
  /** Of fields `desc` and `medium`. */
  readonly kind?: MediumKind;
  /** Of fields `text` and `desc`. */
  readonly lang?: string;
  readonly limit?: LimitName;
  readonly allowed?: number;
  readonly actual?: number;
  readonly reason?: string;
}

export type Side = "mine" | "theirs";
/** A state that was changed here and on another device. */
export interface ConflictChoice {
  readonly state: string;
  /** As it was before both; absent: there was no look for the state. */
  readonly base?: EditedLook;
  /** Absent: removed. */
  readonly mine?: EditedLook;
  readonly theirs?: EditedLook;
  readonly chosen?: Side;
}

/** `serve`: beginning to, or ending it. */
export type Doing = "load" | "publish" | "serve";
/** What is done beside the looks, also while these are published. */
export type Beside = "access" | "state";

export type EditorStatus =
  | { readonly name: "loading" }
  | { readonly name: "idle" }
  /** Bytes of all uploads; `total` 0: nothing to upload. */
  | { readonly name: "publishing"; readonly sent: number; readonly total: number }
  /** Another device published meanwhile. `theirs`: all of its scheme. Ends by `settle`, once each has been chosen. */
  | { readonly name: "conflict"; readonly theirs: readonly EditedLook[]; readonly choices: readonly ConflictChoice[] }
  /** Nothing is lost. Ends by the next action. A cancelled publish is no failure. */
  | { readonly name: "failed"; readonly doing: Doing; readonly error: SchemeError };

export interface EditorState {
  readonly status: EditorStatus;
  /** As edited. */
  readonly looks: readonly EditedLook[];
  /** What others see now. */
  readonly published: readonly EditedLook[];
  /** Of what is published. */
  readonly stamp?: Stamp;
  /** States whose look is another than the published one, those removed among them. */
  readonly changed: readonly string[];
  readonly dirty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly problems: readonly Problem[];
  /** Why it did not work the last time. */
  readonly failed: { readonly [B in Beside]?: SchemeError | undefined };
  readonly limits: Limits;
  /** Who keeps the scheme; `nobody`: no service was found, and nothing can be published. */
  readonly keeper: OwnLimits["keeper"];
  /** Nobody keeps it, and this client could (`serve`). */
  readonly canServe: boolean;
  /** Who may see; absent until `loadAccess`. */
  readonly access?: Access;
  /** Groups of the roster, for `access.groups`; by `loadAccess`. */
  readonly groups: readonly string[];
  /** The state the person is in, as far as it was set here. */
  readonly now?: string;
}

export interface EditorOptions {
  readonly schemes: EditorSchemes;
  /** The own bare JID. */
  readonly account: string;
  /** The person's, best first: which text a preview shows. Default: the environment's. */
  readonly languages?: readonly string[];
  /** Where a scheme is kept that this client serves; it stays open. Default: none, and it serves no scheme. */
  readonly served?: SchemeStore;
  /** For tests. Milliseconds; default `Date.now`. */
  readonly now?: () => number;
  /** For tests. Calls `run` once in `ms`; returns what takes this back. */
  readonly after?: (ms: number, run: () => void) => () => void;
  /** Makes URLs for bytes; default: the environment's `URL`. */
  readonly objectUrls?: Pick<typeof URL, "createObjectURL" | "revokeObjectURL">;
}
/** What of a `StatusScheme` the editor uses. */
export type EditorSchemes = Pick<
  StatusScheme,
  | "own"
  | "ownMedium"
  | "publish"
  | "limits"
  | "groups"
  | "access"
  | "setAccess"
  | "setState"
  | "serve"
  | "stopServing"
  | "on"
  | "off"
>;

/** Nothing here throws or rejects: what fails is in `state().status`, or `state().failed`. */
export interface Editor {
  /** The same value until something changes. */
  readonly state: () => EditorState;
  /** Called after each change. Returns what ends it. */
  readonly subscribe: (listener: (state: EditorState) => void) => () => void;

  /**
   * Reads what is published, and its images. What was served from here before is served again. Where that fails it is tried
   * again: later each time, and with a new session.
   */
  readonly load: () => Promise<void>;
  /** Gets a state's other media, for previews: what moves and what sounds. */
  readonly loadMedia: (state: string) => Promise<void>;
  /** The bytes of a medium of this editor's; undefined where they cannot be had. */
  readonly bytesOf: (medium: EditedMedium) => Promise<Uint8Array | undefined>;

  /** `""` takes the text away. A look that is not there begins so. Typing on is one step of undo. */
  readonly setText: (state: string, lang: string, text: string) => void;
  /** The description of a medium; `""` takes it away. */
  readonly describe: (state: string, kind: MediumKind, lang: string, text: string) => void;
  /** In the place of the one of its kind. Several together are one step of undo, e.g. a video and its still. */
  readonly putMedium: (state: string, ...media: readonly NewMedium[]) => void;
  readonly removeMedium: (state: string, kind: MediumKind) => void;
  /** A state of one's own, empty. False where it is there already or its name is not one. */
  readonly addState: (state: string, base: Base) => boolean;
  readonly setBase: (state: string, base: Base) => void;
  /** Another name for a state of one's own. False as with `addState`. */
  readonly renameState: (state: string, to: string) => boolean;
  /**
   * A copy of a look for another state, in the place of the look it has. `base`: of a state of one's own that is not there
   * yet; default, that of the look. False where there is no such look, or `to` is no state or the same.
   */
  readonly duplicate: (state: string, to: string, base?: Base) => boolean;
  readonly removeLook: (state: string) => void;
  /** All looks by these: a starter, an archive. */
  readonly replaceAll: (looks: readonly LookDraft[]) => void;
  /** These looks in the place of those of the same states; the others stay. */
  readonly merge: (looks: readonly LookDraft[]) => void;
  /** What the job does is one step of undo, and told to listeners once. */
  readonly together: (job: () => void) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Back to what is published. Can be undone. */
  readonly discard: () => void;

  /** True: others see it now. Not tried while there are problems. */
  readonly publish: (options?: PublishChoices) => Promise<boolean>;
  /** Ends a publish, unless the service has been asked already. */
  readonly cancel: () => void;
  /** Which side of a conflict; without `state`, of all. */
  readonly choose: (side: Side, state?: string) => void;
  /** Takes what was chosen: then it can be published. Does nothing while a choice is open. */
  readonly settle: () => void;

  /**
   * Where nobody keeps the scheme: serves it from this client from now on, and after each `load` again. True: it does. What
   * is published is what was served from here before, if there was any.
   */
  readonly serve: () => Promise<boolean>;
  /** Ends that. What is edited stays, and what was served is kept for `serve`. True: it ended. */
  readonly stopServing: () => Promise<boolean>;

  readonly loadAccess: () => Promise<void>;
  /** True: it holds now. */
  readonly setAccess: (change: Omit<AccessChange, "version" | "contacts">) => Promise<boolean>;
  /** What the person is now, for all to see. */
  readonly setState: (state: string, options?: StateOptions) => Promise<boolean>;

  /** What a contact would see in this state, fallbacks and all. `of`: default `edited`. */
  readonly shownAs: (state: string, of?: "edited" | "published") => Shown;
  /** All looks with their bytes, e.g. for an archive. @throws SchemeError `try-later` where a medium cannot be had */
  readonly export: () => Promise<readonly LookDraft[]>;
  /** Gives back URLs and listeners. */
  readonly stop: () => void;
}

export interface PublishChoices {
  readonly signal?: AbortSignal;
  /** The person knows that contacts may notice: without, publishing while invisible fails as `forbidden`. */
  readonly whileInvisible?: boolean;
}
