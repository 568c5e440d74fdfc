// German.
import type { Messages } from "./en.ts";
import { dePage } from "./de-page.ts";
import { deProblems } from "./de-problems.ts";
import { createFormats, createPlural } from "./format.ts";

const { number } = createFormats("de");
const plural = createPlural("de");
const states = (count: number) => `${number(count)} ${plural(count, { one: "Zustand", other: "Zustände" })}`;

export const de: Messages = {
  title: "Deine Looks",
  intro: "Was deine Kontakte in jedem deiner Zustände sehen.",
  loading: "Deine Looks werden geladen …",
  close: "Schließen",
  cancel: "Abbrechen",
  save: "Speichern",
  done: "Fertig",
  more: "Mehr",
  previous: "Voriger Zustand",
  next: "Nächster Zustand",

  states: {
    available: "Verfügbar",
    chat: "Gesprächsbereit",
    away: "Abwesend",
    dnd: "Bitte nicht stören",
    xa: "Länger abwesend",
    offline: "Nicht angemeldet",
  },
  tokens: {
    in_a_meeting: "In einer Besprechung",
    eating: "Beim Essen",
    on_the_phone: "Am Telefon",
    travelling: "Unterwegs",
    focusing: "Konzentriert",
  },
  kinds: { image: "Bild", animation: "Animation", audio: "Ton", video: "Video" },

  starters: {
    title: "Such dir etwas für den Anfang aus",
    more: "Vorlagen",
    used: (name) => `„${name}“ füllt alle deine Zustände. Veröffentliche es, oder ändere es vorher.`,
    none: "Hier gibt es keine Vorlagen.",
    replaces: "Sie tritt an die Stelle all deiner Looks. Das lässt sich rückgängig machen.",
    own: "Oder klick unten auf einen Zustand und gib ihm ein eigenes Bild.",
  },

  grid: {
    label: "Deine Zustände",
    like: (name) => `Wie „${name}“`,
    changed: "Unveröffentlicht",
    wrong: "Fehler",
    own: (base) => `eigener Zustand, ${base}`,
    plain: "Schlicht",
    reading: "Die Datei wird gelesen …",
    drop: "Hier ablegen",
  },

  add: {
    open: "Zustand hinzufügen",
    title: "Ein eigener Zustand",
    name: "Was machst du?",
    example: "Zum Beispiel: in einer Besprechung, beim Essen, am Träumen",
    base: "Für Leute ohne Looks bist du",
    add: "Hinzufügen",
    begin: "Beginnen mit dem Look von",
    nothing: "Ohne Look",
    most: (now, most) => `Es gibt höchstens ${number(most)} Looks. Du hast ${number(now)}.`,
    empty: "Gib ihm einen Namen aus Buchstaben oder Ziffern.",
    taken: "Einen Zustand mit diesem Namen gibt es schon.",
  },

  look: {
    preview: "So sehen es deine Kontakte",
    light: "Hell",
    dark: "Dunkel",
    roster: "In der Liste",
    heading: "Im Gespräch",
    now: "Andere sehen jetzt",
    notYet: "Was oben ist, sehen sie, sobald du veröffentlichst.",
    name: "Name",
    base: "Für Leute ohne Looks bist du",
    remove: "Diesen Look entfernen",
    removed: (name) => `Look für „${name}“ entfernt.`,
    badName: "1 bis 64 aus a–z, 0–9 und _, und noch nicht vergeben.",
    inherits: (name) => `Noch nichts Eigenes: Andere sehen „${name}“.`,
  },

  copy: {
    open: "Kopieren …",
    title: (name) => `Look von „${name}“ kopieren`,
    to: "In welchen Zustand?",
    own: "Ein neuer eigener Zustand",
    next: "Weiter",
    copy: "Kopieren",
    replaces: "Er hat schon einen Look, der damit ersetzt wird. Das lässt sich rückgängig machen.",
    copied: (name) => `Nach „${name}“ kopiert.`,
  },

  media: {
    title: "Bild, Animation, Ton, Video",
    choose: "Datei wählen",
    drop: "oder irgendwo ablegen, oder einfügen",
    limits: {
      image: (bytes, pixels, madeBytes, madeSide) =>
        `Bilder bis ${bytes} und ${pixels} Pixel; sie werden auf ${madeBytes} und ${madeSide} gebracht`,
      animation: (bytes, length, frames, pixels, side) =>
        `Animationen bis ${bytes}, ${length}, ${frames} Bilder und ${pixels} Pixel in allen Bildern; gezeigt werden sie mit höchstens ${side}`,
      audio: (bytes, length) => `Töne bis ${bytes} und ${length}`,
      video: (bytes, length, side) => `Videos bis ${bytes}, ${length} und ${side}`,
      all: (media, texts) => `All deine Looks zusammen: ${media} an Dateien, ${texts} an Texten`,
    },
    crop: "Zuschneiden",
    still: "Standbild wählen",
    remove: (kind) => `${kind} entfernen`,
    description: "Beschreibung",
    describe: (language) => `Für alle, die es nicht sehen oder hören, auf ${language}`,
    put: (kind, name) => `${kind} ist jetzt in „${name}“.`,
    shrunk: (before, after) => `Verkleinert: Aus ${before} wurden ${after}.`,
    listen: "Abspielen",
    pause: "Anhalten",
    measures: (width, height) => `${width}\u00a0×\u00a0${height}`,
  },

  crop: {
    title: "Quadratisch zuschneiden",
    help: "Zieh den Rahmen, oder verschieb ihn mit den Pfeiltasten; + und − machen ihn größer und kleiner.",
    frame: "Rahmen des Ausschnitts",
    size: "Größe",
    apply: "Zuschneiden",
    at: (x, y, size) => `${x} von links, ${y} von oben, ${size} Pixel breit`,
  },
  still: {
    title: "Standbild wählen",
    help: "Zu sehen, wo sich nichts bewegen darf, und solange der Rest noch lädt.",
    time: "Zeitpunkt",
    apply: "Dieses Standbild nehmen",
  },

  text: {
    title: "Text",
    label: (language) => `Auf ${language}`,
    placeholder: "Was sollen sie lesen?",
    left: (count) => `noch ${number(count)} Zeichen`,
    most: (characters, languages) => `Bis ${characters} Zeichen, in bis zu ${languages} Sprachen`,
    any: "jeder Sprache",
    addLanguage: "Sprache hinzufügen",
    removeLanguage: (language) => `${language} entfernen`,
  },

  publish: {
    publish: "Veröffentlichen",
    discard: "Verwerfen",
    undo: "Rückgängig",
    redo: "Wiederholen",
    clean: "Genau das sehen deine Kontakte.",
    empty: "Noch ist nichts veröffentlicht.",
    changed: (count) => `${states(count)} geändert`,
    problems: (count) => `Vorher noch ${number(count)} ${plural(count, { one: "Sache", other: "Sachen" })} zu beheben`,
    show: "Zeig mir",
    uploading: (sent, total) => `${sent} von ${total} gesendet …`,
    publishing: "Wird veröffentlicht …",
    progress: "Fortschritt der Veröffentlichung",
    at: (name, failure) => `„${name}“: ${failure}`,
    published: "Veröffentlicht. Deine Kontakte sehen es jetzt.",
    cancelled: "Abgebrochen. Nichts wurde veröffentlicht.",
    again: "Noch einmal",
    anyway: "Trotzdem veröffentlichen",
    nobody: "Dein Server hat keinen Dienst für Looks: Nichts lässt sich veröffentlichen. Du kannst sie exportieren.",
  },

  serve: {
    nobody: "Dein Server hat keinen Dienst für Looks. Stattdessen kann dieser Browser sie ausliefern.",
    open: "Von hier ausliefern …",
    begun: "Von jetzt an liefert dieser Browser sie aus.",
    published: "Veröffentlicht. Deine Kontakte sehen es, solange diese Seite offen ist.",
    clean: "Genau das sehen deine Kontakte, solange diese Seite offen ist.",
    untilLogout: "Beim Abmelden werden deine Looks gelöscht: Exportiere sie, um sie zu behalten.",
    stop: "Nicht mehr ausliefern",
    stopped: "Sie werden nicht mehr ausgeliefert. Deine Kontakte sehen schlichte Zustände.",
    failed:
      "Dieser Browser bewahrt das nicht auf: Er hat keinen Platz, oder das ist ein privates Fenster. Hier geht nichts verloren.",
  },

  conflict: {
    title: "Auch auf einem anderen Gerät geändert",
    help: "Ein anderes Gerät hat inzwischen veröffentlicht. Welchen Look soll jeder dieser Zustände haben?",
    mine: "Meiner",
    theirs: "Der andere",
    allMine: "Alle meine",
    allTheirs: "Alle anderen",
    removed: "Entfernt",
    resolve: "Auflösen …",
    settle: "So behalten und veröffentlichen",
    open: (count) => `noch ${states(count)} zu entscheiden`,
  },

  access: {
    open: "Wer darf sehen",
    title: "Wer deine Looks sehen darf",
    models: {
      presence: "Meine Kontakte",
      roster: "Gruppen meiner Kontakte",
      whitelist: "Nur Leute, die ich aufzähle",
      open: "Alle",
    },
    hints: {
      presence: "Alle, die sehen dürfen, ob du da bist.",
      roster: "Kontakte in einer der hier gewählten Gruppen.",
      whitelist: "Sonst niemand, ob Kontakt oder nicht.",
      open: "Wer immer deine Adresse kennt.",
    },
    groups: "Gruppen",
    noGroups: "Deine Kontaktliste hat keine Gruppen.",
    allowed: "Leute, eine Adresse je Zeile",
    blocked: (count) =>
      `Blockiert, und sehen nie etwas: ${number(count)} ${plural(count, { one: "Person", other: "Personen" })}`,
    saved: "Gespeichert, wer deine Looks sehen darf.",
    most: (most) => `Höchstens ${most}.`,
    contactsOnly: "Von deinen Kontakten diese, sonst niemand.",
    badAddress: (address) => `„${address}“ ist keine Adresse wie romeo@example.org.`,
  },

  transfer: {
    import: "Importieren\u00a0…",
    importHelp: "Ein Archiv oder ein Sticker-Paket",
    export: "Exportieren",
    imported: (count) => `${states(count)} importiert.`,
    exported: "Als Archiv gesichert.",
    fileName: "meine-looks.zip",
    bad: "Das ist weder ein Archiv mit Looks noch ein Sticker-Paket.",
    unavailable: "Manche Bilder waren gerade nicht vom Dienst zu bekommen: Versuch es später noch einmal.",
    packs: "Deine Sticker-Pakete",
    packsHelp: "Danach siehst du, welcher Sticker für welchen Zustand ist.",
    packsLoading: "Sticker-Pakete werden gesucht …",
    noPacks: "Du hast keine.",
    packsFailed: "Dein Server hat es nicht gesagt. Versuch es später noch einmal.",
    openPack: "Auswählen",
    unnamed: "Ohne Namen",
    restricted: "Wer es gemacht hat, erlaubt nicht, es anderswo zu verwenden.",
    emptyPack: "Darin ist kein Sticker, der hier verwendet werden kann.",
  },

  ...deProblems,
  invisible: "Du bist unsichtbar. Deine Kontakte könnten dich bemerken, wenn du veröffentlichst.",

  page: dePage,
};
