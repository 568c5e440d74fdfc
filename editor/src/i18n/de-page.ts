// German: the words of the page of its own.
import type { Messages } from "./en.ts";

export const dePage: Messages["page"] = {
  title: "Deine Looks",
  login: "Anmelden",
  jid: "Deine Adresse",
  password: "Passwort",
  service: "Adresse des Servers (WebSocket), falls sie nicht gefunden wird",
  busy: "Du wirst angemeldet …",
  badJid: "Das ist keine Adresse wie juliet@example.org.",
  badService: "Das muss mit wss:// beginnen",
  notFound:
    "Dein Server sagt nicht, wo Browser ihn erreichen. Frag nach seiner WebSocket-Adresse, und trag sie unten ein.",
  refused: "Adresse oder Passwort stimmt nicht.",
  away: "Der Server ist nicht zu erreichen.",
  lost: "Die Verbindung ist unterbrochen. Sie wird wiederhergestellt …",
  logout: "Abmelden",
  leave: "Du hast Änderungen, die nicht veröffentlicht sind. Abmelden und sie verlieren?",
  now: "Ich bin jetzt",
  nowSet: (name) => `Du bist jetzt: ${name}.`,
  nowFailed: "Das kam nicht bei deinem Server an. Versuch es noch einmal.",
  invisible: "Unsichtbar",
  invisibleOn: "Niemand sieht dich jetzt.",
  invisibleOff: "Deine Kontakte sehen dich wieder.",
  invisibleBlind: "Niemand sieht dich jetzt, und du siehst andere nicht: Dein Server lässt nur beides zusammen zu.",
  signedIn: (jid) => `Angemeldet als ${jid}`,
};
