// English: the words of the editor and its page, and by their type what every other language has.
import type { BaseState, MediumKind } from "@status-scheme/protocol";
import { enPage } from "./en-page.ts";
import { enProblems } from "./en-problems.ts";
import { createFormats, createPlural } from "./format.ts";

const { number } = createFormats("en");
const plural = createPlural("en");
const states = (count: number) => `${number(count)} ${plural(count, { one: "state", other: "states" })}`;

export const en = {
  title: "Your looks",
  intro: "What your contacts see in each of your states.",
  loading: "Loading your looks…",
  close: "Close",
  cancel: "Cancel",
  save: "Save",
  done: "Done",
  more: "More",
  previous: "Previous state",
  next: "Next state",

  states: {
    available: "Available",
    chat: "Free to chat",
    away: "Away",
    dnd: "Do not disturb",
    xa: "Away for longer",
    offline: "Not logged in",
  } as Record<BaseState, string>,
  /** States of people's own that are common; others are called by their token. */
  tokens: {
    in_a_meeting: "In a meeting",
    eating: "Eating",
    on_the_phone: "On the phone",
    travelling: "Travelling",
    focusing: "Focusing",
  } as Readonly<Record<string, string>>,
  kinds: { image: "Picture", animation: "Animation", audio: "Sound", video: "Video" } as Record<MediumKind, string>,

  starters: {
    title: "Pick one to begin with",
    more: "Starter looks",
    used: (name: string) => `“${name}” fills all your states. Publish it, or make it yours first.`,
    none: "There are no starter looks here.",
    replaces: "It takes the place of all your looks. You can undo that.",
    own: "Or click any state below, and give it a picture of your own.",
  },

  grid: {
    label: "Your states",
    like: (name: string) => `Like “${name}”`,
    changed: "Not published",
    wrong: "Problem",
    own: (base: string) => `your own, ${base}`,
    plain: "Plain",
    reading: "Reading the file…",
    drop: "Drop it here",
  },

  add: {
    open: "Add a state",
    title: "A state of your own",
    name: "What are you doing?",
    example: "For example: in a meeting, eating, daydreaming",
    base: "For people without looks, you are",
    add: "Add",
    begin: "Begin with the look of",
    nothing: "No look",
    most: (now: number, most: number) => `A scheme has at most ${number(most)} looks. Yours has ${number(now)}.`,
    empty: "Give it a name of letters or digits.",
    taken: "There is a state of that name already.",
  },

  look: {
    preview: "As your contacts see it",
    light: "Light",
    dark: "Dark",
    roster: "In the list",
    heading: "In a chat",
    now: "Others see now",
    notYet: "They see what is above after you publish.",
    name: "Name",
    base: "For people without looks, you are",
    remove: "Remove this look",
    removed: (name: string) => `Look for “${name}” removed.`,
    badName: "1 to 64 of a–z, 0–9 and _, and not taken yet.",
    inherits: (name: string) => `Nothing of its own yet: others see “${name}”.`,
  },

  copy: {
    open: "Copy to…",
    title: (name: string) => `Copy the look of “${name}”`,
    to: "To which state?",
    own: "A new state of your own",
    next: "Next",
    copy: "Copy",
    replaces: "It has a look already, which this one replaces. You can undo that.",
    copied: (name: string) => `Copied to “${name}”.`,
  },

  media: {
    title: "Picture, animation, sound, video",
    choose: "Choose a file",
    drop: "or drop it anywhere, or paste it",
    limits: {
      image: (bytes: string, pixels: string, madeBytes: string, madeSide: string) =>
        `Pictures up to ${bytes} and ${pixels} pixels; they are made to fit ${madeBytes} and ${madeSide}`,
      animation: (bytes: string, length: string, frames: string, pixels: string, side: string) =>
        `Animations up to ${bytes}, ${length}, ${frames} pictures, and ${pixels} pixels in all of them; they are shown at ${side} or less`,
      audio: (bytes: string, length: string) => `Sounds up to ${bytes} and ${length}`,
      video: (bytes: string, length: string, side: string) => `Videos up to ${bytes}, ${length} and ${side}`,
      all: (media: string, texts: string) => `All of your looks together: ${media} of files, ${texts} of texts`,
    },
    crop: "Crop",
    still: "Choose still",
    remove: (kind: string) => `Remove ${kind.toLowerCase()}`,
    description: "Description",
    describe: (language: string) => `For people who cannot see or hear it, in ${language}`,
    put: (kind: string, name: string) => `${kind} put into “${name}”.`,
    shrunk: (before: string, after: string) => `Made smaller: ${before} became ${after}.`,
    listen: "Play",
    pause: "Stop",
    measures: (width: string, height: string) => `${width}\u00a0×\u00a0${height}`,
  },

  crop: {
    title: "Crop to a square",
    help: "Drag the frame, or move it with the arrow keys; + and − make it larger and smaller.",
    frame: "Frame of the crop",
    size: "Size",
    apply: "Crop",
    at: (x: string, y: string, size: string) => `${x} from the left, ${y} from the top, ${size} pixels wide`,
  },
  still: {
    title: "Choose the still",
    help: "Shown where nothing may move, and while the rest is loading.",
    time: "Moment",
    apply: "Use this still",
  },

  text: {
    title: "Text",
    label: (language: string) => `In ${language}`,
    placeholder: "What should they read?",
    left: (count: number) => `${number(count)} ${plural(count, { one: "character", other: "characters" })} left`,
    most: (characters: string, languages: string) => `Up to ${characters} characters, in up to ${languages} languages`,
    any: "any language",
    addLanguage: "Add a language",
    removeLanguage: (language: string) => `Remove ${language}`,
  },

  publish: {
    publish: "Publish",
    discard: "Discard changes",
    undo: "Undo",
    redo: "Redo",
    clean: "Your contacts see exactly this.",
    empty: "Nothing is published yet.",
    changed: (count: number) => `${states(count)} changed`,
    problems: (count: number) =>
      `${number(count)} ${plural(count, { one: "thing", other: "things" })} to put right first`,
    show: "Show me",
    uploading: (sent: string, total: string) => `Sending ${sent} of ${total}…`,
    publishing: "Publishing…",
    progress: "Progress of publishing",
    published: "Published. Your contacts see it now.",
    cancelled: "Cancelled. Nothing was published.",
    again: "Try again",
    anyway: "Publish anyway",
    at: (name: string, failure: string) => `“${name}”: ${failure}`,
    nobody: "Your server has no service for looks: nothing can be published. You can export them.",
  },

  /** Where the server has no service: looks are served from this browser. */
  serve: {
    nobody: "Your server has no service for looks. This browser can serve them instead.",
    open: "Serve from here…",
    begun: "Served from this browser from now on.",
    published: "Published. Your contacts see it while this page is open.",
    clean: "Your contacts see exactly this, while this page is open.",
    untilLogout: "Logging out deletes your looks: export them to keep them.",
    stop: "Stop serving",
    stopped: "Not served any more. Your contacts see plain states.",
    failed: "This browser does not keep it: it has no room, or is a private window. Nothing of yours is lost here.",
  },

  conflict: {
    title: "Changed on another device, too",
    help: "Another device published meanwhile. Which look should each of these states have?",
    mine: "Mine",
    theirs: "The other one",
    allMine: "All mine",
    allTheirs: "All of the other",
    removed: "Removed",
    resolve: "Resolve…",
    settle: "Keep these, and publish",
    open: (count: number) => `${states(count)} still to choose`,
  },

  access: {
    open: "Who may see",
    title: "Who may see your looks",
    models: {
      presence: "My contacts",
      roster: "Groups of my contacts",
      whitelist: "Only people I list",
      open: "Everyone",
    },
    hints: {
      presence: "Everybody who may see whether you are there.",
      roster: "Contacts in one of the groups chosen here.",
      whitelist: "Nobody else, contacts or not.",
      open: "Anyone who knows your address.",
    },
    groups: "Groups",
    noGroups: "Your contact list has no groups.",
    allowed: "People, one address a line",
    blocked: (count: number) =>
      `Blocked, and never seeing anything: ${number(count)} ${plural(count, { one: "person", other: "people" })}`,
    saved: "Saved who may see your looks.",
    most: (most: string) => `At most ${most}.`,
    contactsOnly: "Of your contacts, these and nobody else.",
    badAddress: (address: string) => `“${address}” is no address, like romeo@example.org.`,
  },

  transfer: {
    import: "Import…",
    importHelp: "An archive, or a sticker pack",
    export: "Export",
    imported: (count: number) => `${states(count)} imported.`,
    exported: "Saved as an archive.",
    fileName: "my-looks.zip",
    bad: "That is neither an archive of looks nor a sticker pack.",
    unavailable: "Some pictures could not be had from the service just now: try again later.",
    packs: "Your sticker packs",
    packsHelp: "Next, you see which sticker is for which state.",
    packsLoading: "Looking for sticker packs…",
    noPacks: "You have none.",
    packsFailed: "Your server did not tell. Try again later.",
    openPack: "Choose",
    unnamed: "Without a name",
    restricted: "Its author does not let it be used elsewhere.",
    emptyPack: "It has no sticker that can be used here.",
  },

  ...enProblems,
  invisible: "You are invisible. Contacts may notice you when you publish.",

  page: enPage,
};

/** Another language's: of the same shape. */
export type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Loose<T[K]> };
export type Messages = Loose<typeof en>;
