// English: the words of the editor and its page, and by their type what every other language has.
import type { BaseState, ErrorCode, LimitName, MediumKind } from "@status-scheme/protocol";
import { enPage } from "./en-page.ts";
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
  remove: "Remove",
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
    wrong: "Has a problem",
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
    notYet: "Others see this after you publish.",
    name: "Name",
    base: "For people without looks, you are",
    remove: "Remove this look",
    removed: (name: string) => `Look for “${name}” removed.`,
    badName: "1 to 64 of a–z, 0–9 and _, and not taken yet.",
    inherits: (name: string) => `Nothing of its own yet: others see “${name}”.`,
  },

  media: {
    title: "Picture, animation, sound, video",
    choose: "Choose a file",
    replace: "Replace",
    drop: "or drop it anywhere, or paste it",
    limits: (image: string, side: string, animation: string, audio: string, video: string) =>
      `Pictures of any size: made to fit ${image}, ${side} pixels. Animations up to ${animation}, sounds ${audio}, videos ${video}.`,
    crop: "Crop",
    still: "Choose still",
    remove: (kind: string) => `Remove ${kind.toLowerCase()}`,
    description: "Description",
    describe: (language: string) => `For people who cannot see or hear it, in ${language}`,
    put: (kind: string, name: string) => `${kind} put into “${name}”.`,
    shrunk: (before: string, after: string) => `Made smaller: ${before} became ${after}.`,
    listen: "Play",
    pause: "Stop",
    measures: (width: string, height: string) => `${width} × ${height}`,
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
    help: "Shown where nothing may move, and until the video is here.",
    time: "Moment",
    apply: "Use this still",
  },

  text: {
    title: "Text",
    label: (language: string) => `In ${language}`,
    placeholder: "What should they read?",
    left: (count: number) => `${number(count)} ${plural(count, { one: "character", other: "characters" })} left`,
    over: (count: number) => `${number(count)} ${plural(count, { one: "character", other: "characters" })} too many`,
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
    nobody: "Your server has no service for looks: nothing can be published. You can export them.",
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
  stickers: {
    title: "Stickers for your states",
    titled: (pack: string) => `Stickers of “${pack}”`,
    help: "Choose the state that each is for. Your texts and sounds stay, and you can undo it.",
    none: "Not used",
    stateOf: (sticker: string) => `State for ${sticker}`,
    unnamed: (position: number) => `Sticker ${number(position)}`,
    notHad: "It cannot be had from where the pack says it is.",
    missing: (count: number) =>
      `${number(count)} ${plural(count, { one: "sticker", other: "stickers" })} cannot be had. Choose others, or use the rest.`,
    leftOut: (count: number) =>
      `${number(count)} more of the pack cannot be used here: too large, or not as ${plural(count, { one: "it", other: "they" })} should be.`,
    use: "Use these",
  },

  problems: {
    "empty-look": "Give it a text or a picture.",
    undescribed: "Add a text, or describe this for people who cannot see or hear it.",
    "no-still": "Add a picture, for where nothing may move.",
    "control-characters": "There are characters in it that cannot be shown.",
    "bad-language": "This is not a language.",
    "bad-state": "1 to 64 of a–z, 0–9 and _.",
    "bad-medium": "The service cannot read this file. Try another one.",
    "blocked-medium": "The operator of your service does not let this be shown.",
    refused: (reason: string) => `The service refused it${reason && `: ${reason}`}.`,
  },
  /** `allowed` and `actual` are written out with their unit. */
  limits: {
    "scheme-bytes": "All looks together are too much text",
    "scheme-looks": "Too many states",
    "text-characters": "Too long",
    "text-languages": "Too many languages",
    "image-bytes": "The picture is too large",
    "image-pixels": "The picture has too many pixels",
    "image-side": "The picture is too wide or too high",
    "animation-bytes": "The animation is too large",
    "animation-pixels": "The animation has too many pixels, all pictures together",
    "animation-side": "The animation is too wide or too high",
    "animation-length": "The animation is too long",
    "animation-frames": "The animation has too many pictures",
    "audio-bytes": "The sound is too large",
    "audio-length": "The sound is too long",
    "video-bytes": "The video is too large",
    "video-length": "The video is too long",
    "video-side": "The video is too wide or too high",
    "owner-bytes": "All your media together are too large",
    "ibb-bytes": "The file is too large to be sent in band",
    "access-entries": "Too many people in the list",
  } as Record<LimitName, string>,
  limit: (what: string, actual: string, allowed: string) => `${what}: ${actual && `${actual}, `}at most ${allowed}.`,
  files: {
    "not-taken": "Only pictures, sounds and videos can be taken.",
    broken: "This file cannot be read: it seems to be broken.",
    "not-supported": "This browser cannot do that. Try another file.",
    "not-loaded": "A part of this page did not load. Try again.",
  },
  failures: {
    "not-found": "It is not there any more.",
    "no-such-medium": "A picture is not there any more. Try again.",
    "limit-exceeded": "It is more than the service takes.",
    "bad-medium": "The service cannot read one of the files.",
    "blocked-medium": "The operator of your service does not let one of these be shown.",
    "bad-look": "The service refused one of the looks.",
    "quota-exceeded": "Your space at the service is full. Remove something, or make it smaller.",
    "rate-exceeded": "That was too often in a short time. Try again in a while.",
    forbidden: "You may not do that.",
    conflict: "It was changed on another device meanwhile.",
    "bad-request": "The service did not understand that.",
    "not-implemented": "Your service cannot do that.",
    "service-unavailable": "The service is not there just now. Nothing of yours is lost: try again later.",
    "try-later": "The service does not answer just now. Nothing of yours is lost: try again later.",
    internal: "Something went wrong at the service. Nothing of yours is lost.",
  } as Record<ErrorCode, string>,
  invisible: "You are invisible. Contacts may notice you when you publish.",

  page: enPage,
};

type Loose<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { readonly [K in keyof T]: Loose<T[K]> };
export type Messages = Loose<typeof en>;
