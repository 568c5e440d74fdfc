// English: what is read in parts that are loaded when they are wanted.
import { createFormats, createPlural } from "./format.ts";

const { number } = createFormats("en");
const plural = createPlural("en");

export const enRare = {
  /** Where the server has no service: what it means to serve looks from this browser. */
  serving: {
    title: "Serve your looks from this browser",
    why: "Your server has no service that keeps your looks for others. This browser can do that for you. It means:",
    online: "Contacts see your looks only while you are logged in here, with this page open. After that, they do not.",
    here: "Your looks are kept in this browser alone. No other browser or device of yours has them: export them to have a copy.",
    untilLogout:
      "When you log out, your looks are deleted from this browser for good, with all else of yours: export them before.",
    devices: "Where you are logged in with another app as well, contacts may see your plain state from there.",
    size: (most: string) => `Nothing larger than ${most} comes to contacts.`,
    asIs: "Sounds, animations and videos go out as they are, with what their files say of where and when they were made.",
    begin: "Serve from here",
    beginAndPublish: "Serve and publish",
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
    shortened: (count: number) =>
      `${number(count)} ${plural(count, { one: "description was", other: "descriptions were" })} too long, and shortened.`,
    fewer: (count: number, most: number) =>
      `${number(count)} ${plural(count, { one: "description has", other: "descriptions have" })} more than ${number(most)} languages: the others were left out.`,
    use: "Use these",
  },
};
