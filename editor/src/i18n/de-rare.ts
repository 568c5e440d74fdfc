// German: what is read in parts that are loaded when they are wanted.
import { createFormats, createPlural } from "./format.ts";
import type { RareMessages } from "./rare.ts";

const { number } = createFormats("de");
const plural = createPlural("de");

export const deRare: RareMessages = {
  serving: {
    title: "Deine Looks von diesem Browser ausliefern",
    why: "Dein Server hat keinen Dienst, der deine Looks für andere aufbewahrt. Dieser Browser kann das für dich tun. Es bedeutet:",
    online: "Kontakte sehen deine Looks nur, solange du hier angemeldet und diese Seite offen ist. Danach nicht mehr.",
    here: "Deine Looks sind nur in diesem Browser. Kein anderer Browser und kein anderes Gerät von dir hat sie: Exportiere sie, um eine Kopie zu haben.",
    untilLogout:
      "Wenn du dich abmeldest, werden deine Looks in diesem Browser endgültig gelöscht, wie alles andere von dir: Exportiere sie vorher.",
    devices:
      "Wo du auch mit einer anderen App angemeldet bist, sehen Kontakte vielleicht von dort deinen schlichten Zustand.",
    size: (most) => `Was größer ist als ${most}, kommt nicht bei Kontakten an.`,
    asIs: "Töne, Animationen und Videos gehen hinaus, wie sie sind: auch mit dem, was in der Datei über Ort und Zeit der Aufnahme steht.",
    begin: "Von hier ausliefern",
    beginAndPublish: "Ausliefern und veröffentlichen",
  },

  stickers: {
    title: "Sticker für deine Zustände",
    titled: (pack) => `Sticker aus „${pack}“`,
    help: "Wähle den Zustand, für den jeder ist. Deine Texte und Töne bleiben, und es lässt sich rückgängig machen.",
    none: "Keiner",
    stateOf: (sticker) => `Zustand für ${sticker}`,
    unnamed: (position) => `Sticker ${number(position)}`,
    notHad: "Er ist nicht zu bekommen, wo er dem Paket nach ist.",
    missing: (count) => `${number(count)} Sticker nicht zu bekommen. Wähle andere, oder nimm die übrigen.`,
    leftOut: (count) =>
      `${number(count)} weitere im Paket sind hier nicht verwendbar: zu groß, oder nicht wie es sein soll.`,
    shortened: (count) =>
      `${number(count)} ${plural(count, { one: "Beschreibung war", other: "Beschreibungen waren" })} zu lang und ${plural(count, { one: "wurde", other: "wurden" })} gekürzt.`,
    fewer: (count, most) =>
      `${number(count)} ${plural(count, { one: "Beschreibung hat", other: "Beschreibungen haben" })} mehr als ${number(most)} Sprachen: Die übrigen wurden weggelassen.`,
    use: "Diese nehmen",
  },
};
