// The set "hills": a little house in a landscape of cut paper; hour, weather and what passes by tell the state.
import * as looks from "./hills-looks.mjs";

const GENTLE = { frames: 16, seconds: 2 };
const SLOW = { frames: 20, seconds: 3 };

export const hills = {
  id: "hills",
  format: "webp",
  title: { en: "Paper hills", de: "Papierhügel" },
  description: {
    en: "A little house in a landscape of cut paper, through hours and weathers",
    de: "Ein kleines Haus in einer Landschaft aus Papier, durch Tageszeiten und Wetter",
  },
  looks: {
    available: {
      draw: looks.morning,
      loop: SLOW,
      text: { en: "Good day! I am around", de: "Guten Tag! Ich bin da" },
      desc: {
        en: "Smoke rises from a little house in the morning sun",
        de: "Rauch steigt aus einem kleinen Haus in der Morgensonne",
      },
    },
    chat: {
      draw: () => looks.rainbow,
      text: { en: "Come on over", de: "Komm doch vorbei" },
      desc: { en: "A rainbow over green hills", de: "Ein Regenbogen über grünen Hügeln" },
    },
    away: {
      draw: () => looks.sunset,
      text: { en: "Out for a while", de: "Eine Weile unterwegs" },
      desc: { en: "The sun goes down behind the house", de: "Die Sonne geht hinter dem Haus unter" },
    },
    xa: {
      draw: looks.snow,
      loop: SLOW,
      text: { en: "Gone for longer", de: "Länger weg" },
      desc: { en: "Snow falls on the house and its fir trees", de: "Schnee fällt auf das Haus und seine Tannen" },
    },
    dnd: {
      draw: looks.storm,
      loop: { frames: 12, seconds: 1.2 },
      text: { en: "Better not now", de: "Jetzt lieber nicht" },
      desc: { en: "Lightning strikes from a thundercloud", de: "Ein Blitz schlägt aus einer Gewitterwolke" },
    },
    offline: {
      draw: looks.night,
      loop: SLOW,
      text: { en: "Good night", de: "Gute Nacht" },
      desc: { en: "Moon and stars over the dark house", de: "Mond und Sterne über dem dunklen Haus" },
    },
    in_a_meeting: {
      show: "dnd",
      draw: looks.camp,
      loop: GENTLE,
      text: { en: "In a meeting", de: "In einer Besprechung" },
      desc: { en: "Two tents by a campfire", de: "Zwei Zelte an einem Lagerfeuer" },
    },
    eating: {
      show: "away",
      draw: () => looks.picnic,
      text: { en: "At table", de: "Bei Tisch" },
      desc: { en: "A picnic blanket under an apple tree", de: "Eine Picknickdecke unter einem Apfelbaum" },
    },
    on_the_phone: {
      show: "dnd",
      draw: looks.wires,
      loop: GENTLE,
      text: { en: "On the line", de: "An der Strippe" },
      desc: { en: "Two birds chatter on a telephone wire", de: "Zwei Vögel plaudern auf einer Telefonleitung" },
    },
    travelling: {
      show: "away",
      draw: looks.balloon,
      loop: SLOW,
      text: { en: "Up and away", de: "Auf und davon" },
      desc: { en: "A hot-air balloon floats over the hills", de: "Ein Heißluftballon schwebt über den Hügeln" },
    },
    focusing: {
      show: "dnd",
      draw: looks.lighthouse,
      loop: SLOW,
      text: { en: "Keeping a clear head", de: "Ganz bei der Sache" },
      desc: { en: "A lighthouse shines over the sea at night", de: "Ein Leuchtturm strahlt nachts über das Meer" },
    },
  },
};
