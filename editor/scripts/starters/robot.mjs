// The set "robot": pixel art, whose head is a screen that says how things are.
import { chime } from "./chime.mjs";
import * as looks from "./robot-looks.mjs";

const STEPS = (frames, seconds) => ({ frames, seconds, lossless: true });
/** A fifth, upwards. */
const beeps = {
  make: () =>
    chime(
      [
        { hertz: 659.26, at: 0, seconds: 0.5 },
        { hertz: 987.77, at: 0.14, seconds: 0.6 },
      ],
      0.75,
    ),
  desc: { en: "Two soft notes, the second higher", de: "Zwei leise Töne, der zweite höher" },
};

export const robot = {
  id: "robot",
  title: { en: "Pixel robot", de: "Pixelroboter" },
  description: {
    en: "A small robot that wears its state on its screen, with a soft chime",
    de: "Ein kleiner Roboter, dessen Bildschirm alles sagt, mit einem leisen Klang",
  },
  looks: {
    available: {
      draw: looks.hello,
      loop: STEPS(8, 1.6),
      sound: beeps,
      text: { en: "Online and well oiled", de: "Online und gut geölt" },
      desc: { en: "A pixel robot waves", de: "Ein Pixelroboter winkt" },
    },
    chat: {
      draw: looks.inLove,
      loop: STEPS(4, 1.2),
      text: { en: "Ready to talk", de: "Bereit zum Reden" },
      desc: { en: "The robot has hearts for eyes", de: "Der Roboter hat Herzen als Augen" },
    },
    away: {
      draw: looks.aquarium,
      loop: STEPS(13, 2.6),
      text: { en: "Screen saver on", de: "Bildschirmschoner an" },
      desc: { en: "A fish swims across the robot's screen", de: "Ein Fisch schwimmt über den Bildschirm des Roboters" },
    },
    xa: {
      draw: looks.forgotten,
      loop: STEPS(8, 2),
      text: { en: "Gathering cobwebs", de: "Setzt Spinnweben an" },
      desc: {
        en: "The robot stands in cobwebs, and a spider comes down",
        de: "Der Roboter steht in Spinnweben, eine Spinne lässt sich herab",
      },
    },
    dnd: {
      draw: looks.angry,
      loop: STEPS(6, 1.2),
      text: { en: "Keep away, high voltage", de: "Abstand halten, Hochspannung" },
      desc: { en: "The robot fumes behind a warning tape", de: "Der Roboter dampft vor Wut hinter einem Warnband" },
    },
    offline: {
      draw: looks.off,
      loop: STEPS(8, 2),
      text: { en: "Switched off", de: "Ausgeschaltet" },
      desc: { en: "The robot sleeps in the dark", de: "Der Roboter schläft im Dunkeln" },
    },
    in_a_meeting: {
      show: "dnd",
      draw: looks.meeting,
      loop: STEPS(6, 1.8),
      text: { en: "In a meeting", de: "In einer Besprechung" },
      desc: { en: "Two robots talk at a table", de: "Zwei Roboter reden an einem Tisch" },
    },
    eating: {
      show: "away",
      draw: looks.charging,
      loop: STEPS(5, 2),
      text: { en: "Recharging", de: "Lädt auf" },
      desc: {
        en: "The robot charges itself with a big battery",
        de: "Der Roboter lädt sich an einer großen Batterie auf",
      },
    },
    on_the_phone: {
      show: "dnd",
      draw: looks.calling,
      loop: STEPS(6, 1.2),
      text: { en: "On the phone", de: "Am Telefon" },
      desc: {
        en: "The robot talks on the phone, its antenna sending waves",
        de: "Der Roboter telefoniert, seine Antenne sendet Wellen",
      },
    },
    travelling: {
      show: "away",
      draw: looks.ufo,
      loop: STEPS(8, 1.6),
      text: { en: "Beyond the clouds", de: "Über den Wolken" },
      desc: {
        en: "The robot flies a saucer among the stars",
        de: "Der Roboter fliegt in einer Untertasse durch die Sterne",
      },
    },
    focusing: {
      show: "dnd",
      draw: looks.scanning,
      loop: STEPS(12, 1.8),
      text: { en: "Computing", de: "Rechnet" },
      desc: {
        en: "A red light scans the robot's screen before a laptop",
        de: "Ein rotes Licht tastet den Bildschirm des Roboters vor einem Laptop ab",
      },
    },
  },
};
