// The set "cat": what a lucky cat is up to tells the state.
import * as looks from "./cat-looks.mjs";

const GENTLE = { frames: 20, seconds: 2 };

export const cat = {
  id: "cat",
  title: { en: "Lucky cat", de: "Glückskatze" },
  description: {
    en: "A calico cat, and what it is up to",
    de: "Eine dreifarbige Katze und was sie gerade treibt",
  },
  looks: {
    available: {
      draw: looks.waving,
      loop: GENTLE,
      text: { en: "Here, and happy to see you", de: "Da und froh, dich zu sehen" },
      desc: {
        en: "A calico cat waves a paw in the sun",
        de: "Eine dreifarbige Katze winkt in der Sonne mit der Pfote",
      },
    },
    chat: {
      draw: looks.chatting,
      loop: GENTLE,
      text: { en: "Talk to me!", de: "Sprich mich an!" },
      desc: {
        en: "The cat laughs, a heart in its speech bubble",
        de: "Die Katze lacht, in ihrer Sprechblase ein Herz",
      },
    },
    away: {
      draw: looks.atTheWindow,
      loop: GENTLE,
      text: { en: "Back in a moment", de: "Gleich zurück" },
      desc: {
        en: "The cat sits at the window and watches the sunset",
        de: "Die Katze sitzt am Fenster und sieht dem Sonnenuntergang zu",
      },
    },
    xa: {
      draw: () => looks.inTheBox,
      text: { en: "Out for a long while", de: "Für längere Zeit weg" },
      desc: { en: "The cat naps in a cardboard box", de: "Die Katze schlummert in einem Karton" },
    },
    dnd: {
      draw: () => looks.cross,
      text: { en: "Please do not disturb", de: "Bitte nicht stören" },
      desc: {
        en: "The cat frowns and holds up a no-entry sign",
        de: "Die Katze schaut finster und hält ein Verbotsschild hoch",
      },
    },
    offline: {
      draw: looks.asleep,
      loop: { frames: 18, seconds: 3 },
      text: { en: "Good night", de: "Gute Nacht" },
      desc: {
        en: "The cat is curled up asleep under the moon",
        de: "Die Katze schläft zusammengerollt unter dem Mond",
      },
    },
    in_a_meeting: {
      show: "dnd",
      draw: () => looks.meeting,
      text: { en: "In a meeting", de: "In einer Besprechung" },
      desc: {
        en: "The cat, in glasses and a tie, before a chart",
        de: "Die Katze mit Brille und Krawatte vor einem Diagramm",
      },
    },
    eating: {
      show: "away",
      draw: () => looks.eating,
      text: { en: "Having a bite", de: "Beim Essen" },
      desc: {
        en: "The cat licks its lips over a bowl of fish",
        de: "Die Katze leckt sich vor einem Napf mit Fisch das Maul",
      },
    },
    on_the_phone: {
      show: "dnd",
      draw: () => looks.phoning,
      text: { en: "On the phone", de: "Am Telefon" },
      desc: { en: "The cat chatters into a telephone", de: "Die Katze plaudert am Telefon" },
    },
    travelling: {
      show: "away",
      draw: looks.flying,
      loop: GENTLE,
      text: { en: "On my way", de: "Unterwegs" },
      desc: {
        en: "The cat flies through the clouds in goggles and a scarf",
        de: "Die Katze fliegt mit Fliegerbrille und Schal durch die Wolken",
      },
    },
    focusing: {
      show: "dnd",
      draw: () => looks.focusing,
      text: { en: "Deep in work", de: "In Arbeit vertieft" },
      desc: { en: "The cat, in headphones, looks at a laptop", de: "Die Katze mit Kopfhörern vor einem Laptop" },
    },
  },
};
