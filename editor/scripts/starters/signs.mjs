// The set "signs": a bold shape with a face for each state. Told apart by shape, whatever colours someone sees; nothing moves.
import * as looks from "./signs-looks.mjs";

export const signs = {
  id: "signs",
  title: { en: "Bold signs", de: "Klare Zeichen" },
  description: {
    en: "Big shapes with a face, clear at any size and to any eye; nothing moves",
    de: "Große Formen mit Gesicht, in jeder Größe und für alle Augen klar; nichts bewegt sich",
  },
  looks: {
    available: {
      draw: () => looks.disc,
      text: { en: "Available", de: "Verfügbar" },
      desc: { en: "A round, smiling face", de: "Ein rundes, lächelndes Gesicht" },
    },
    chat: {
      draw: () => looks.bubble,
      text: { en: "Up for a chat", de: "Lust auf einen Plausch" },
      desc: { en: "A laughing speech bubble", de: "Eine lachende Sprechblase" },
    },
    away: {
      draw: () => looks.cup,
      text: { en: "Short break", de: "Kurze Pause" },
      desc: { en: "A smiling cup of coffee", de: "Eine lächelnde Tasse Kaffee" },
    },
    xa: {
      draw: () => looks.hourglass,
      text: { en: "Gone for longer", de: "Länger weg" },
      desc: { en: "A dozing hourglass", de: "Eine dösende Sanduhr" },
    },
    dnd: {
      draw: () => looks.octagon,
      text: { en: "Do not disturb", de: "Nicht stören" },
      desc: { en: "A stern stop sign", de: "Ein strenges Stoppschild" },
    },
    offline: {
      draw: () => looks.moon,
      text: { en: "Offline", de: "Offline" },
      desc: { en: "A sleeping crescent moon", de: "Ein schlafender Sichelmond" },
    },
    in_a_meeting: {
      show: "dnd",
      draw: () => looks.pair,
      text: { en: "In a meeting", de: "In einer Besprechung" },
      desc: { en: "Two figures at a table", de: "Zwei Figuren an einem Tisch" },
    },
    eating: {
      show: "away",
      draw: () => looks.burger,
      text: { en: "Having lunch", de: "Beim Mittagessen" },
      desc: { en: "A burger with big eyes", de: "Ein Burger mit großen Augen" },
    },
    on_the_phone: {
      show: "dnd",
      draw: () => looks.telephone,
      text: { en: "On the phone", de: "Am Telefon" },
      desc: { en: "An old telephone, its mouth wide open", de: "Ein altes Telefon mit weit offenem Mund" },
    },
    travelling: {
      show: "away",
      draw: () => looks.suitcase,
      text: { en: "Travelling", de: "Auf Reisen" },
      desc: { en: "A cheerful suitcase", de: "Ein vergnügter Koffer" },
    },
    focusing: {
      show: "dnd",
      draw: () => looks.headphones,
      text: { en: "Focusing", de: "Konzentriert" },
      desc: {
        en: "A round face in headphones, its eyes closed",
        de: "Ein rundes Gesicht mit Kopfhörern und geschlossenen Augen",
      },
    },
  },
};
